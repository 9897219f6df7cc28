"""意見回復率 (the strategy, 伍六): messages received in the period that were answered within the limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from datasets.rules.days import taipei_day
from feedback.rules import KNOWN, Event, Message, outcome
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import ReportPeriod

CODE = "timely_replies"


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message with all that was recorded about it."""

    message: Message
    events: tuple[Event, ...] = ()


def timely_replies(facts: Iterable[MessageFacts], period: ReportPeriod, as_of: datetime, target: Fraction) -> Figure:
    """Answered by the deadline / (answered or deadline passed), of the messages received in the period (Taipei).

    Spam stands aside from when it was marked. A message counts for the unit that held it at its deadline.
    """
    days = period.days
    rows = [
        row_of(fact, as_of)
        for fact in facts
        if taipei_day(fact.message.received_at) in days and fact.message.recorded_at <= as_of
    ]
    return Figure(
        CODE, period, as_of, target,
        numerator_rows=tuple(r for r in rows if r.state == "on_time"),
        denominator_rows=tuple(r for r in rows if r.state in KNOWN),
        pending_rows=tuple(r for r in rows if r.state == "pending"),
        aside_rows=tuple(r for r in rows if r.state == "spam"),
    )  # fmt: skip


def row_of(fact: MessageFacts, as_of: datetime) -> Row:
    """One message's row, as of a moment at which it was recorded."""
    result, own = outcome(fact.message, fact.events, as_of), fact.message
    return Row(own.key, result.unit, result.state, own.dataset, taipei_day(own.received_at), result.deadline)
