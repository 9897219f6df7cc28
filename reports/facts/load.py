"""The one reading, and the figures computed from it without another query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quality.rules import LIMITS, LinkLimits
from reports.facts.checks import Checks, checks
from reports.facts.inventory import Inventory, inventory
from reports.facts.replies import message_facts
from reports.facts.reviews import item_facts
from reports.facts.units import targets, unit_tree
from reports.facts.updates import obligation_facts, with_evidence
from reports.kpis import open_ratio, quality_pass, reviews_done, timely_replies, timely_updates
from reports.kpis.figure import Figure
from reports.kpis.quality_pass import DatasetFacts
from reports.kpis.quarters import ReportPeriod
from reports.kpis.reviews_done import ItemFacts
from reports.kpis.targets import Target, target_in_force
from reports.kpis.timely_replies import MessageFacts
from reports.kpis.timely_updates import ObligationFacts
from reports.kpis.units import UnitTree

KPIS = (open_ratio.CODE, timely_updates.CODE, timely_replies.CODE, quality_pass.CODE, reviews_done.CODE)
"""In the strategy's order."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was recorded by as-of. Evidence is judged for the period that `load` was asked for."""

    as_of: datetime
    updates: Sequence[ObligationFacts]
    messages: Sequence[MessageFacts]
    inventory: Inventory
    checks: Checks
    items: Sequence[ItemFacts]
    targets: Sequence[Target]
    units: UnitTree
    limits: LinkLimits = LIMITS

    def figure(self, kpi: str, period: ReportPeriod) -> Figure:
        """One KPI of the whole agency."""
        target = target_in_force(self.targets, kpi, period.end, self.as_of)
        match kpi:
            case open_ratio.CODE:
                sources = self.inventory.sources(period, self.as_of)
                systems = self.inventory.systems_at(period.moment(self.as_of))
                return open_ratio.open_ratio(systems, sources, period, self.as_of, target)
            case timely_updates.CODE:
                return timely_updates.timely_updates(self.updates, period, self.as_of, target)
            case timely_replies.CODE:
                return timely_replies.timely_replies(self.messages, period, self.as_of, target)
            case quality_pass.CODE:
                return quality_pass.quality_pass(self.open_datasets(period), period, self.as_of, target, self.limits)
            case reviews_done.CODE:
                return reviews_done.reviews_done(self.items, period, self.as_of, target)
        raise KeyError(kpi)

    def figures(self, period: ReportPeriod) -> list[Figure]:
        return [self.figure(kpi, period) for kpi in KPIS]

    def open_datasets(self, period: ReportPeriod) -> list[DatasetFacts]:
        """The datasets open at the period's end or at as-of, with their checks and obligations."""
        at = period.moment(self.as_of)
        owed: dict[str, list[ObligationFacts]] = {}
        for fact in self.updates:
            owed.setdefault(fact.obligation.dataset, []).append(fact)
        return [
            DatasetFacts(item.key, item.owner(at), self.checks.of(item.key, at), tuple(owed.get(item.key, ())))
            for item in self.inventory.open_at(self.as_of, at)
        ]


def load(as_of: datetime, evidence_for: ReportPeriod | None = None, limits: LinkLimits = LIMITS) -> Facts:
    """Read all facts recorded by as-of. The number of queries does not depend on how many there are."""
    updates = obligation_facts(as_of)
    held = inventory(as_of)
    return Facts(
        as_of,
        with_evidence(updates, evidence_for, as_of) if evidence_for else updates,
        message_facts(as_of),
        held,
        checks(as_of),
        item_facts(as_of, held),
        targets(as_of),
        unit_tree(as_of),
        limits,
    )
