"""Datasets as they were known at a moment: decision, state of life, owner and description, from the facts alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, CharField, Exists, F, Field, OuterRef, Q, QuerySet, Subquery, UUIDField, Value, When
from django.db.models.functions import Coalesce

from datasets.models import (
    Dataset,
    Distribution,
    FileChange,
    FileList,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    Openness,
    OpennessDecision,
    OwnershipChange,
    Unit,
    UpdateSchedule,
)
from datasets.rules.days import TAIPEI, taipei_day

IN_ORDER = ("dataset__identifier", "order")
"""The inventory's order of files."""


def known_then(datasets: QuerySet[Dataset], as_of: datetime) -> QuerySet[Any]:
    """Those that the inventory held by as-of, with the columns of `catalogue.with_decision`, and `verdict`, `life`
    and `owner` as they were known then. A published one without a decision is open, by import."""
    decisions = _newest(OpennessDecision.objects.filter(recorded_at__lte=as_of))
    begun = Q(effective_on=None) | Q(effective_on__lte=taipei_day(as_of))
    lives = _newest(LifecycleChange.objects.filter(begun, recorded_at__lte=as_of))
    entered = LifecycleChange.objects.filter(dataset=OuterRef("pk"), recorded_at__lte=as_of)
    rows = datasets.filter(Exists(entered)).annotate(
        decided=Subquery(decisions.values("decision")[:1]),
        life=Coalesce(Subquery(lives.values("state")[:1]), Value(str(Lifecycle.UNPUBLISHED))),
        owner=Coalesce(*_owners(as_of), F("unit_id"), output_field=UUIDField()),
        grounds=Subquery(decisions.values("grounds")[:1]),
        legal_basis=Subquery(decisions.values("legal_basis")[:1]),
        review_by=Subquery(decisions.values("review_by")[:1]),
        decided_at=Subquery(decisions.values("recorded_at")[:1]),
    )
    undecided = Case(
        When(life=Lifecycle.UNPUBLISHED, then=Value(str(Openness.UNDECIDED))),
        default=Value(str(Openness.OPEN)),
        output_field=CharField(),
    )
    return rows.annotate(verdict=Coalesce(F("decided"), undecided))


def shown_then(as_of: datetime) -> QuerySet[Dataset]:
    """What the public catalogue showed at a moment: the rows of `known_then` that were published, found as a set, for
    who reads all of them."""
    begun = Q(effective_on=None) | Q(effective_on__lte=taipei_day(as_of))
    lives = LifecycleChange.objects.filter(begun, recorded_at__lte=as_of).order_by()
    later = lives.filter(dataset=OuterRef("dataset"), position__gt=OuterRef("position"))
    shown = lives.exclude(state=Lifecycle.UNPUBLISHED).exclude(Exists(later))
    return Dataset.objects.filter(pk__in=shown.values("dataset"))


def _newest(facts: QuerySet[Any]) -> QuerySet[Any]:
    return facts.filter(dataset=OuterRef("pk")).order_by("-position")


def _owners(as_of: datetime) -> tuple[Subquery, Subquery]:
    """The last owner recorded by then; before the first record, the first one known."""
    owners = OwnershipChange.objects.filter(dataset=OuterRef("pk"))
    before = owners.filter(recorded_at__lte=as_of).order_by("-position").values("unit")[:1]
    return Subquery(before), Subquery(owners.order_by("position").values("unit")[:1])


def as_they_were(rows: Iterable[Dataset], as_of: datetime) -> list[Dataset]:
    """Rows of `known_then` with the present columns put back: for showing, never to be saved. Two queries."""
    shown = list(rows)
    units = Unit.objects.in_bulk({row.owner for row in shown})  # type: ignore[attr-defined]  # annotated
    for row in shown:
        row.openness, row.lifecycle = row.verdict, row.life  # type: ignore[attr-defined]  # annotated
        row.unit = units[row.owner]  # type: ignore[attr-defined]  # annotated
    return rewound(shown, as_of)


def rewound(rows: list[Dataset], as_of: datetime) -> list[Dataset]:
    """Descriptions before every change recorded after as-of; what concerns persons is not kept. One query."""
    found = {row.pk: row for row in rows}
    changes = MetadataChange.objects.filter(dataset__in=found, recorded_at__gt=as_of).order_by("-position")
    for dataset, changed in changes.values_list("dataset_id", "changes"):
        for name, (before, after) in changed.items():
            _put_back(found[dataset], name, before, after)
    return rows


def files_rewound(files: Iterable[Distribution], as_of: datetime) -> list[Distribution]:
    """Titles, addresses and what else was told of files, before every change recorded after as-of; never to be saved.

    One query.
    """
    rows = {row.pk: row for row in files}
    later = FileChange.objects.filter(recorded_at__gt=as_of).order_by("-position")
    for key, changed in later.values_list("file_id", "changes"):
        for name, (before, after) in changed.items() if key in rows else ():
            _put_back(rows[key], name, before, after)
    return list(rows.values())


def _put_back(row: Dataset | Distribution, name: str, before: Any, after: Any) -> None:
    """A change that was not kept (["", ""]) or is of no column (files) puts nothing back."""
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return
    if before != after and isinstance(field, Field) and not field.is_relation:
        setattr(row, name, _read(field, before))


def _read(field: "Field[Any, Any]", kept: Any) -> Any:
    """A column's value from the JSON that `plain` made of it."""
    if kept == "" and field.null:
        return None
    value = field.to_python(kept)
    return value.replace(tzinfo=TAIPEI) if isinstance(value, datetime) and value.tzinfo is None else value


def marked_then(as_of: datetime) -> set[UUID]:
    """The datasets that bore the priority mark at a moment: those of now, less what changed since. Two queries."""
    marked = set(Dataset.objects.filter(priority=True).values_list("pk", flat=True))
    later = MetadataChange.objects.filter(recorded_at__gt=as_of, changes__has_key="priority").order_by("-position")
    for dataset, changed in later.values_list("dataset_id", "changes"):
        marked = marked | {dataset} if changed["priority"][0] else marked - {dataset}
    return marked


def files_then(files: QuerySet[Distribution], as_of: datetime) -> list[Distribution]:
    """Those of some datasets' files that the inventory listed at a moment (`FileList`), in its order and as they read
    then. Three queries.

    Before the first list the first one known holds; where none was recorded, what is not retired.
    """
    lists = _lists(files, as_of)
    rows = [row for row in files.order_by(*IN_ORDER) if _was_there(row.pk, row.retired, lists.get(row.dataset_id))]
    return files_rewound(rows, as_of)


def listed_then(files: QuerySet[Distribution], as_of: datetime) -> list[UUID]:
    """The keys of `files_then`, for lists that read a page of them. Two queries."""
    lists = _lists(files, as_of)
    rows = files.order_by(*IN_ORDER).values_list("pk", "dataset_id", "retired")
    return [key for key, dataset, retired in rows if _was_there(key, retired, lists.get(dataset))]


def _lists(files: QuerySet[Distribution], as_of: datetime) -> dict[UUID, frozenset[str]]:
    lists: dict[UUID, frozenset[str]] = {}
    recorded = FileList.objects.filter(dataset__in=files.order_by().values("dataset")).order_by("position")
    for dataset, at, keys in recorded.values_list("dataset_id", "recorded_at", "files"):
        if at <= as_of or dataset not in lists:
            lists[dataset] = frozenset(keys)
    return lists


def _was_there(key: UUID, retired: bool, listed: frozenset[str] | None) -> bool:
    return not retired if listed is None else str(key) in listed


def described_then(rows: Iterable[Dataset], as_of: datetime) -> list[Any]:
    """Rows of `known_then` as they read then, with `frequency` and `current_distributions`. Seven queries."""
    shown: list[Any] = as_they_were(rows, as_of)
    schedules = UpdateSchedule.objects.known_at(as_of).filter(dataset__in=shown).order_by("position")
    frequencies = dict(schedules.values_list("dataset_id", "frequency"))
    files: dict[UUID, list[Distribution]] = {}
    for file in files_then(Distribution.objects.filter(dataset__in=shown), as_of):
        files.setdefault(file.dataset_id, []).append(file)
    for row in shown:
        row.frequency = frequencies.get(row.pk, row.declared_frequency)
        row.current_distributions = files.get(row.pk, [])
    return shown
