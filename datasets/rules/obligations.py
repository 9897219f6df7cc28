"""What became of an obligation: from its claims, its events and a moment to a state (domain.md, Update obligations)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal

State = Literal["pending", "on_time", "late", "overdue", "lapsed", "excused"]
EventKind = Literal["lapsed", "excused", "deadline_moved"]

MET: frozenset[State] = frozenset({"on_time", "late"})
KNOWN: frozenset[State] = MET | {"overdue"}
ASIDE: frozenset[State] = frozenset({"lapsed", "excused"})


@dataclass(frozen=True, slots=True)
class Obligation:
    """應更新期次 as materialised. `earliest`: the first day whose data meets it; `deadline`: the first one computed."""

    key: str
    dataset: str
    unit: str
    due: date
    deadline: date
    earliest: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """更新填報: the data was updated at `claimed_at` (a bare date as 00:00 Taipei); None takes the claim back."""

    recorded_at: datetime
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """What else happened to an obligation; `deadline` is the new one of "deadline_moved"."""

    recorded_at: datetime
    kind: EventKind
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state, the claim that decided it, and the deadline in force."""

    state: State
    deadline: date
    claim: Claim | None = None

    @property
    def recorded_late(self) -> bool:
        """Whether a met obligation was told of only after its deadline."""
        return self.claim is not None and taipei_day(self.claim.recorded_at) > self.deadline


def outcome(
    obligation: Obligation,
    claims: Iterable[Claim],
    events: Iterable[Event],
    as_of: datetime,
    *,
    at: datetime | None = None,
) -> Outcome:
    """The state at the moment `at` (default: as-of), by what was recorded at or before `as_of`.

    The last claim recorded holds: a correction supersedes. A group's resolution excuses whatever the state.
    """
    at = as_of if at is None else min(at, as_of)
    known = [event for event in events if event.recorded_at <= as_of]
    last = deadline_in_force(obligation.deadline, known)
    claim = standing_claim(claims, as_of)
    if claim and claim.claimed_at and taipei_day(claim.claimed_at) > taipei_day(at):
        claim = None
    return Outcome(_state(claim, {event.kind for event in known}, last, taipei_day(at)), last, claim)


def _state(claim: Claim | None, kinds: set[EventKind], deadline: date, today: date) -> State:
    if "lapsed" in kinds:
        return "lapsed"
    if "excused" in kinds:
        return "excused"
    if claim is not None and claim.claimed_at is not None:
        return "on_time" if taipei_day(claim.claimed_at) <= deadline else "late"
    return "overdue" if today > deadline else "pending"


def deadline_in_force(first: date, events: Iterable[Event]) -> date:
    """The first deadline, or the last one that a newer calendar edition gave (events in order of recording)."""
    moved = [e.deadline for e in sorted(events, key=lambda e: e.recorded_at) if e.deadline is not None]
    return moved[-1] if moved else first


def standing_claim(claims: Iterable[Claim], as_of: datetime) -> Claim | None:
    """The last claim recorded at or before as-of; None where there is none, or where it was taken back."""
    known = [claim for claim in claims if claim.recorded_at <= as_of]
    last = max(known, key=lambda claim: claim.recorded_at, default=None)
    return last if last is not None and last.claimed_at is not None else None


def may_move(old: date, new: date, recorded_on: date) -> bool:
    """A newer calendar edition moves a deadline only if recorded before both the old and the new one have run out."""
    return new != old and recorded_on <= min(old, new)


def check_claim(
    claimed_at: datetime, obligation: Obligation, *, now: datetime, others: Sequence[tuple[date, datetime]] = ()
) -> None:
    """Refuse a claim that cannot be, with the reason: `in_the_future`, `before_the_period`, `already_counted`.

    `others` are (due date, time) of the claims that met the dataset's other obligations. Days are compared by date,
    the order among claims by time: each meets one obligation, and later obligations are met later.
    """
    day = taipei_day(claimed_at)
    if day > taipei_day(now):
        raise Refusal("in_the_future", "%(day)s lies in the future: fill in when the data was updated.", {"day": day})
    if day < obligation.earliest:
        raise Refusal(
            "before_the_period",
            "%(day)s is too early for this period: data of %(earliest)s or later meets it.",
            {"day": day, "earliest": obligation.earliest},
        )
    previous = max((met for due, met in others if due < obligation.due), default=None)
    following = min((met for due, met in others if due > obligation.due), default=None)
    if previous is not None and claimed_at <= previous:
        raise _already_counted(day, "earlier")
    if following is not None and claimed_at >= following:
        raise _already_counted(day, "later")


def _already_counted(day: date, neighbour: Literal["earlier", "later"]) -> Refusal:
    message = {
        "earlier": "%(day)s is not after the update that met the period before: one update meets one period.",
        "later": "%(day)s is not before the update that met the next period: one update meets one period.",
    }
    return Refusal("already_counted", message[neighbour], {"day": day})
