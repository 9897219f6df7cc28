"""Rows as the rules see them."""

from feedback.models import FeedbackEvent, FeedbackMessage
from feedback.rules import Event, Message


def message_of(row: FeedbackMessage) -> Message:
    return Message(
        key=str(row.pk),
        unit=str(row.unit_id),
        received_at=row.received_at,
        deadline=row.deadline,
        recorded_at=row.recorded_at,
        dataset=str(row.dataset_id or ""),
    )


def event_of(row: FeedbackEvent) -> Event:
    return Event(row.recorded_at, row.kind, str(row.unit_id or ""), row.deadline, row.released_at)  # type: ignore[arg-type]
