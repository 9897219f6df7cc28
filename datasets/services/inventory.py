"""Change the inventory by hand: add, edit, move, list files. Each change is a fact beside the row."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from datasets import ledger
from datasets.models import (
    Dataset,
    Distribution,
    Fact,
    FileChange,
    FileList,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    OwnershipChange,
    Unit,
    User,
)
from datasets.services.importing.difference import plain
from datasets.services.importing.files import differences, line
from datasets.services.importing.values import PERSONAL

LOCAL = "L-"
"""Identifiers of datasets that no platform numbered: L-0001, L-0002..."""


@transaction.atomic
def add_dataset(*, unit: Unit, values: Mapping[str, Any], by: User) -> Dataset:
    """A new item of the inventory, not published and undecided. A blank identifier gets the next local one."""
    ledger.lock()
    identifier = values.get("identifier") or _next_local()
    dataset = Dataset.objects.create(**{**values, "identifier": identifier}, unit=unit)
    ledger.record(
        [OwnershipChange(dataset=dataset, unit=unit), LifecycleChange(dataset=dataset, state=Lifecycle.UNPUBLISHED)],
        by=by,
    )
    return dataset


@transaction.atomic
def edit_datasets(datasets: Iterable[Dataset], values: Mapping[str, Any], *, by: User) -> int:
    """Write columns of one or many; how many changed. What is the same already leaves no fact."""
    ledger.lock()
    facts = [fact for dataset in datasets if (fact := _edited(dataset, values))]
    ledger.record(facts, by=by)
    return len(facts)


@transaction.atomic
def move_datasets(datasets: Iterable[Dataset], unit: Unit, *, by: User, reason: str = "") -> int:
    """Give datasets to another unit from now on; obligations that already began stay where they are."""
    ledger.lock()
    moving = [dataset for dataset in datasets if dataset.unit_id != unit.pk]
    facts = [OwnershipChange(dataset=dataset, unit=unit, reason=reason) for dataset in moving]
    ledger.record(facts, by=by)
    for dataset in moving:
        dataset.unit = unit
    Dataset.objects.bulk_update(moving, ["unit"], batch_size=500)
    return len(moving)


@transaction.atomic
def save_file(file: Distribution, *, by: User) -> None:
    """Write a new or edited file, with the fact of how it read before and after."""
    ledger.lock()
    before = Distribution.objects.filter(pk=file.pk).first()
    if before is None:
        file.order = file.dataset.distributions.count()
    file.save()
    _record_files(file.dataset, before, file, by)


@transaction.atomic
def retire_file(file: Distribution, *, retired: bool, by: User) -> None:
    """Take a file off the list, or back on it. It is never deleted: checks and counts speak of it."""
    ledger.lock()
    if file.retired != retired:
        file.retired = retired
        file.save(update_fields=["retired"])
        before, after = (file, None) if retired else (None, file)
        _record_files(file.dataset, before, after, by)


def _record_files(dataset: Dataset, before: Distribution | None, after: Distribution | None, by: User) -> None:
    """What changed in words, and which files the dataset has now where one came or went."""
    pair = [[line(row)] if row else [] for row in (before, after)]
    facts: list[Fact] = []
    if before and after and (told := differences(before, after)):
        facts.append(FileChange(file=after, changes=told))
    if pair[0] != pair[1]:
        facts.append(MetadataChange(dataset=dataset, changes={"distributions": pair}))
    if (before is None) != (after is None):
        facts.append(FileList(dataset=dataset, files=listed_files(dataset)))
    ledger.record(facts, by=by)


def listed_files(dataset: Dataset) -> list[str]:
    """The keys of the files that are not retired, as a `FileList` holds them."""
    return [str(pk) for pk in dataset.distributions.filter(retired=False).values_list("pk", flat=True)]


def _edited(dataset: Dataset, values: Mapping[str, Any]) -> Fact | None:
    changes = {}
    for name, value in values.items():
        if (before := getattr(dataset, name)) != value:
            changes[name] = ["", ""] if name in PERSONAL else [plain(before), plain(value)]
            setattr(dataset, name, value)
    if not changes:
        return None
    dataset.save(update_fields=sorted(changes))
    return MetadataChange(dataset=dataset, changes=changes)


def _next_local() -> str:
    taken = Dataset.objects.filter(identifier__startswith=LOCAL).values_list("identifier", flat=True)
    numbers = [int(number) for identifier in taken if (number := identifier.removeprefix(LOCAL)).isdecimal()]
    return f"{LOCAL}{max(numbers, default=0) + 1:04}"
