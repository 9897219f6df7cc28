"""Schedules change, and every period has one obligation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.frequencies import IRREGULAR, Frequency
from datasets.rules.refusal import Refusal
from datasets.rules.schedules import Grace, Rest, Schedule, check_start, effective_day, expected, lapses
from tests.calendars import office

GRACE = Grace(office())
MONTHLY, QUARTERLY = Frequency("every", 1, "month"), Frequency("every", 3, "month")
STARTS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
FREQUENCIES = st.sampled_from([MONTHLY, QUARTERLY, IRREGULAR, Frequency("every", 7, "day")])
SCHEDULES = st.lists(st.builds(Schedule, FREQUENCIES, STARTS, st.integers(0, 30)), max_size=4)
RESTS = st.lists(st.builds(lambda a, n: Rest(a, a + timedelta(days=n), "x"), STARTS, st.integers(1, 200)), max_size=2)


@given(SCHEDULES, RESTS, st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_obligations_are_distinct_and_begin_when_they_may(
    schedules: list[Schedule], rests: list[Rest], began_by: date
) -> None:
    found = list(expected(schedules, rests, began_by=began_by, grace=GRACE))
    keys = [(e.schedule, e.period) for e in found]
    assert len(set(keys)) == len(keys)
    for e in found:
        assert e.schedule.starts_on <= e.period.start <= began_by
        assert e.deadline >= e.due + timedelta(days=5)
        assert not any(e.period.start in rest for rest in rests)


@given(SCHEDULES, RESTS, STARTS, st.integers(0, 400))
def test_looking_further_ahead_changes_nothing_before(
    schedules: list[Schedule], rests: list[Rest], began_by: date, more: int
) -> None:
    """What was materialised stays: running the task late or twice gives the same obligations."""
    near = list(expected(schedules, rests, began_by=began_by, grace=GRACE))
    far = list(expected(schedules, rests, began_by=began_by + timedelta(days=more), grace=GRACE))
    assert [e for e in far if e.period.start <= began_by] == near


def test_a_later_recorded_schedule_replaces_one_that_has_not_begun() -> None:
    schedules = [
        Schedule(MONTHLY, date(2026, 1, 1)),
        Schedule(QUARTERLY, date(2026, 10, 1)),
        Schedule(IRREGULAR, date(2026, 3, 10)),
    ]
    found = expected(schedules, [], began_by=date(2026, 12, 31), grace=GRACE)
    assert [str(e.due) for e in found] == ["2026-01-31", "2026-02-28", "2026-03-31"]


def test_a_change_takes_effect_when_recorded_and_spares_what_is_due() -> None:
    assert effective_day(date(2026, 1, 1), date(2026, 3, 10)) == date(2026, 3, 10)
    assert effective_day(date(2026, 5, 1), date(2026, 3, 10)) == date(2026, 5, 1)
    assert not lapses(date(2026, 3, 31), date(2026, 3, 31))
    assert lapses(date(2026, 4, 1), date(2026, 3, 31))


def test_only_the_first_schedule_may_begin_in_the_past() -> None:
    check_start(date(2020, 1, 1), date(2026, 1, 1), is_first=True)
    check_start(date(2026, 1, 1), date(2026, 1, 1), is_first=False)
    with pytest.raises(Refusal, match="2026-01-02"):
        check_start(date(2026, 1, 1), date(2026, 1, 2), is_first=False)
