"""The projection of a message's events: made anew after each, and rebuildable as a whole."""

from datetime import datetime
from typing import Any

from feedback import rules
from feedback.facts import event_of, message_of
from feedback.models import FeedbackEvent, FeedbackMessage, MessageState

Kind = FeedbackEvent.Kind


def projection(message: FeedbackMessage, events: list[FeedbackEvent]) -> dict[str, Any]:
    """The columns of `MessageState` that follow from a message and its events in the order of recording."""
    newest = events[-1].recorded_at if events else message.recorded_at
    known = rules.outcome(message_of(message), map(event_of, events), newest)
    published = _standing_publication(events)
    return {
        "unit_id": _last(events, Kind.TRANSFERRED, "unit_id") or message.unit_id,
        "deadline": known.deadline,
        "acknowledged_at": _first(events, Kind.ACKNOWLEDGED),
        "answered_at": known.answered_at,
        "spam": known.state == "spam",
        "publication_id": published.pk if published else None,
    }


def refresh_state(message: FeedbackMessage) -> MessageState:
    """Recompute where a message stands from its facts, and keep it."""
    events = list(message.events.order_by("position"))
    state, _ = MessageState.objects.update_or_create(message=message, defaults=projection(message, events))
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
