"""A thread as its sender sees it: messages, what was written back, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from feedback.models import FeedbackEvent, FeedbackMessage
from feedback.words import days_left, urgency

Kind = FeedbackEvent.Kind
SHOWN = (Kind.ACKNOWLEDGED, Kind.REPLIED, Kind.TRANSFERRED)
"""What the sender is shown; of a transfer the unit alone, never the reason."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, with the text that went to the sender."""

    kind: str
    label: str
    at: datetime
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a thread; `left` says how long there is still, and is empty once it is answered."""

    message: FeedbackMessage
    steps: tuple[Step, ...]
    answered: bool
    left: str
    urgency: str


def thread_of(messages: Sequence[FeedbackMessage], today: date) -> list[Entry]:
    """Needs `state` and `content` on the messages; one query for the events of all."""
    events = FeedbackEvent.objects.filter(message__in=messages, kind__in=SHOWN).select_related("content", "unit")
    by_message: dict[object, list[FeedbackEvent]] = {}
    for event in events.order_by("position"):
        by_message.setdefault(event.message_id, []).append(event)
    return [_entry(message, by_message.get(message.pk, []), today) for message in messages]


def _entry(message: FeedbackMessage, events: list[FeedbackEvent], today: date) -> Entry:
    state = message.state
    answered = state.answered_at is not None
    return Entry(
        message=message,
        steps=tuple(_step(event) for event in events),
        answered=answered,
        left="" if answered else days_left(state.deadline, today),
        urgency=urgency(state.deadline, today),
    )


def _step(event: FeedbackEvent) -> Step:
    told = event.kind != Kind.TRANSFERRED and hasattr(event, "content")
    return Step(
        kind=event.kind,
        label=str(Kind(event.kind).label),
        at=event.released_at or event.recorded_at,
        text=event.content.text if told else "",
        unit=str(event.unit or ""),
    )
