"""Units as they stood at a moment (four queries), and the targets."""

from datetime import datetime
from fractions import Fraction

from datasets.models import Unit, UnitChange
from reports.kpis.targets import Target
from reports.kpis.units import UnitTree
from reports.models import TargetVersion


def unit_tree(as_of: datetime) -> UnitTree:
    """Parents and successors by the changes recorded by as-of; the present row for a unit without any.

    A unit first recorded later was not there. A new name moves nobody: a change of both is two facts.
    """
    parents: dict[str, str | None] = {}
    successors: dict[str, str] = {}
    changed = set(UnitChange.objects.values_list("unit_id", flat=True).distinct())
    later = changed - set(UnitChange.objects.known_at(as_of).values_list("unit_id", flat=True).distinct())
    there = Unit.objects.exclude(pk__in=later).order_by("code").values_list("pk", "parent_id", "merged_into_id")
    for unit, parent, merged_into in there:
        parents[str(unit)] = None if unit in changed else _text(parent)
        if merged_into and unit not in changed:
            successors[str(unit)] = str(merged_into)
    for change in UnitChange.objects.known_at(as_of).order_by("position"):
        if change.kind == UnitChange.Kind.MERGED:
            successors[str(change.unit_id)] = str(change.successor_id)
        elif change.kind != UnitChange.Kind.RENAMED:
            parents[str(change.unit_id)] = _text(change.parent_id)
    return UnitTree(parents, successors)


def targets(as_of: datetime) -> list[Target]:
    rows = TargetVersion.objects.known_at(as_of).order_by("position")
    return [Target(row.recorded_at, row.kpi, Fraction(row.target), row.effective_on) for row in rows]


def _text(key: object) -> str | None:
    return None if key is None else str(key)
