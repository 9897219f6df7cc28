"""A reply's deadline moves only by a recorded fact, and only ahead of both the old and the new one (domain.md)."""

from datetime import date, datetime

from django.db import transaction

from datasets import ledger
from datasets.calendars import office_calendar
from datasets.rules.days import taipei_day
from datasets.rules.limits import Days, days_on
from datasets.rules.obligations import may_move
from datasets.rules.workdays import Calendar
from feedback.models import FeedbackEvent, FeedbackMessage, MessageState
from feedback.rules import reply_deadline
from feedback.services.receive import Limit
from feedback.services.state import refresh_state


@transaction.atomic
def move_deadlines(*, now: datetime, limit: Limit) -> list[FeedbackEvent]:
    """After a newer calendar edition or a revised limit: move the deadlines of what waits. Safe to run again."""
    ledger.lock()
    calendar, today = office_calendar(), taipei_day(now)
    waiting = MessageState.objects.open().filter(deadline__gte=today).select_related("message")
    moves = [(s.message, day) for s in waiting if (day := _moved(s, calendar, limit.days, today))]
    events = [
        FeedbackEvent(message=message, kind=FeedbackEvent.Kind.DEADLINE_MOVED, deadline=day) for message, day in moves
    ]
    ledger.record(events)
    for message, _ in moves:
        refresh_state(message)
    return events


def _moved(state: MessageState, calendar: Calendar, days: Days, today: date) -> date | None:
    """The new deadline, or None where it stays: unchanged, or already reached."""
    message: FeedbackMessage = state.message
    in_force = days_on(days, taipei_day(message.received_at))
    # For the type checker: the column holds one of the two words.
    new = reply_deadline(message.received_at, in_force, calendar, message.day_count).day  # type: ignore[arg-type]  # text of choices
    return new if may_move(state.deadline, new, today) else None
