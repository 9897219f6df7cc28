"""Datasets with their decisions, lives and owners, and the systems that they come from (seven queries)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from sys import intern
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from datasets.models import (
    Dataset,
    LifecycleChange,
    OpennessDecision,
    OwnershipChange,
    SystemAssessment,
    SystemDataset,
    SystemOwner,
)
from datasets.models.keys import KeyText
from datasets.models.ledger import FactQuerySet
from datasets.rules.openness import Decision, LifeChange, Standing, standing
from reports.facts.grouping import gathered
from reports.kpis.open_ratio import SourceFacts, SystemFacts
from reports.kpis.quarters import ReportPeriod

Owned = tuple[datetime, str]
"""From a moment on, whose: the key of a unit."""


def owner_at(owners: Sequence[Owned], at: datetime, otherwise: str) -> str:
    """The unit at a moment; before the first record, the first one known."""
    before = [unit for recorded_at, unit in owners if recorded_at <= at]
    first = [unit for _, unit in owners[:1]]
    return [otherwise, *first, *before][-1]


@dataclass(frozen=True, slots=True)
class Item:
    """One dataset's past as known at a moment. `owners` in order of recording; `first_unit` where there is none."""

    key: str
    first_unit: str
    decisions: Sequence[Decision] = ()
    changes: Sequence[LifeChange] = ()
    owners: Sequence[Owned] = ()

    def standing(self, as_of: datetime, at: datetime) -> Standing:
        return standing(self.decisions, self.changes, as_of, at=at)

    def owner(self, at: datetime) -> str:
        return owner_at(self.owners, at, self.first_unit)


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that the inventory held by as-of. `links`: by dataset its systems, in the order of linking."""

    items: Mapping[str, Item] = field(default_factory=dict)
    systems: Sequence[SystemFacts] = ()
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)
    system_owners: Mapping[str, Sequence[Owned]] = field(default_factory=dict)

    def systems_at(self, at: datetime) -> list[SystemFacts]:
        """The systems with their units of a moment: a merged unit keeps the past that was its own."""
        owned = ((one, owner_at(self.system_owners.get(one.key, ()), at, one.unit)) for one in self.systems)
        return [one if unit == one.unit else replace(one, unit=unit) for one, unit in owned]

    def open_at(self, as_of: datetime, at: datetime) -> list[Item]:
        return [item for item in self.items.values() if item.standing(as_of, at).is_open]

    def sources(self, period: ReportPeriod, as_of: datetime, of: AbstractSet[str] | None = None) -> list[SourceFacts]:
        """The datasets of systems (of some alone), as they stood at the period's end or at as-of."""
        at = period.moment(as_of)
        linked = {key: own for key, own in self.links.items() if of is None or not of.isdisjoint(own)}
        found = ((key, systems, self.items[key].standing(as_of, at)) for key, systems in linked.items())
        return [SourceFacts(key, tuple(systems), own.is_open, own.verdict) for key, systems, own in found]


def inventory(as_of: datetime) -> Inventory:
    return Inventory(
        items(as_of),
        _systems(as_of),
        _links(as_of),
        _system_owners(as_of),
    )


def register(as_of: datetime, years: Collection[int]) -> Inventory:
    """All systems, and of the datasets those that were ever linked to one introduced in these years; whose they were
    bears on no figure of theirs, and is left out."""
    systems = _systems(as_of)
    new = [one.key for one in systems if one.introduced_on.year in years]
    linked = SystemDataset.objects.known_at(as_of).filter(system__in=new).values("dataset")
    return Inventory(items(as_of, linked, owned=False), systems, _links(as_of, linked), _system_owners(as_of))


def items(
    as_of: datetime | None, datasets: Collection[UUID] | QuerySet[Any, Any] | None = None, *, owned: bool = True
) -> dict[str, Item]:
    """By key what was recorded of each dataset, or of some alone, and whose it was; four queries."""

    def known(facts: FactQuerySet) -> FactQuerySet:
        recorded = facts.known_at(as_of)
        return recorded if datasets is None else recorded.filter(dataset__in=datasets)

    def told(facts: FactQuerySet, *columns: Any) -> Iterator[Sequence[Any]]:
        return known(facts).values_list(KeyText("dataset_id"), "recorded_at", *columns).iterator()

    decisions = gathered(told(OpennessDecision.objects.all(), "decision"), Decision)
    changes = gathered(told(LifecycleChange.objects.all(), "state", "effective_on"), LifeChange)
    owners = gathered(told(OwnershipChange.objects.all(), KeyText("unit_id")), _owned_since) if owned else {}
    there = Dataset.objects.all() if datasets is None else Dataset.objects.filter(pk__in=datasets)
    rows = there.order_by("identifier").values_list(KeyText("pk"), KeyText("unit_id")).iterator()
    return {
        key: Item(key, intern(unit), decisions.get(key, ()), changes.get(key, ()), owners.get(key, ()))
        for key, unit in ((intern(key), unit) for key, unit in rows)
    }


def owners(as_of: datetime, datasets: Collection[str] | QuerySet[Any, Any]) -> dict[str, Item]:
    """The same of some datasets, their owners alone; two queries."""
    known = OwnershipChange.objects.known_at(as_of).filter(dataset__in=datasets)
    told = known.values_list(KeyText("dataset_id"), "recorded_at", KeyText("unit_id"))
    owned = gathered(told, _owned_since)
    rows = Dataset.objects.filter(pk__in=datasets).values_list(KeyText("pk"), KeyText("unit_id"))
    return {key: Item(key, unit, owners=owned.get(key, ())) for key, unit in rows}


def _owned_since(recorded_at: datetime, unit: str) -> Owned:
    return recorded_at, intern(unit)


def _system_owners(as_of: datetime) -> Mapping[str, Sequence[Owned]]:
    known = SystemOwner.objects.known_at(as_of)
    return gathered(known.values_list(KeyText("system_id"), "recorded_at", KeyText("unit_id")), _owned_since)


def _systems(as_of: datetime) -> list[SystemFacts]:
    """The last assessment of each system, with the unit of its present row."""
    rows = SystemAssessment.objects.known_at(as_of).order_by("position")
    told = rows.values_list(KeyText("system_id"), KeyText("system__unit_id"), "introduced_on", "publishable")
    return list({key: SystemFacts(key, *own) for key, *own in told}.values())


def linked_to(systems: Collection[UUID], as_of: datetime) -> dict[str, list[str]]:
    """By dataset that ever was linked to one of these systems, all the systems it is linked to."""
    return _links(as_of, SystemDataset.objects.known_at(as_of).filter(system__in=systems).values("dataset"))


def _links(as_of: datetime, datasets: QuerySet[Any, Any] | None = None) -> dict[str, list[str]]:
    """By dataset (of some alone) the systems it is linked to; a link taken back is gone."""
    rows, found = SystemDataset.objects.known_at(as_of), dict[str, dict[str, bool]]()
    known = (rows if datasets is None else rows.filter(dataset__in=datasets)).order_by("position")
    for dataset, system, linked in known.values_list(KeyText("dataset_id"), KeyText("system_id"), "linked"):
        found.setdefault(dataset, {})[system] = linked
    return {dataset: [key for key, linked in own.items() if linked] for dataset, own in found.items()}
