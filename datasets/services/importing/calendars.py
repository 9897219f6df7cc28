"""Import the government's office calendar: a newer edition of a year supersedes, the same one again is harmless."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import BinaryIO

from django.db import transaction

from datasets import ledger
from datasets.models import CalendarEdition, User
from datasets.platform.calendars import Day, Reading, read_calendar
from datasets.platform.notices import Notice


@dataclass(frozen=True, slots=True)
class DayChange:
    """What a newer edition says of a day; `before` None: the year had no edition."""

    day: date
    before: Day | None
    after: Day


@dataclass(frozen=True, slots=True)
class YearChange:
    """One year of the file against the newest edition. No `days`: that edition says the same."""

    year: int
    supersedes: bool
    days: tuple[DayChange, ...]


@dataclass(frozen=True, slots=True)
class CalendarDifference:
    """Years of the file, and remarks. Not `usable`: nothing is imported."""

    years: tuple[YearChange, ...]
    notices: tuple[Notice, ...]
    usable: bool

    @property
    def changes_nothing(self) -> bool:
        return not any(year.days for year in self.years)


def compare_calendar(source: BinaryIO) -> CalendarDifference:
    """What `apply_calendar` would record. Writes nothing."""
    return _difference(read_calendar(source))


@transaction.atomic
def apply_calendar(
    source: BinaryIO, filename: str, *, by: User | None = None, at: datetime | None = None
) -> CalendarDifference:
    """Record the years that say something new; nothing at all where the file has an error.

    Afterwards the doors call `move_deadlines`: a deadline moves by a fact of its own, never silently.
    """
    ledger.lock()
    source.seek(0)
    digest = sha256(source.read()).hexdigest()
    reading = read_calendar(source)
    difference = _difference(reading)
    if difference.usable:
        facts = [_edition(change.year, reading, filename, digest) for change in difference.years if change.days]
        ledger.record(facts, by=by, at=at)
    return difference


def edition_days(edition: CalendarEdition) -> dict[date, Day]:
    """An edition's days as values, from ISO date → [is_off, note]."""
    return {date.fromisoformat(day): Day(bool(off), str(note)) for day, (off, note) in edition.days.items()}


def newest_editions(years: Mapping[int, object] | None = None) -> dict[int, CalendarEdition]:
    """The edition in force of each year (of all imported years where None)."""
    editions = CalendarEdition.objects.order_by("position")
    if years is not None:
        editions = editions.filter(year__in=years)
    return {edition.year: edition for edition in editions}


def _difference(reading: Reading) -> CalendarDifference:
    known = newest_editions(reading.years)
    years = [_year(year, days, known.get(year)) for year, days in reading.years.items()]
    return CalendarDifference(tuple(years), reading.notices, reading.usable)


def _year(year: int, days: Mapping[date, Day], edition: CalendarEdition | None) -> YearChange:
    before = edition_days(edition) if edition else {}
    return YearChange(year, edition is not None, tuple(_changes(days, before)))


def _changes(days: Mapping[date, Day], before: Mapping[date, Day]) -> Iterator[DayChange]:
    for day, after in days.items():
        if before.get(day) != after:
            yield DayChange(day, before.get(day), after)


def _edition(year: int, reading: Reading, filename: str, digest: str) -> CalendarEdition:
    days = {day.isoformat(): [entry.off, entry.note] for day, entry in reading.years[year].items()}
    return CalendarEdition(year=year, source=filename[:200], sha256=digest, days=days)
