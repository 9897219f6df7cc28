"""What was recorded about a dataset, newest first: facts of several tables as one list for a reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datasets.models import (
    Dataset,
    Fact,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    Openness,
    OpennessDecision,
    OwnershipChange,
    UpdateSchedule,
)
from datasets.punctuation import listed
from datasets.templatetags.terms import frequency, grounds
from reports.models import ReviewDecision
from reports.packet.words import show_quarter

PUBLIC_FIELDS = {
    "title", "title_en", "description", "keywords", "theme", "publisher", "license", "landing_page", "fee",
    "spatial", "temporal_start", "temporal_end",
    "declared_frequency", "platform_badge", "issued", "metadata_modified", "attribute", "publishing_method",
    "distributions",
}  # fmt: skip
"""Changes that anybody may read; contacts and notes are not among them."""


@dataclass(frozen=True)
class Entry:
    """One fact: when it was recorded, what it says, and what stands below it."""

    recorded_at: datetime
    position: int
    title: str
    text: str = ""


def history(dataset: Dataset, as_of: datetime | None = None, limit: int = 50) -> list[Entry]:
    """The newest `limit` facts recorded by as-of; one query a table."""
    entries = sorted(_entries(dataset, as_of, limit), key=attrgetter("position"), reverse=True)
    return list(islice(entries, limit))


def _entries(dataset: Dataset, as_of: datetime | None, limit: int) -> Iterator[Entry]:
    told = partial(_told, dataset, as_of)
    for change in told(LifecycleChange)[:limit]:
        yield _entry(change, _("State: %(state)s") % {"state": Lifecycle(change.state).label}, change.reason)
    for decision in told(OpennessDecision)[:limit]:
        named = _("Decision: %(decision)s") % {"decision": Openness(decision.decision).label}
        yield _entry(decision, named, grounds(decision.grounds))
    for owner in told(OwnershipChange).select_related("unit")[:limit]:
        yield _entry(owner, _("Unit: %(unit)s") % {"unit": owner.unit}, owner.reason)
    for decided in told(ReviewDecision, "item__dataset").select_related("item")[:limit]:
        yield _reviewed(decided)
    for schedule in told(UpdateSchedule)[:limit]:
        yield _entry(schedule, _("Update frequency: %(frequency)s") % {"frequency": frequency(schedule.frequency)})
    for edit in told(MetadataChange)[:limit]:
        if shown := PUBLIC_FIELDS.intersection(edit.changes):
            yield _entry(edit, _("Description changed: %(fields)s") % {"fields": _names(shown)})


def _told(dataset: Dataset, as_of: datetime | None, kind: type[Fact], of: str = "dataset") -> QuerySet[Any]:
    return kind.objects.known_at(as_of).filter(**{of: dataset}).order_by("-position")


def _reviewed(row: ReviewDecision) -> Entry:
    """What the group decided of it; the reason was written for the group."""
    quarter = show_quarter(row.item.quarter, get_language() or "zh-hant")
    values = {"quarter": quarter, "decision": row.get_decision_display()}
    return _entry(row, _("Quarterly review, %(quarter)s: %(decision)s") % values, row.item.get_rule_display())


def _entry(fact: Fact, title: str, text: str = "") -> Entry:
    return Entry(fact.recorded_at, fact.position, title, text)


def _names(fields: set[str]) -> str:
    known = {f.name: str(f.verbose_name) for f in Dataset._meta.concrete_fields}
    return listed(sorted(known.get(name, _("files")) for name in fields))
