"""What was recorded about a dataset, newest first: facts of several tables as one list for a reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter

from django.utils.translation import gettext as _

from datasets.models import Dataset, Fact, Lifecycle, Openness
from datasets.templatetags.terms import frequency, grounds

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


def history(dataset: Dataset, limit: int = 50) -> list[Entry]:
    """The newest `limit` facts; one query a table."""
    entries = sorted(_entries(dataset, limit), key=attrgetter("position"), reverse=True)
    return list(islice(entries, limit))


def _entries(dataset: Dataset, limit: int) -> Iterator[Entry]:
    for change in dataset.lifecycle_changes.order_by("-position")[:limit]:
        yield _entry(change, _("State: %(state)s") % {"state": Lifecycle(change.state).label}, change.reason)
    for decision in dataset.openness_decisions.order_by("-position")[:limit]:
        named = _("Decision: %(decision)s") % {"decision": Openness(decision.decision).label}
        yield _entry(decision, named, grounds(decision.grounds))
    for owner in dataset.ownership_changes.select_related("unit").order_by("-position")[:limit]:
        yield _entry(owner, _("Unit: %(unit)s") % {"unit": owner.unit}, owner.reason)
    for schedule in dataset.schedules.order_by("-position")[:limit]:
        yield _entry(schedule, _("Update frequency: %(frequency)s") % {"frequency": frequency(schedule.frequency)})
    for edit in dataset.metadata_changes.order_by("-position")[:limit]:
        if shown := PUBLIC_FIELDS.intersection(edit.changes):
            yield _entry(edit, _("Description changed: %(fields)s") % {"fields": _names(shown)})


def _entry(fact: Fact, title: str, text: str = "") -> Entry:
    return Entry(fact.recorded_at, fact.position, title, text)


def _names(fields: set[str]) -> str:
    known = {f.name: str(f.verbose_name) for f in Dataset._meta.concrete_fields}
    return ", ".join(sorted(known.get(name, _("files")) for name in fields))
