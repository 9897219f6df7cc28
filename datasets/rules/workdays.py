"""Working days and limits in days (Administrative Procedure Act, article 48; domain.md, Days).

The office calendar is data: a mapping of dates that callers fill from the newest imported edition, and from a library's
Taiwan calendar for years that were not imported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

Count = Literal["calendar", "working"]
Source = Literal["official", "library", "weekends"]

ONE_DAY = timedelta(days=1)


def parse_count(text: str) -> Count:
    """The setting's word, "calendar" or "working", as a type."""
    if text == "calendar":
        return "calendar"
    if text == "working":
        return "working"
    raise ValueError(f"days are counted “calendar” or “working”, not “{text}”")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office calendar: `off` says of a date whether offices are closed; a make-up Saturday is False.

    A day that is in neither source is off where it is a Saturday or a Sunday.
    """

    off: Mapping[date, bool] = field(default_factory=dict)
    official_years: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return not self.off.get(day, day.weekday() >= 5)

    def next_working_day(self, day: date) -> date:
        """The day itself where it is a working day."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, days: int) -> date:
        day = self.next_working_day(start) if days == 0 else start
        for _ in range(days):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def source(self, day: date) -> Source:
        if day.year in self.official_years:
            return "official"
        return "library" if day in self.off else "weekends"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a limit, whole, and the rule that gave it."""

    day: date
    start: date
    days: int
    count: Count
    source: Source
    """The weakest calendar that was asked on the way."""

    @property
    def moved(self) -> bool:
        """Whether the last day was no working day, and the limit ran on to the next one."""
        return self.count == "calendar" and self.day != self.start + timedelta(days=self.days)


def deadline(start: date, days: int, calendar: Calendar, count: Count = "calendar") -> Deadline:
    """The first day is not counted; a last day that is no working day gives way to the next one (article 48).

    >>> str(deadline(date(2026, 9, 30), 5, Calendar()).day)
    '2026-10-05'
    """
    if count == "working":
        last = calendar.add_working_days(start, days)
    else:
        last = calendar.next_working_day(start + timedelta(days=days))
    return Deadline(last, start, days, count, _weakest(calendar, start + ONE_DAY, last))


def _weakest(calendar: Calendar, first: date, last: date) -> Source:
    met = {calendar.source(first + timedelta(days=n)) for n in range(max((last - first).days, 0) + 1)}
    order: tuple[Source, ...] = ("weekends", "library", "official")
    return next(source for source in order if source in met)
