"""更新及時率 (the strategy, 伍五): obligations due in the period that were met on time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from datasets.rules.evidence import BEFORE, WITHIN, Evidence, Sighting, evidence
from datasets.rules.obligations import ASIDE, KNOWN, MET, Claim, Event, Obligation, Outcome, outcome, standing_claim
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import ReportPeriod
from reports.kpis.tally import Beside

CODE = "timely_updates"
BESIDES = (Beside("supported", "supported", "met"), Beside("recorded_late", "recorded_late", "met"))
"""Shares of the met obligations: claims that evidence supports, and claims recorded after the deadline."""


LOOK_BEFORE = BEFORE + timedelta(days=1)
LOOK_AFTER = timedelta(days=14)
"""How far around a claim checks are read: a week before its day; the next full one comes within 7 (quality.md)."""

Sightings = Sequence[Sequence[Sighting]]
"""What checks saw of each distribution of a dataset."""


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
    rows = [row_of(f, as_of) for f in facts if f.obligation.due in days and f.obligation.recorded_at <= as_of]
    return Figure(
        CODE, period, as_of, target,
        numerator_rows=tuple(r for r in rows if r.state == "on_time"),
        denominator_rows=tuple(r for r in rows if r.state in KNOWN),
        pending_rows=tuple(r for r in rows if r.state == "pending"),
        aside_rows=tuple(r for r in rows if r.state in ASIDE),
        besides=BESIDES,
    )  # fmt: skip


def judged(
    fact: ObligationFacts, previous: datetime | None, seen: Sightings, as_of: datetime, within: timedelta = WITHIN
) -> ObligationFacts:
    """The same with the evidence of its claim, by what checks around that claim had seen by as-of.

    `previous`: when the dataset's obligation before it was met. A distribution not looked at then says nothing.
    """
    claim = standing_claim(fact.claims, as_of)
    if claim is None or claim.claimed_at is None:
        return fact
    first, last = claim.claimed_at - LOOK_BEFORE, min(claim.claimed_at + LOOK_AFTER, as_of)
    around = [[one for one in own if first <= one.at <= last] for own in seen]
    found = evidence(claim.claimed_at, previous, [own for own in around if own], as_of, within)
    return replace(fact, evidence=found)


def last_met(before: Sequence[ObligationFacts], as_of: datetime) -> datetime | None:
    """When the last of the dataset's earlier obligations that was met was met; `before` in order of due date."""
    for fact in reversed(before):
        if fact.obligation.recorded_at <= as_of:
            claim = standing_claim(fact.claims, as_of)
            if claim and claim.claimed_at:
                return claim.claimed_at
    return None


def row_of(fact: ObligationFacts, as_of: datetime) -> Row:
    """One obligation's row, as of a moment at which it was recorded."""
    result, own = fact.outcome(as_of), fact.obligation
    return Row(own.key, own.unit, result.state, own.dataset, own.due, result.deadline, _flags(result, fact.evidence))


def _flags(result: Outcome, evidence: Evidence) -> frozenset[str]:
    if result.state not in MET:
        return frozenset()
    return frozenset({"met", evidence} | ({"recorded_late"} if result.recorded_late else set()))
