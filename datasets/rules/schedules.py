"""Which obligations a dataset's schedules make, and which a change takes away (domain.md, Update obligations)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from datasets.rules.frequencies import Frequency
from datasets.rules.limits import Days, days_on
from datasets.rules.periods import Period, due_date, earliest_claim, first_start, periods
from datasets.rules.refusal import Refusal
from datasets.rules.workdays import Calendar, Count, deadline


@dataclass(frozen=True, slots=True)
class Schedule:
    """更新週期: acts on periods that begin on or after `starts_on`. Days of lag may be 0."""

    frequency: Frequency
    starts_on: date
    lag_days: int = 0
    anchor: date | None = None
    key: str = ""

    @property
    def takes_over(self) -> date:
        return first_start(self.frequency, self.starts_on, self.anchor)


@dataclass(frozen=True, slots=True)
class Rest:
    """Days without new obligations: not open, withdrawn or paused. `end` is the first day after it; None: still."""

    start: date
    end: date | None
    ground: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Grace:
    """How a due date becomes a deadline: so many days, counted so, by this calendar."""

    calendar: Calendar
    days: Days = 5
    count: Count = "calendar"

    def deadline(self, due: date, ends: date | None = None, known_at: datetime | None = None) -> date:
        """By the limit in force on the period's last day `ends` (None: the due date itself), as known at a moment."""
        return deadline(due, days_on(self.days, ends or due, known_at), self.calendar, self.count).day


@dataclass(frozen=True, slots=True)
class Expected:
    """An obligation that a schedule makes; a fact once materialised, a projection before its period begins."""

    schedule: Schedule
    period: Period
    due: date
    deadline: date
    earliest: date


def expected(
    schedules: Sequence[Schedule], rests: Iterable[Rest], *, began_by: date, grace: Grace
) -> Iterator[Expected]:
    """The obligations of one dataset whose periods began by a day, in order of period.

    `schedules` in the order they were recorded: a later one holds from its first period on, whatever came before.
    """
    return (_expected(schedule, period, grace) for schedule, period in asked_for(schedules, rests, began_by=began_by))


def asked_for(
    schedules: Sequence[Schedule], rests: Iterable[Rest], *, began_by: date, after: date = date.min
) -> Iterator[tuple[Schedule, Period]]:
    """The same before any deadline is computed; of the periods that begin on the day `after` or later."""
    rests = tuple(rests)
    for index, schedule in enumerate(schedules):
        until = min((later.takes_over for later in schedules[index + 1 :]), default=date.max)
        own = periods(schedule.frequency, max(schedule.starts_on, after), schedule.anchor)
        for period in takewhile(lambda p, last=until: p.start <= began_by and p.start < last, own):  # type: ignore[misc]
            if not any(period.start in rest for rest in rests):
                yield schedule, period


def _expected(schedule: Schedule, period: Period, grace: Grace) -> Expected:
    due = due_date(period, schedule.lag_days)
    return Expected(
        schedule, period, due, grace.deadline(due, period.end), earliest_claim(schedule.frequency, period, due)
    )


def effective_day(wanted: date, recorded_on: date) -> date:
    """No change takes effect before it was recorded."""
    return max(wanted, recorded_on)


def lapses(due: date, effective_on: date) -> bool:
    """Obligations due on or before the day of the change stand; later ones lapse, by a recorded fact."""
    return due > effective_on


def check_start(starts_on: date, recorded_on: date, *, is_first: bool) -> None:
    """A schedule does not begin before it is recorded, except a dataset's first; else Refusal `starts_in_the_past`."""
    if starts_on < recorded_on and not is_first:
        raise Refusal(
            "starts_in_the_past",
            "A changed schedule cannot begin before today (%(today)s): choose today or a later day.",
            {"today": recorded_on},
        )
