"""The office calendar's loader: the newest edition wins, the library serves where none was imported."""

from datetime import date
from typing import Any

import pytest

from datasets import ledger
from datasets.calendars import office_calendar
from datasets.models import CalendarEdition
from datasets.rules.workdays import deadline

pytestmark = pytest.mark.django_db


def edition(off: bool, day: str = "2026-03-04") -> CalendarEdition:
    return ledger.record([CalendarEdition(year=2026, source="x.csv", sha256="0" * 64, days={day: [off, ""]})])[0]


def test_the_later_edition_of_a_year_replaces_the_earlier_one() -> None:
    first = edition(off=True)
    edition(off=False)
    day = date(2026, 3, 4)
    assert office_calendar().is_working_day(day)
    assert not office_calendar(as_of=first.recorded_at).is_working_day(day)
    assert office_calendar().source(day) == "official"


def test_a_year_that_was_not_imported_comes_from_the_library_and_says_so() -> None:
    calendar = office_calendar()
    assert calendar.is_working_day(date(2025, 2, 8)), "a make-up Saturday"
    assert not calendar.is_working_day(date(2025, 1, 27)), "a bridge day before the Lunar New Year"
    assert calendar.source(date(2025, 2, 8)) == "library"


def test_a_limit_over_new_year_has_both_years() -> None:
    found = deadline(date(2026, 12, 25), 7, office_calendar())
    assert found.day == date(2027, 1, 4), "1 January is a holiday, 2 and 3 January a weekend"


def test_loading_two_years_is_one_query(django_assert_num_queries: Any) -> None:
    edition(off=True)
    with django_assert_num_queries(1):
        office_calendar()
