"""Periods end with their calendar month, and count from an anchor: a late unit never drifts (domain.md)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from datasets.rules.frequencies import Frequency

ANCHOR = date(2017, 1, 1)
"""Periods of n months or n years count from here where the schedule names no anchor (the strategy's first year)."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Inclusive Taipei dates; always whole calendar months."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@lru_cache(10_000)
def months_from(start: date, months: int) -> Period:
    """The period of so many months that begins with the month of `start`."""
    first, last = _month(start), _month(start) + months - 1
    end = _first_day(last)
    return Period(_first_day(first), end.replace(day=monthrange(end.year, end.month)[1]))


def periods(frequency: Frequency, start: date, anchor: date | None = None) -> Iterator[Period]:
    """Endlessly the periods that begin on or after `start`; none for a frequency that is not asked.

    Under a month there is one period a month. Of an anchor only its month counts.
    """
    if not frequency.is_asked:
        return
    length = frequency.months or 1
    first, origin = _month(start) + (start.day > 1), _month(anchor or ANCHOR)
    month = first + (origin - first) % length
    while True:
        yield months_from(_first_day(month), length)
        month += length


def first_start(frequency: Frequency, start: date, anchor: date | None = None) -> date:
    """When a schedule takes over: at its first period, or at once where it asks nothing."""
    return next((period.start for period in periods(frequency, start, anchor)), start)


def due_date(period: Period, lag_days: int) -> date:
    """Period end plus publication lag."""
    return period.end + timedelta(days=lag_days)


def earliest_claim(frequency: Frequency, period: Period, due: date) -> date:
    """The first day whose data meets the obligation.

    From a month on: the period's first day. Under a month: N days or 7 N (at least one) counted back from the due
    date, inclusive; daily data due 30 September may be of the 29th.
    """
    return period.start if frequency.months else due - timedelta(days=frequency.days)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
