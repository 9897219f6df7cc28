"""Messages with their events (two queries)."""

from datetime import datetime

from feedback.facts import event_of, message_of
from feedback.models import FeedbackEvent, FeedbackMessage
from reports.facts.grouping import grouped
from reports.kpis.timely_replies import MessageFacts


def message_facts(as_of: datetime) -> list[MessageFacts]:
    """Every message recorded by as-of, in order of receipt."""
    events = grouped(FeedbackEvent.objects.known_at(as_of).order_by("position"), "message_id", event_of)
    rows = FeedbackMessage.objects.known_at(as_of).order_by("received_at", "position")
    return [MessageFacts(message_of(row), tuple(events[str(row.pk)])) for row in rows]
