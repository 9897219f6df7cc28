"""The present state of datasets and units, compared with what their facts add up to."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from datasets.facts import decision_of, life_change_of
from datasets.models import Dataset, LifecycleChange, OpennessDecision, OwnershipChange, Unit, UnitChange
from datasets.replay.difference import Difference, differs
from datasets.rules.openness import standing


def inventory(now: datetime) -> Iterator[Difference]:
    """Openness, state of life and owner of every dataset that has facts about them; parents of units."""
    decisions, changes, owners = _by(OpennessDecision), _by(LifecycleChange), _by(OwnershipChange)
    for row in Dataset.objects.order_by("identifier"):
        lives = [life_change_of(one) for one in changes[row.pk]]
        known = standing([decision_of(one) for one in decisions[row.pk]], lives, now)
        if lives:
            yield from differs("life of dataset", row.identifier, lives[-1].state, row.lifecycle)
        if decisions[row.pk]:
            yield from differs("openness of dataset", row.identifier, known.verdict, row.openness)
        for one in owners[row.pk][-1:]:
            yield from differs("owner of dataset", row.identifier, one.unit_id, row.unit_id)
    yield from _units()


def _units() -> Iterator[Difference]:
    moved = UnitChange.Kind.CREATED, UnitChange.Kind.MOVED
    changes = _by(UnitChange, "unit_id")
    for row in Unit.objects.order_by("code"):
        for one in [c for c in changes[row.pk] if c.kind in moved][-1:]:
            yield from differs("parent of unit", row.code, one.parent_id, row.parent_id)
        for one in [c for c in changes[row.pk] if c.kind == UnitChange.Kind.MERGED][-1:]:
            yield from differs("successor of unit", row.code, one.successor_id, row.merged_into_id)


def _by(model: type[Any], key: str = "dataset_id") -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in model.objects.order_by("position"):
        found[getattr(row, key)].append(row)
    return found
