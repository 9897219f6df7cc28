"""Whether a message was answered in time, and whose it is (domain.md, `timely_replies`). Pure, like every rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from datasets.rules.days import end_of, taipei_day
from datasets.rules.workdays import Calendar, Count, Deadline, deadline

State = Literal["pending", "on_time", "late", "overdue", "spam"]
Kind = Literal[
    "acknowledged", "replied", "transferred", "noted", "marked_spam", "unmarked_spam", "deadline_moved", "published",
    "unpublished", "erased",
]  # fmt: skip

ANSWERED: frozenset[State] = frozenset({"on_time", "late"})
KNOWN: frozenset[State] = ANSWERED | {"overdue"}


@dataclass(frozen=True, slots=True)
class Message:
    """民眾意見 as received. `unit` is the first holder, `deadline` the first one computed."""

    key: str
    unit: str
    received_at: datetime
    deadline: date
    recorded_at: datetime
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a message. `released_at`: when a reply reached its sender (default: when recorded)."""

    recorded_at: datetime
    kind: Kind
    unit: str = ""
    deadline: date | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of a message, when it was answered, the deadline in force, and the unit it counts for."""

    state: State
    deadline: date
    unit: str
    answered_at: datetime | None = None


def reply_deadline(received_at: datetime, days: int, calendar: Calendar, count: Count) -> Deadline:
    """So many days from the Taipei day of receipt, which is not counted."""
    return deadline(taipei_day(received_at), days, calendar, count)


def outcome(message: Message, events: Iterable[Event], as_of: datetime) -> Outcome:
    """Only a reply released to the sender answers; acknowledgements, transfers, notes and drafts do not."""
    known = sorted((e for e in events if e.recorded_at <= as_of), key=lambda e: e.recorded_at)
    moved = [e.deadline for e in known if e.kind == "deadline_moved" and e.deadline]
    last = moved[-1] if moved else message.deadline
    answered_at = min((e.released_at or e.recorded_at for e in known if e.kind == "replied"), default=None)
    return Outcome(
        _state(known, answered_at, last, taipei_day(as_of)), last, _holder(message, known, last), answered_at
    )


def _state(known: Sequence[Event], answered_at: datetime | None, deadline: date, today: date) -> State:
    marks = [e.kind for e in known if e.kind in {"marked_spam", "unmarked_spam"}]
    if marks and marks[-1] == "marked_spam":
        return "spam"
    if answered_at is not None:
        return "on_time" if taipei_day(answered_at) <= deadline else "late"
    return "overdue" if today > deadline else "pending"


def _holder(message: Message, known: Sequence[Event], deadline: date) -> str:
    """The unit that held the message at its deadline; before the deadline, the one that holds it now."""
    moves = [e.unit for e in known if e.kind == "transferred" and e.unit and e.recorded_at <= end_of(deadline)]
    return moves[-1] if moves else message.unit
