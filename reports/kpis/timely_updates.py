"""更新及時率 (the strategy, 伍五): obligations due in the period that were met on time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from datasets.rules.evidence import Evidence
from datasets.rules.obligations import ASIDE, KNOWN, MET, Claim, Event, Obligation, Outcome, outcome
from reports.kpis.figure import Beside, Figure, Row
from reports.kpis.quarters import ReportPeriod

CODE = "timely_updates"
BESIDES = (Beside("supported", "supported", "met"), Beside("recorded_late", "recorded_late", "met"))
"""Shares of the met obligations: claims that evidence supports, and claims recorded after the deadline."""


@dataclass(frozen=True, slots=True)
class ObligationFacts:
    """An obligation with all that was recorded about it. `evidence` is that of its claim, judged at as-of."""

    obligation: Obligation
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    evidence: Evidence = "unverified"

    def outcome(self, as_of: datetime, at: datetime | None = None) -> Outcome:
        return outcome(self.obligation, self.claims, self.events, as_of, at=at)


def timely_updates(facts: Iterable[ObligationFacts], period: ReportPeriod, as_of: datetime, target: Fraction) -> Figure:
    """On time / (met or deadline passed), of the obligations due in the period; the rest are pending.

    Excused and lapsed ones stand aside. Each counts for the unit that owned the dataset when its period began.
    """
    days = period.days
    rows = [_row(f, as_of) for f in facts if f.obligation.due in days and f.obligation.recorded_at <= as_of]
    return Figure(
        CODE, period, as_of, target,
        numerator_rows=tuple(r for r in rows if r.state == "on_time"),
        denominator_rows=tuple(r for r in rows if r.state in KNOWN),
        pending_rows=tuple(r for r in rows if r.state == "pending"),
        aside_rows=tuple(r for r in rows if r.state in ASIDE),
        besides=BESIDES,
    )  # fmt: skip


def _row(fact: ObligationFacts, as_of: datetime) -> Row:
    result, own = fact.outcome(as_of), fact.obligation
    return Row(own.key, own.unit, result.state, own.dataset, own.due, result.deadline, _flags(result, fact.evidence))


def _flags(result: Outcome, evidence: Evidence) -> frozenset[str]:
    if result.state not in MET:
        return frozenset()
    return frozenset({"met", evidence} | ({"recorded_late"} if result.recorded_late else set()))
