"""Units come, are renamed, nested and merged; each change is a fact, and the row is the present state."""

from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import Dataset, Unit, UnitChange, User
from datasets.querysets import descendants
from datasets.rules.refusal import Refusal
from datasets.services.inventory import move_datasets
from datasets.services.systems import move_systems


@transaction.atomic
def add_unit(*, code: str, name: str, name_en: str = "", parent: Unit | None = None, by: User) -> Unit:
    ledger.lock()
    unit = Unit.objects.create(code=code, name=name, name_en=name_en, parent=parent)
    _record(unit, UnitChange.Kind.CREATED, by)
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, name: str, name_en: str, parent: Unit | None, by: User) -> bool:
    """Rename, move under another parent, or both; False where nothing is different."""
    ledger.lock()
    if parent is not None and parent.pk in descendants(unit.pk):
        raise Refusal("parent", gettext_noop("A unit cannot lie under itself or under one of its own units."))
    renamed, moved = (name, name_en) != (unit.name, unit.name_en), parent != unit.parent
    unit.name, unit.name_en, unit.parent = name, name_en, parent
    unit.save(update_fields=["name", "name_en", "parent"])
    if renamed:
        _record(unit, UnitChange.Kind.RENAMED, by)
    if moved:
        _record(unit, UnitChange.Kind.MOVED, by)
    return renamed or moved


@transaction.atomic
def merge_unit(unit: Unit, successor: Unit, *, by: User) -> int:
    """The successor takes over people, datasets, systems and units below; the past stays the old unit's own.

    How many datasets moved. Obligations that already began stay with the unit that owned them then.
    """
    ledger.lock()
    if unit.merged_into_id:
        raise Refusal("successor", gettext_noop("This unit was merged before."))
    if successor.merged_into_id or successor.pk in descendants(unit.pk):
        raise Refusal("successor", gettext_noop("Choose a unit that goes on, and does not lie under this one."))
    _record(unit, UnitChange.Kind.MERGED, by, successor=successor)
    Unit.objects.filter(pk=unit.pk).update(merged_into=successor)
    for child in unit.children.filter(merged_into=None):
        change_unit(child, name=child.name, name_en=child.name_en, parent=successor, by=by)
    User.objects.filter(unit=unit).update(unit=successor)
    move_systems(unit.systems.all(), successor, by=by)
    return move_datasets(Dataset.objects.filter(unit=unit), successor, by=by, reason=f"{unit.code} → {successor.code}")


def _record(unit: Unit, kind: str, by: User, *, successor: Unit | None = None) -> None:
    change = UnitChange(
        unit=unit, kind=kind, name=unit.name, name_en=unit.name_en, parent=unit.parent, successor=successor
    )
    ledger.record([change], by=by)
