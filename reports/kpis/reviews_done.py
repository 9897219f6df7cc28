"""季檢討完成率 (the strategy, 伍七): review items of the quarter with a recorded decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from datasets.rules.days import taipei_day
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import ReportPeriod

CODE = "reviews_done"
DAYS_AFTER_MEETING = 30


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A review item, fixed by the quarter's packet, and when decisions about it were recorded.

    `due_on` None: the packet's meeting was not held yet.
    """

    key: str
    unit: str
    dataset: str
    quarter: str
    recorded_at: datetime
    decided_at: tuple[datetime, ...] = ()
    due_on: date | None = None


def decision_due(meeting_on: date) -> date:
    """Decisions are due 30 days after the packet's meeting."""
    return meeting_on + timedelta(days=DAYS_AFTER_MEETING)


def reviews_done(facts: Iterable[ItemFacts], period: ReportPeriod, as_of: datetime, target: Fraction) -> Figure:
    """Decided / items, of the quarters inside the period. A month has no items: reviews are quarterly."""
    quarters = {quarter.code for quarter in period.quarters()}
    rows = tuple(_row(fact, as_of) for fact in facts if fact.quarter in quarters and fact.recorded_at <= as_of)
    decided = tuple(row for row in rows if row.state in {"decided", "decided_late"})
    waiting = any(row.state == "awaiting" and row.deadline is None for row in rows)
    return Figure(CODE, period, as_of, target, decided, rows, open_ended=waiting)


def _row(fact: ItemFacts, as_of: datetime) -> Row:
    first = min((moment for moment in fact.decided_at if moment <= as_of), default=None)
    return Row(fact.key, fact.unit, _state(first, fact.due_on, taipei_day(as_of)), fact.dataset, deadline=fact.due_on)


def _state(decided_at: datetime | None, due_on: date | None, today: date) -> str:
    if decided_at is not None:
        return "decided_late" if due_on and taipei_day(decided_at) > due_on else "decided"
    return "overdue" if due_on and today > due_on else "awaiting"
