"""Reply deadlines and the states of messages, computed again from their facts."""

from collections.abc import Iterator

from datasets.replay.deadlines import CalendarHistory
from datasets.replay.difference import Difference, differs
from datasets.rules.days import taipei_day
from datasets.rules.limits import Days, days_on
from datasets.rules.workdays import parse_count
from feedback.models import FeedbackMessage
from feedback.rules import reply_deadline
from feedback.services.state import projection


def replies(reply_days: Days) -> Iterator[Difference]:
    history = CalendarHistory()
    rows = FeedbackMessage.objects.select_related("state").prefetch_related("events").order_by("position")
    for row in rows.iterator(chunk_size=2000):
        count = parse_count(row.day_count)
        days = days_on(reply_days, taipei_day(row.received_at), row.recorded_at)
        limit = reply_deadline(row.received_at, days, history.at(row.recorded_at), count)
        yield from differs("deadline of message", row.number, limit.day, row.deadline)
        state = getattr(row, "state", None)
        if state is None:
            yield Difference("state of message", row.number, "a row", "none")
            continue
        for name, value in projection(row, list(row.events.all())).items():
            yield from differs(f"{name} of message", row.number, value, getattr(state, name))
