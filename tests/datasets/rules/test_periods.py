"""Periods are whole calendar months that tile time, and never drift."""

from datetime import date, timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.frequencies import CONTINUOUS, IRREGULAR, NEVER, Frequency
from datasets.rules.periods import Period, due_date, earliest_claim, first_start, periods

DAYS = st.dates(date(2017, 1, 1), date(2060, 12, 31))
LENGTHS = st.one_of(
    st.builds(Frequency, st.just("every"), st.integers(1, 24), st.just("month")),
    st.builds(Frequency, st.just("every"), st.integers(1, 10), st.just("year")),
    st.builds(Frequency, st.just("every"), st.integers(1, 31), st.sampled_from(["day", "hour", "minute"])),
    st.just(CONTINUOUS),
)


@given(LENGTHS, DAYS, st.none() | DAYS)
def test_periods_tile_time_by_whole_months(frequency: Frequency, start: date, anchor: date | None) -> None:
    found = list(islice(periods(frequency, start, anchor), 5))
    assert found[0].start >= start
    assert all(p.start.day == 1 and (p.end + timedelta(days=1)).day == 1 for p in found)
    assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(found))


@given(LENGTHS, DAYS, DAYS)
def test_the_start_never_shifts_the_grid(frequency: Frequency, one: date, other: date) -> None:
    """Two schedules of one rhythm share their periods, whenever each began: never "last update + frequency"."""
    early, late = sorted([one, other])
    first = next(iter(periods(frequency, late)))
    grid = (p for p in periods(frequency, early) if p.start >= late)
    assert next(grid) == first


@given(LENGTHS, DAYS, st.integers(0, 90))
def test_the_window_of_a_claim_reaches_the_due_date(frequency: Frequency, start: date, lag: int) -> None:
    period = next(iter(periods(frequency, start)))
    due = due_date(period, lag)
    assert due - period.end == timedelta(days=lag)
    assert earliest_claim(frequency, period, due) < due


def test_what_is_not_asked_has_no_periods_and_acts_at_once() -> None:
    for frequency in (IRREGULAR, NEVER):
        assert list(periods(frequency, date(2026, 1, 15))) == []
        assert first_start(frequency, date(2026, 1, 15)) == date(2026, 1, 15)


def test_a_day_lies_in_its_period() -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert date(2026, 3, 31) in march
    assert date(2026, 4, 1) not in march
