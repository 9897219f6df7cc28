"""Obligations and messages under any sequence of what people and time do to them (Hypothesis).

After each step: both writings of the rules agree (the portal's, and the one in tests/recompute), and nothing that is
recorded later changes what was known at an earlier moment.
"""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from datasets.rules import obligations as updates
from datasets.rules.days import TAIPEI, taipei_day
from feedback import rules as replies
from tests.recompute import states

START = datetime(2026, 6, 25, 9, tzinfo=TAIPEI)
DUE, DEADLINE = date(2026, 6, 30), date(2026, 7, 6)
TICK = timedelta(microseconds=1)
UNITS = ("infra", "content", "legal")
KINDS = ("acknowledged", "replied", "transferred", "noted", "marked_spam", "unmarked_spam", "published")


class Life(RuleBasedStateMachine):
    """One obligation and one message, both recorded at the start."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.obligation = updates.Obligation("o", "d", "infra", DUE, DEADLINE, DUE, START)
        self.message = replies.Message("m", "infra", START, date(2026, 7, 2), START)
        self.claims: list[updates.Claim] = []
        self.events: list[updates.Event] = []
        self.said: list[replies.Event] = []
        self.known: dict[datetime, tuple[str, date, str, str]] = {}

    def recorded(self) -> datetime:
        self.now += TICK
        return self.now

    @rule(hours=st.integers(1, 96))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(days=st.integers(0, 20), hour=st.integers(0, 23))
    def claim(self, days: int, hour: int) -> None:
        claimed = datetime.combine(taipei_day(self.now) - timedelta(days=days), datetime.min.time(), TAIPEI)
        self.claims.append(updates.Claim(self.recorded(), min(claimed + timedelta(hours=hour), self.now)))

    @precondition(lambda self: self.claims)
    @rule()
    def take_back(self) -> None:
        self.claims.append(updates.Claim(self.recorded(), None))

    @rule(days=st.integers(-3, 9))
    def a_newer_calendar(self, days: int) -> None:
        """Moves the deadline where the rule lets it, and never one that has passed."""
        old = updates.deadline_in_force(DEADLINE, self.events)
        if updates.may_move(old, new := DEADLINE + timedelta(days=days), taipei_day(self.now)):
            assert taipei_day(self.now) <= min(old, new)
            self.events.append(updates.Event(self.recorded(), "deadline_moved", new))

    @rule(kind=st.sampled_from(["lapsed", "excused"]))
    def set_aside(self, kind: updates.EventKind) -> None:
        self.events.append(updates.Event(self.recorded(), kind))

    @rule(kind=st.sampled_from(KINDS), unit=st.sampled_from(UNITS), minutes=st.integers(0, 90))
    def handle(self, kind: Any, unit: str, minutes: int) -> None:
        at = self.recorded()
        released = at - timedelta(minutes=minutes) if kind == "replied" and minutes else None
        self.said.append(replies.Event(at, kind, unit if kind == "transferred" else "", None, released))

    def _told(self, as_of: datetime) -> tuple[str, date, str, str]:
        update = updates.outcome(self.obligation, self.claims, self.events, as_of)
        reply = replies.outcome(self.message, self.said, as_of)
        return update.state, update.deadline, reply.state, reply.unit

    @invariant()
    def the_past_stays(self) -> None:
        """Each moment ever looked at says what it said then, and the newest is remembered."""
        for moment, told in self.known.items():
            assert self._told(moment) == told
        self.known[self.now] = self._told(self.now)

    @invariant()
    def two_writings_agree(self) -> None:
        state, deadline, replied, unit = self._told(self.now)
        today = taipei_day(self.now)
        claims = [{"claimed_at": c.claimed_at.isoformat() if c.claimed_at else None} for c in self.claims]
        events: list[states.Row] = [_row(e) for e in self.events]
        again = states.obligation({"deadline": DEADLINE.isoformat()}, claims, events, today)
        assert again == ("aside" if state in updates.ASIDE else state)
        message = {"deadline": self.message.deadline.isoformat(), "unit_id": self.message.unit}
        said = [_row(e) | {"unit_id": e.unit, "released_at": _text(e.released_at)} for e in self.said]
        assert states.message(message, said, today) == replied
        assert states.holder(message, said) == unit
        assert deadline >= DUE

    @invariant()
    def only_what_counts_counts(self) -> None:
        """An acknowledgement, a note or a transfer is no answer; without a claim nothing is met."""
        state, _deadline, replied, _unit = self._told(self.now)
        assert replied not in {"on_time", "late"} or any(e.kind == "replied" for e in self.said)
        assert state not in updates.MET or (self.claims and self.claims[-1].claimed_at is not None)
        assert not (state == "pending" and taipei_day(self.now) > updates.deadline_in_force(DEADLINE, self.events))


def _row(event: updates.Event | replies.Event) -> states.Row:
    return {"kind": event.kind, "deadline": _text(event.deadline), "recorded_at": event.recorded_at}


def _text(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
