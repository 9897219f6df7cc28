"""Which facts can move the rows of a figure: by KPI and kind of fact, the column that names the row's key."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.apps import apps
from django.db.models import Q

from datasets.models import LedgerEntry

_UPDATES = {
    "datasets.updateobligation": ("pk",),
    "datasets.obligationevent": ("obligation",),
    "datasets.updateattestation": ("obligation",),
}
_STANDING = {"datasets.opennessdecision": ("dataset",), "datasets.lifecyclechange": ("dataset",)}

COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "open_ratio": _STANDING
    | {
        "datasets.systemassessment": ("system",),
        "datasets.systemowner": ("system",),
        "datasets.systemdataset": ("dataset", "system"),
    },
    "timely_updates": _UPDATES,
    "timely_replies": {"feedback.feedbackmessage": ("pk",), "feedback.feedbackevent": ("message",)},
    "quality_pass": _STANDING
    | {
        "datasets.ownershipchange": ("dataset",),
        "datasets.filelist": ("dataset",),
        "quality.observation": ("distribution__dataset",),
        "datasets.updateobligation": ("dataset",),
        "datasets.obligationevent": ("obligation__dataset",),
        "datasets.updateattestation": ("obligation__dataset",),
    },
    "reviews_done": {"reports.reviewitem": ("pk",), "reports.reviewdecision": ("item",)},
}


def moving_facts(
    kpi: str, keys: Collection[str], units: Collection[str], after: datetime, until: datetime
) -> list[LedgerEntry]:
    """The facts recorded after one moment and up to another about rows (`keys`) and the place of `units` in the tree.

    One query a kind, and one for the links.
    """
    positions = {position for found in _positions(kpi, keys, units, after, until) for position in found}
    return list(LedgerEntry.objects.filter(position__in=positions).order_by("position"))


def _positions(
    kpi: str, keys: Collection[str], units: Collection[str], after: datetime, until: datetime
) -> Iterator[Collection[int]]:
    for kind, columns in COLUMNS[kpi].items():
        about = Q()
        for column in columns:
            about |= Q(**{f"{column}__in": keys})
        yield _recorded(kind, about, after, until) if keys else ()
    yield _recorded("datasets.unitchange", Q(unit__in=units), after, until) if units else ()


def _recorded(kind: str, about: Q, after: datetime, until: datetime) -> Collection[int]:
    rows = apps.get_model(kind)._default_manager.filter(about, recorded_at__gt=after, recorded_at__lte=until)
    return set(rows.values_list("position", flat=True))
