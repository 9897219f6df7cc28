"""Limits in days end on working days, and say which calendar they asked."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.workdays import Calendar, deadline
from tests.calendars import office

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 1))


@given(DAYS, st.integers(1, 40))
def test_calendar_days_end_on_the_first_working_day_from_then(start: date, days: int) -> None:
    found = deadline(start, days, office()).day
    nominal = start + timedelta(days=days)
    assert office().is_working_day(found)
    assert found >= nominal
    assert not any(office().is_working_day(nominal + timedelta(days=n)) for n in range((found - nominal).days))


@given(DAYS, st.integers(1, 30))
def test_working_days_are_counted_without_the_first(start: date, days: int) -> None:
    found = deadline(start, days, office(), "working").day
    between = [start + timedelta(days=n) for n in range(1, (found - start).days + 1)]
    assert sum(map(office().is_working_day, between)) == days
    assert office().is_working_day(found)


@given(DAYS, DAYS, st.integers(0, 20), st.sampled_from(["calendar", "working"]))
def test_who_starts_later_never_ends_earlier(one: date, other: date, days: int, count: str) -> None:
    first, second = (deadline(day, days, office(), count).day for day in sorted([one, other]))  # type: ignore[arg-type]
    assert first <= second


def test_it_says_which_calendar_it_asked() -> None:
    assert deadline(date(2026, 9, 30), 5, office()).source == "official"
    assert deadline(date(2026, 12, 31), 5, office()).source == "library"
    assert deadline(date(2026, 9, 30), 5, Calendar()).source == "weekends"


def test_it_says_whether_the_end_was_moved() -> None:
    assert not deadline(date(2026, 9, 30), 5, office()).moved
    assert deadline(date(2026, 9, 20), 5, office()).moved
    assert not deadline(date(2026, 9, 20), 5, office(), "working").moved


def test_a_make_up_saturday_is_worked_and_a_plain_one_is_not() -> None:
    assert office().is_working_day(date(2025, 2, 8))
    assert not office().is_working_day(date(2025, 2, 15))


def test_an_edition_supersedes_the_library_day_by_day() -> None:
    """The 2025 edition is from before the holiday law of that summer; the library knows the law."""
    day = date(2025, 9, 29)
    assert office().is_working_day(day)
    assert day.year in office().official_years
