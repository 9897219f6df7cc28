"""Messages with their events (two queries)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from datasets.models.ledger import FactQuerySet
from datasets.rules.days import start_of
from feedback.facts import event_of, message_of
from feedback.models import FeedbackEvent, FeedbackMessage
from reports.facts.grouping import grouped
from reports.kpis.quarters import ReportPeriod
from reports.kpis.timely_replies import MessageFacts


def message_facts(as_of: datetime) -> list[MessageFacts]:
    """Every message recorded by as-of, in order of receipt."""
    return _with_events(FeedbackMessage.objects.all(), FeedbackEvent.objects.all(), as_of)


def messages_received(period: ReportPeriod, as_of: datetime) -> list[MessageFacts]:
    """Those received in the period (Taipei)."""
    first, after = start_of(period.start), start_of(period.after().start)
    received = FeedbackMessage.objects.filter(received_at__gte=first, received_at__lt=after)
    events = FeedbackEvent.objects.filter(message__received_at__gte=first, message__received_at__lt=after)
    return _with_events(received, events, as_of)


def messages_told(messages: Collection[UUID]) -> list[MessageFacts]:
    """Some messages, with all that was ever recorded about them."""
    received, happened = FeedbackMessage.objects.filter(pk__in=messages), FeedbackEvent.objects.all()
    return _with_events(received, happened.filter(message__in=messages), None)


def _with_events(received: FactQuerySet, happened: FactQuerySet, as_of: datetime | None) -> list[MessageFacts]:
    events = grouped(happened.known_at(as_of).order_by("position"), "message_id", event_of)
    rows = received.known_at(as_of).order_by("received_at", "position")
    return [MessageFacts(message_of(row), tuple(events[str(row.pk)])) for row in rows]
