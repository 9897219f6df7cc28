"""Importing calendars: a newer edition supersedes, the same again is harmless, one error and nothing is taken."""

import io
from pathlib import Path

import pytest

from datasets.calendars import office_calendar
from datasets.models import CalendarEdition
from datasets.services.importing.calendars import apply_calendar, compare_calendar

pytestmark = pytest.mark.django_db
REAL = Path("data/calendar/office-calendar-2025.csv").read_bytes()
NEWER = REAL.decode("utf-8-sig").replace("20250929,一,0,", "20250929,一,2,補假").encode()


def test_first_edition_again_and_newer() -> None:
    first = apply_calendar(io.BytesIO(REAL), "a.csv")
    assert [(y.year, y.supersedes, len(y.days)) for y in first.years] == [(2025, False, 365)]
    assert apply_calendar(io.BytesIO(REAL), "a.csv").changes_nothing
    assert CalendarEdition.objects.count() == 1
    (year,) = compare_calendar(io.BytesIO(NEWER)).years
    assert [(str(c.day), c.before.off if c.before else None, c.after.note) for c in year.days] == [
        ("2025-09-29", False, "補假")
    ]
    apply_calendar(io.BytesIO(NEWER), "b.csv")
    assert CalendarEdition.objects.count() == 2
    calendar = office_calendar()
    assert 2025 in calendar.official_years
    assert not calendar.is_working_day(year.days[0].day)


def test_one_error_and_nothing_is_taken() -> None:
    bad = REAL.decode("utf-8-sig").replace("20250102,四,0,", "20250102,四,7,").encode()
    done = apply_calendar(io.BytesIO(bad), "a.csv")
    assert not done.usable
    assert [n.code for n in done.notices] == ["bad_flag", "days_missing"]
    assert not CalendarEdition.objects.exists()
