"""Due dates and deadlines of obligations, computed again from schedule, rule and the calendar known then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from datasets.calendars import calendar_from
from datasets.models import CalendarEdition, ObligationEvent, UpdateObligation
from datasets.replay.difference import Difference, differs
from datasets.rules.days import taipei_day
from datasets.rules.limits import Days
from datasets.rules.obligations import may_move
from datasets.rules.periods import Period, due_date
from datasets.rules.schedules import Grace
from datasets.rules.workdays import Calendar, parse_count


@dataclass(slots=True)
class CalendarHistory:
    """The office calendar as known at any moment; one query, one calendar for each edition."""

    editions: list[CalendarEdition] = field(default_factory=lambda: list(CalendarEdition.objects.order_by("position")))
    made: dict[int, Calendar] = field(default_factory=dict)

    def at(self, moment: datetime) -> Calendar:
        known = [edition for edition in self.editions if edition.recorded_at <= moment]
        if len(known) not in self.made:
            self.made[len(known)] = calendar_from({edition.year: edition.days for edition in known})
        return self.made[len(known)]


def deadlines(grace_days: Days) -> Iterator[Difference]:
    """Obligations one by one, then what moved them."""
    history = CalendarHistory()
    rows = UpdateObligation.objects.select_related("schedule").prefetch_related("events").order_by("position")
    for row in rows.iterator(chunk_size=2000):
        due = due_date(Period(row.period_start, row.period_end), row.schedule.lag_days)
        yield from differs("due date of obligation", row.pk, due, row.due)
        first = _deadline(row, history.at(row.recorded_at), grace_days, row.recorded_at)
        yield from differs("deadline of obligation", row.pk, first, row.deadline)
        yield from _moves(row, history, grace_days)


def _moves(row: UpdateObligation, history: CalendarHistory, grace_days: Days) -> Iterator[Difference]:
    """A deadline moved by no other fact, to no other day, and only while it lay ahead."""
    standing = row.deadline
    for event in row.events.all():
        if event.kind != ObligationEvent.Kind.DEADLINE_MOVED:
            continue
        new = _deadline(row, history.at(event.recorded_at), grace_days, event.recorded_at)
        yield from differs("moved deadline of obligation", row.pk, new, event.deadline)
        if not may_move(standing, new, taipei_day(event.recorded_at)):
            yield Difference("moved deadline of obligation", str(row.pk), f"to stay on {standing}", str(event.deadline))
        standing = event.deadline or standing


def _deadline(row: UpdateObligation, calendar: Calendar, grace_days: Days, known_at: datetime) -> date:
    return Grace(calendar, grace_days, parse_count(row.day_count)).deadline(row.due, row.period_end, known_at)
