"""Units as they stood at a moment (two queries), and the targets."""

from datetime import datetime
from fractions import Fraction

from datasets.models import Unit, UnitChange
from datasets.models.keys import KeyText
from reports.kpis.targets import Target
from reports.kpis.units import UnitTree
from reports.models import TargetVersion


def unit_tree(as_of: datetime) -> UnitTree:
    """Parents and successors by the changes recorded by as-of; the present row for a unit without any.

    A unit first recorded later was not there. A new name moves nobody: a change of both is two facts.
    """
    parents: dict[str, str | None] = {}
    successors: dict[str, str] = {}
    told = UnitChange.objects.order_by("position").values_list(
        KeyText("unit_id"), "kind", KeyText("parent_id"), KeyText("successor_id"), "recorded_at"
    )
    changes = list(told)
    known = [own for *own, recorded_at in changes if recorded_at <= as_of]
    changed = {unit for unit, *_own in changes}
    later = changed - {unit for unit, *_own in known}
    there = Unit.objects.order_by("code").values_list(*map(KeyText, ("pk", "parent_id", "merged_into_id")))
    for unit, parent, merged_into in there:
        if unit not in later:
            parents[unit] = None if unit in changed else parent
            if merged_into and unit not in changed:
                successors[unit] = merged_into
    for unit, kind, parent, successor in known:
        if kind == UnitChange.Kind.MERGED:
            successors[unit] = successor
        elif kind != UnitChange.Kind.RENAMED:
            parents[unit] = parent
    return UnitTree(parents, successors)


def targets(as_of: datetime) -> list[Target]:
    rows = TargetVersion.objects.known_at(as_of).order_by("position")
    return [Target(row.recorded_at, row.kpi, Fraction(row.target), row.effective_on) for row in rows]
