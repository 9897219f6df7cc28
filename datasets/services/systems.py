"""The register of information systems: what runs, whether its data can be published, and which datasets it gave."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import (
    Dataset,
    Fact,
    InformationSystem,
    SystemAssessment,
    SystemChange,
    SystemDataset,
    SystemOwner,
    Unit,
    User,
)
from datasets.rules.refusal import Refusal


@transaction.atomic
def assess(
    system: InformationSystem, *, introduced_on: date, publishable: bool, reason: str, by: User
) -> SystemAssessment | None:
    """Record whether the system's data can be published, and why not. None where that is known already."""
    if not publishable and not reason.strip():
        raise Refusal("reason", gettext_noop("Write why nothing of this system can be published."))
    ledger.lock()
    last = system.assessments.order_by("-position").first()
    told = (introduced_on, publishable, reason.strip())
    if last and (last.introduced_on, last.publishable, last.reason) == told:
        return None
    fact = SystemAssessment(system=system, introduced_on=introduced_on, publishable=publishable, reason=reason.strip())
    InformationSystem.objects.filter(pk=system.pk).update(introduced_on=introduced_on)
    return ledger.record([fact], by=by)[0]


@transaction.atomic
def save_system(system: InformationSystem, *, by: User) -> InformationSystem:
    """Write a new or edited system; whose it is from now on is a fact, and so is another name."""
    ledger.lock()
    last = system.owners.order_by("-position").first()
    before = InformationSystem.objects.filter(pk=system.pk).first()
    system.save()
    facts: list[Fact] = []
    if before and (told := _renamed(before, system)):
        facts.append(SystemChange(system=system, changes=told))
    if last is None or last.unit_id != system.unit_id:
        facts.append(SystemOwner(system=system, unit=system.unit))
    ledger.record(facts, by=by)
    return system


def _renamed(before: InformationSystem, after: InformationSystem) -> dict[str, list[str]]:
    pairs = {name: [getattr(before, name), getattr(after, name)] for name in ("name", "name_en")}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@transaction.atomic
def move_systems(systems: Iterable[InformationSystem], unit: Unit, *, by: User) -> None:
    """Give systems to another unit from now on."""
    for system in systems:
        system.unit = unit
        save_system(system, by=by)


@transaction.atomic
def link_datasets(system: InformationSystem, datasets: Iterable[Dataset], *, by: User) -> int:
    """Let the system's datasets be just these: new links are recorded, others taken back by a fact. How many facts."""
    ledger.lock()
    wanted = {dataset.pk for dataset in datasets}
    present = linked(system)
    facts: list[Fact] = [SystemDataset(system=system, dataset_id=pk) for pk in sorted(wanted - present, key=str)]
    facts += [SystemDataset(system=system, dataset_id=pk, linked=False) for pk in sorted(present - wanted, key=str)]
    ledger.record(facts, by=by)
    return len(facts)


def linked(system: InformationSystem, as_of: datetime | None = None) -> set[UUID]:
    """The keys of the datasets that come from the system, now or at a moment: of each the newest fact counts."""
    known = SystemDataset.objects.known_at(as_of).filter(system=system).order_by("position")
    newest = dict(known.values_list("dataset_id", "linked"))
    return {pk for pk, is_linked in newest.items() if is_linked}
