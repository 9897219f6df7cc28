"""The office calendar as known at a moment: imported editions first, a library for the other years."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

import holidays

from datasets.models import CalendarEdition
from datasets.rules.workdays import Calendar

LIBRARY_YEARS = range(2017, 2032)
"""Years that the library fills where no edition was imported; beyond them only weekends are known to be off."""


def office_calendar(as_of: datetime | None = None) -> Calendar:
    """The newest edition of each year recorded at or before `as_of` (None: all). One query."""
    editions = CalendarEdition.objects.known_at(as_of).order_by("position").values_list("year", "days")
    return calendar_from(dict(editions))


def calendar_from(editions: dict[int, dict[str, list[object]]]) -> Calendar:
    """A calendar of editions by year, each mapping ISO dates to [is_off, note]."""
    off = {day: is_off for year in LIBRARY_YEARS if year not in editions for day, is_off in library_days(year)}
    for days in editions.values():
        off |= {date.fromisoformat(day): bool(entry[0]) for day, entry in days.items()}
    return Calendar(off, frozenset(editions))


@cache
def library_days(year: int) -> Iterable[tuple[date, bool]]:
    """Every day of a year with whether offices are closed, by `holidays` (knows make-up Saturdays and days in lieu)."""
    taiwan = holidays.country_holidays("TW", years=year)
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    days = (first + timedelta(days=n) for n in range(length))
    return tuple((day, not taiwan.is_working_day(day)) for day in days)
