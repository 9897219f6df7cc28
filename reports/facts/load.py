"""The one reading: each figure reads the facts that it is made of, once, and is computed from them by a pure rule."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from quality.rules import LIMITS, LinkLimits
from reports.facts.checks import Checks, checks
from reports.facts.inventory import Inventory, inventory, register
from reports.facts.recall import KINDS, last_facts, recall, remember
from reports.facts.replies import message_facts, messages_received
from reports.facts.reviews import item_facts, undecided_items
from reports.facts.units import targets, unit_tree
from reports.facts.updates import by_period, due_between, overdue_candidates, with_evidence
from reports.kept.asking import KEPT, Kept, kept
from reports.kpis import open_ratio, quality_pass, reviews_done, timely_replies, timely_updates
from reports.kpis.figure import Figure
from reports.kpis.quality_pass import DatasetFacts
from reports.kpis.quarters import ReportPeriod
from reports.kpis.ratio import Ratio
from reports.kpis.reviews_done import ItemFacts
from reports.kpis.tally import Count, Tally, together
from reports.kpis.targets import Target, target_in_force
from reports.kpis.timely_replies import MessageFacts
from reports.kpis.timely_updates import ObligationFacts
from reports.kpis.units import UnitTree

T = TypeVar("T")
KPIS = (open_ratio.CODE, timely_updates.CODE, timely_replies.CODE, quality_pass.CODE, reviews_done.CODE)
"""In the strategy's order."""


@dataclass
class Facts:
    """What was recorded by as-of, read when it is asked for and then kept.

    A figure of obligations or messages reads those of its period alone, so its cost is that of what it shows. The
    number of queries a figure takes depends on its KPI, never on how many units or rows there are. `evidence_for`:
    the period whose claims are compared with the checks.
    """

    as_of: datetime
    evidence_for: ReportPeriod | None = None
    limits: LinkLimits = LIMITS
    _figures: dict[tuple[str, ReportPeriod], Figure] = field(default_factory=dict)
    _tallies: dict[tuple[str, ReportPeriod], Tally] = field(default_factory=dict)
    together: dict[tuple[str, frozenset[str] | None], dict[ReportPeriod, Tally]] = field(default_factory=dict)
    """By KPI and units, what was counted of them together (reports/facts/counts.py)."""
    apart: dict[tuple[str, frozenset[str] | None], dict[ReportPeriod, Tally]] = field(default_factory=dict)
    """The same of each of them."""
    _fresh: set[tuple[str, ReportPeriod]] = field(default_factory=set)
    """What was counted by the rules and is not known to others yet."""
    _counted: dict[tuple[str, ReportPeriod], Tally] = field(default_factory=dict)
    _due: dict[ReportPeriod, list[ObligationFacts]] = field(default_factory=dict)
    _items: dict[str, list[ItemFacts]] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)
    _years: set[int] = field(default_factory=set)
    _register: Inventory = field(default_factory=Inventory)
    _owed_since: datetime | None = None
    _candidates: Mapping[str, Sequence[ObligationFacts]] = field(default_factory=dict)

    def figure(self, kpi: str, period: ReportPeriod) -> Figure:
        """One KPI of the whole agency. KeyError for a code that is none."""
        if (kpi, period) not in self._figures:
            self._figures[kpi, period] = self._computed(kpi, period)
        return self._figures[kpi, period]

    def tally(self, kpi: str, period: ReportPeriod) -> Tally:
        """The numbers of a figure, for who shows no row of it."""
        return self.trend(kpi, [period])[0]

    def tallies(self, period: ReportPeriod) -> list[Tally]:
        """All five."""
        return [self.tally(kpi, period) for kpi in KPIS]

    def figures(self, period: ReportPeriod) -> list[Figure]:
        return [self.figure(kpi, period) for kpi in KPIS]

    def _computed(self, kpi: str, period: ReportPeriod) -> Figure:
        target = target_in_force(self.targets, kpi, period.end, self.as_of)
        match kpi:
            case open_ratio.CODE:
                held = self.register({period.year})
                systems = held.systems_at(period.moment(self.as_of))
                new = {one.key for one in systems if one.introduced_on.year == period.year}
                return open_ratio.open_ratio(systems, held.sources(period, self.as_of, new), period, self.as_of, target)
            case timely_updates.CODE:
                return timely_updates.timely_updates(self.updates(period), period, self.as_of, target)
            case timely_replies.CODE:
                received = messages_received(period, self.as_of)
                return timely_replies.timely_replies(received, period, self.as_of, target)
            case quality_pass.CODE:
                return quality_pass.quality_pass(self.open_datasets(period), period, self.as_of, target, self.limits)
            case reviews_done.CODE:
                return reviews_done.reviews_done(self._items_of([period]), period, self.as_of, target)
        raise KeyError(kpi)

    def trend(self, kpi: str, periods: Sequence[ReportPeriod]) -> list[Tally]:
        """The numbers of one KPI in several periods, the oldest first: what they share is read once."""
        told = self._told_apart(kpi, periods)
        for tally in told:
            if (kpi, tally.period) in self._fresh:
                self._fresh.discard((kpi, tally.period))
                remember(f"{kpi}-{tally.period.code}", self._last_facts(kpi), self.as_of, tally)
        return told

    def sums(self, kpi: str, periods: Sequence[ReportPeriod]) -> list[Tally]:
        """The same of all units together, which are not told apart any more: a long trend has no use for them."""
        if kpi not in KINDS:
            return [tally.together() for tally in self.trend(kpi, periods)]
        what, facts = f"{kpi}-together", self._last_facts(kpi)
        known: dict[ReportPeriod, Tally] = recall(what, facts, self.as_of) or {}
        if new := [period for period in periods if period not in known]:
            known |= {tally.period: tally.together() for tally in self._told_apart(kpi, new)}
            remember(what, facts, self.as_of, known)
        return [self._as_now(known[period]) for period in periods]

    def _told_apart(self, kpi: str, periods: Sequence[ReportPeriod]) -> list[Tally]:
        new = [period for period in periods if (kpi, period) not in self._tallies]
        for period in new:
            if self.kept and self.reaches(kpi, period):
                self._tallies[kpi, period] = self.told(kpi, period, self.kept.counts(kpi, period))
            elif kpi in KINDS and (found := recall(f"{kpi}-{period.code}", self._last_facts(kpi), self.as_of)):
                self._tallies[kpi, period] = self._as_now(found)
        from_rules = [period for period in new if (kpi, period) not in self._tallies]
        self._read_together(kpi, from_rules)
        for period in from_rules:
            self._tallies[kpi, period] = self.figure(kpi, period).tally()
            if kpi in KINDS:
                self._fresh.add((kpi, period))
        return [self._tallies[kpi, period] for period in periods]

    def _as_now(self, recalled: Tally) -> Tally:
        """What was counted of the same facts."""
        return replace(recalled, as_of=self.as_of, target=self._target(recalled.kpi, recalled.period))

    def _last_facts(self, kpi: str) -> str:
        if kpi not in self._known:
            self._known[kpi] = last_facts(kpi, self.as_of)
        return self._known[kpi]

    def reaches(self, kpi: str, period: ReportPeriod) -> bool:
        """Whether its rows are kept."""
        return self.kept is not None and self.kept.covers(kpi, period)

    def told(self, kpi: str, period: ReportPeriod, by_unit: Mapping[str, Count]) -> Tally:
        """What was counted elsewhere, with the target in force."""
        target = target_in_force(self.targets, kpi, period.end, self.as_of)
        return Tally(kpi, period, self.as_of, target, by_unit, KEPT.get(kpi, ()))

    def scope(self, unit: UUID | None) -> frozenset[str] | None:
        """The unit with those below it; None for the whole agency."""
        return None if unit is None else self.units.with_descendants(str(unit))

    def _read_together(self, kpi: str, periods: Sequence[ReportPeriod]) -> None:
        """What figures of several periods share, so that each is not read alone."""
        unread = [period for period in periods if period not in self._due]
        if unread and kpi == timely_updates.CODE:
            self._due |= by_period(due_between(unread[0].start, unread[-1].end, self.as_of), unread)
        if periods and kpi == quality_pass.CODE:
            self._owed(periods[0].moment(self.as_of))
        if periods and kpi == open_ratio.CODE:
            self.register({period.year for period in periods})
        if periods and kpi == reviews_done.CODE:
            self._items_of(periods)

    def register(self, years: AbstractSet[int]) -> Inventory:
        """The systems, and the datasets of those introduced in these years; what was read for more serves too."""
        if not self.kept:
            return self.inventory  # the rules read it anyway
        if not years <= self._years:
            self._years |= years
            self._register = register(self.as_of, self._years)
        return self._register

    def _items_of(self, periods: Sequence[ReportPeriod]) -> list[ItemFacts]:
        """The review items of the quarters that lie in these periods."""
        quarters = list(dict.fromkeys(quarter.code for period in periods for quarter in period.quarters()))
        if unread := [code for code in quarters if code not in self._items]:
            self._items |= {code: [] for code in unread}
            for item in item_facts(self.as_of, Q(quarter__in=unread)) if self.kept else self.items:
                if item.quarter in unread:
                    self._items[item.quarter].append(item)
        return [item for code in quarters for item in self._items[code]]

    def counted(self, kpi: str, period: ReportPeriod) -> Tally:
        """The numbers of a figure by the rules, for who shows no row of it: none is kept, whatever the inventory."""
        if (kpi, period) not in self._counted:
            self._counted[kpi, period] = self._count(kpi, period)
        return self._counted[kpi, period]

    def _count(self, kpi: str, period: ReportPeriod) -> Tally:
        told = [one for (code, of), one in self._figures.items() if code == kpi and of.start <= period.start]
        whole = next((one for one in told if period.end <= one.period.end), None)
        if whole is not None and (whole.period == period or kpi == timely_updates.CODE):
            return replace(whole.within(period), target=self._target(kpi, period)).tally()
        if kpi != timely_updates.CODE:
            return self._computed(kpi, period).tally()
        if period.kind == "month":
            due = due_between(period.start, period.end, self.as_of)
            return timely_updates.timely_updates(due, period, self.as_of, self._target(kpi, period)).tally()
        return self.told(kpi, period, together([self.counted(kpi, month).by_unit for month in period.months()]))

    def _target(self, kpi: str, period: ReportPeriod) -> Fraction:
        return target_in_force(self.targets, kpi, period.end, self.as_of)

    def read_together(self, periods: Sequence[ReportPeriod]) -> None:
        """Read once what is due in several periods, of whatever length: a year, its quarters, their months."""
        if unread := [period for period in periods if period not in self._due]:
            first, last = min(period.start for period in unread), max(period.end for period in unread)
            facts = due_between(first, last, self.as_of)
            days = [fact.obligation.due for fact in facts]
            for period in unread:
                self._due[period] = facts[bisect_left(days, period.start) : bisect_right(days, period.end)]

    def read_owed_since(self, period: ReportPeriod) -> None:
        """Read once what may be overdue at this period's end and at every later moment."""
        self._owed(period.moment(self.as_of))

    def ratio(self, kpi: str, period: ReportPeriod) -> Ratio:
        """The ratio alone, for who asks once: the rows of a figure that was not asked for are not kept."""
        told = self._figures.get((kpi, period)) or self._computed(kpi, period)
        return told.ratio

    def updates(self, period: ReportPeriod) -> list[ObligationFacts]:
        """The obligations due in the period, in order of due date."""
        if period not in self._due:
            self._due[period] = due_between(period.start, period.end, self.as_of)
        due = self._due[period]
        return with_evidence(due, period, self.as_of) if period == self.evidence_for else due

    def open_datasets(self, period: ReportPeriod) -> list[DatasetFacts]:
        """The datasets open at the period's end or at as-of, with their checks and what they may owe then."""
        at = period.moment(self.as_of)
        owed = self._owed(at)
        return [
            DatasetFacts(item.key, item.owner(at), self.checks.of(item.key, at), tuple(owed.get(item.key, ())))
            for item in self.inventory.open_at(self.as_of, at)
        ]

    def _owed(self, at: datetime) -> Mapping[str, Sequence[ObligationFacts]]:
        """By dataset what may be overdue at a moment; what was read for an earlier one holds it too."""
        if self._owed_since is None or at < self._owed_since:
            found: defaultdict[str, list[ObligationFacts]] = defaultdict(list)
            for fact in overdue_candidates(self.as_of, at):
                found[fact.obligation.dataset].append(fact)
            self._owed_since, self._candidates = at, found
        return self._candidates

    def once(self, question: str, units: AbstractSet[str] | None, read: Callable[[], T]) -> T:
        """What is read for all who ask as of this moment, where the kept rows reach it."""
        return self.kept.once(question, units, read) if self.kept else read()

    @cached_property
    def kept(self) -> Kept | None:
        """The kept rows, where they reach as-of; they are of the default limits."""
        return kept(self.as_of) if self.limits == LIMITS else None

    @cached_property
    def inventory(self) -> Inventory:
        return inventory(self.as_of)

    @cached_property
    def checks(self) -> Checks:
        return checks(self.as_of)

    @cached_property
    def messages(self) -> Sequence[MessageFacts]:
        """Every message recorded by as-of."""
        return message_facts(self.as_of)

    @cached_property
    def items(self) -> Sequence[ItemFacts]:
        """The review items of every quarter."""
        return item_facts(self.as_of, Q(), self.inventory.items)

    @cached_property
    def undecided(self) -> Sequence[ItemFacts]:
        """Those that wait for a decision."""
        if not self.kept:
            return [item for item in self.items if not item.decided_at]
        facts = self._last_facts(reviews_done.CODE)
        found: Sequence[ItemFacts] | None = recall("undecided", facts, self.as_of)
        if found is None:
            remember("undecided", facts, self.as_of, found := undecided_items(self.as_of))
        return found

    @cached_property
    def targets(self) -> Sequence[Target]:
        return targets(self.as_of)

    @cached_property
    def units(self) -> UnitTree:
        return unit_tree(self.as_of)


def load(as_of: datetime, evidence_for: ReportPeriod | None = None, limits: LinkLimits = LIMITS) -> Facts:
    """The facts recorded by as-of; nothing is read before it is asked for."""
    return Facts(as_of, evidence_for, limits)
