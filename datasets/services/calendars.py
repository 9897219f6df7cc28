"""The office calendar as the rules want it: the newest imported edition of a year, else a library's Taiwan calendar."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from datasets.models import CalendarEdition
from datasets.rules.workdays import Calendar


def office_calendar(years: Iterable[int], *, as_of: datetime | None = None) -> Calendar:
    """The days of these years; `as_of` (aware) knows only editions recorded by then. Two queries at most.

    `Calendar.source(day)` says for each day whether it comes from an imported edition or from the library.
    """
    wanted = sorted(set(years))
    official = _newest_editions(wanted, as_of)
    off: dict[date, bool] = {}
    for year in wanted:
        off.update(official[year] if year in official else _library_year(year))
    return Calendar(off=off, official_years=frozenset(official))


def calendar_around(day: date, *, as_of: datetime | None = None) -> Calendar:
    """Enough calendar for a limit that begins on this day: its year and the next."""
    return office_calendar((day.year, day.year + 1), as_of=as_of)


def _newest_editions(years: list[int], as_of: datetime | None) -> dict[int, dict[date, bool]]:
    """The later recorded edition of a year replaces the earlier one whole."""
    editions = CalendarEdition.objects.filter(year__in=years).known_at(as_of).order_by("position")
    return {year: _days(days) for year, days in editions.values_list("year", "days")}


def _days(days: dict[str, list[object]]) -> dict[date, bool]:
    return {date.fromisoformat(day): bool(off) for day, (off, *_) in days.items()}


@lru_cache(maxsize=64)
def _library_year(year: int) -> dict[date, bool]:
    taiwan = holidays.country_holidays("TW", years=year)
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return {day: not taiwan.is_working_day(day) for day in days}
