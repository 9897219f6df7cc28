"""Names as they stood at a moment: the present ones, with the changes recorded since then taken back (six queries)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from sys import intern

from datasets.models import Dataset, InformationSystem, MetadataChange, Unit, UnitChange
from datasets.models.keys import KeyText
from datasets.names import systems_then
from reports.packet.data import Name

_FIELDS = {"title": "zh", "title_en": "en"}


@dataclass(frozen=True, slots=True)
class Names:
    """By primary key as text."""

    datasets: Mapping[str, Name]
    units: Mapping[str, Name]
    systems: Mapping[str, Name]

    def unit_of(self, code: str) -> Name | None:
        return next((one for one in self.units.values() if one.identifier == code), None)


def read_names(as_of: datetime) -> Names:
    return Names(_datasets(as_of), _units(as_of), _systems(as_of))


def _datasets(as_of: datetime) -> dict[str, Name]:
    rows = Dataset.objects.values_list(KeyText("pk"), "identifier", "title", "title_en").iterator()
    names = {intern(key): Name(*rest) for key, *rest in rows}
    later = MetadataChange.objects.filter(recorded_at__gt=as_of).order_by("-position")
    for pk, changes in later.values_list("dataset_id", "changes"):
        before = {_FIELDS[field]: str(old or "") for field, (old, _new) in changes.items() if field in _FIELDS}
        names[str(pk)] = replace(names[str(pk)], **before)
    return names


def _systems(as_of: datetime) -> dict[str, Name]:
    then = systems_then(as_of)
    rows = InformationSystem.objects.values_list("pk", "code", "name", "name_en")
    return {str(pk): Name(code, *then.get(pk, names)) for pk, code, *names in rows}


def _units(as_of: datetime) -> dict[str, Name]:
    """A unit's name is that of its last change by as-of; one without any keeps the present name."""
    names = {str(pk): Name(*rest) for pk, *rest in Unit.objects.values_list("pk", "code", "name", "name_en")}
    named = UnitChange.objects.known_at(as_of).exclude(name="").order_by("position")
    for pk, zh, en in named.values_list("unit_id", "name", "name_en"):
        names[str(pk)] = Name(names[str(pk)].identifier, zh, en)
    return names
