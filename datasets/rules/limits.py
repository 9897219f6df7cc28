"""Limits in days that the advisory group may revise (the strategy, 柒): each holds from a day on, never backwards."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DayVersion:
    """From `effective_on` the limit is so many days."""

    recorded_at: datetime
    days: int
    effective_on: date


@dataclass(frozen=True, slots=True)
class DayLimit:
    """`first` holds until the first version."""

    first: int
    versions: tuple[DayVersion, ...] = ()

    def on(self, day: date, known_at: datetime | None = None) -> int:
        """What holds on a day, as known at a moment (None: all that was recorded); the later record wins a day.

        >>> from datetime import UTC
        >>> limit = DayLimit(5, (DayVersion(datetime(2026, 9, 1, tzinfo=UTC), 7, date(2026, 10, 1)),))
        >>> limit.on(date(2026, 9, 30)), limit.on(date(2026, 10, 1))
        (5, 7)
        """
        known = [
            one
            for one in self.versions
            if one.effective_on <= day and (known_at is None or one.recorded_at <= known_at)
        ]
        last = max(known, key=lambda one: (one.effective_on, one.recorded_at), default=None)
        return last.days if last else self.first


Days = int | DayLimit


def days_on(limit: Days, day: date, known_at: datetime | None = None) -> int:
    """A plain number holds on every day."""
    return limit if isinstance(limit, int) else limit.on(day, known_at)
