"""The projection of a message's events: made anew after each, and rebuildable as a whole."""

from datetime import datetime
from typing import Any

from feedback import rules
from feedback.models import FeedbackEvent, FeedbackMessage, MessageState

Kind = FeedbackEvent.Kind


def message_of(row: FeedbackMessage) -> rules.Message:
    """The row as the rules see it."""
    return rules.Message(
        key=str(row.pk),
        unit=str(row.unit_id),
        received_at=row.received_at,
        deadline=row.deadline,
        recorded_at=row.recorded_at,
        dataset=str(row.dataset_id or ""),
    )


def event_of(row: FeedbackEvent) -> rules.Event:
    return rules.Event(
        recorded_at=row.recorded_at,
        kind=row.kind,  # type: ignore[arg-type]
        unit=str(row.unit_id or ""),
        deadline=row.deadline,
        released_at=row.released_at,
    )


def refresh_state(message: FeedbackMessage) -> MessageState:
    """Recompute where a message stands from its facts, and keep it."""
    events = list(message.events.order_by("position"))
    newest = events[-1].recorded_at if events else message.recorded_at
    known = rules.outcome(message_of(message), map(event_of, events), newest)
    state, _ = MessageState.objects.update_or_create(
        message=message,
        defaults={
            "unit_id": _last(events, Kind.TRANSFERRED, "unit_id") or message.unit_id,
            "deadline": known.deadline,
            "acknowledged_at": _first(events, Kind.ACKNOWLEDGED),
            "answered_at": known.answered_at,
            "spam": known.state == "spam",
            "publication": _standing_publication(events),
        },
    )
    return state


def rebuild_states() -> int:
    """Make every row of the projection anew; returns how many."""
    return len([refresh_state(message) for message in FeedbackMessage.objects.iterator()])


def _last(events: list[FeedbackEvent], kind: str, name: str) -> Any:
    return next((getattr(e, name) for e in reversed(events) if e.kind == kind), None)


def _first(events: list[FeedbackEvent], kind: str) -> datetime | None:
    return next((e.recorded_at for e in events if e.kind == kind), None)


def _standing_publication(events: list[FeedbackEvent]) -> FeedbackEvent | None:
    last = next((e for e in reversed(events) if e.kind in {Kind.PUBLISHED, Kind.UNPUBLISHED}), None)
    return last if last and last.kind == Kind.PUBLISHED else None
