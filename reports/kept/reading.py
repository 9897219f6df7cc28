"""All that was ever recorded about some datasets, as the spans of their rows need it; a query a kind of fact."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F

from datasets.facts import pause_of, schedule_of
from datasets.models import Distribution, FileList, SchedulePause, UpdateSchedule
from datasets.rules.evidence import Sighting
from quality.facts import SEEN, seen_of
from quality.models import Check, Dispute, Observation
from reports.facts.grouping import grouped
from reports.facts.inventory import items
from reports.facts.updates import owed_by
from reports.kept.ahead import Planned
from reports.kept.quality import File, Known, Past, Ruling
from reports.kpis.timely_updates import Sightings


@dataclass
class Looks:
    """What checks saw of one distribution, told in two ways: for its state, and beside claims."""

    known: list[Known] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    checked: list[datetime] = field(default_factory=list)


def pasts(datasets: Collection[UUID]) -> Iterator[tuple[Past, Sightings]]:
    """Each dataset with its sightings by distribution."""
    looks, rulings = _looks(datasets), _rulings(datasets)
    files = grouped(Distribution.objects.filter(dataset__in=datasets).order_by("dataset", "order"), "dataset_id", _same)
    lists = grouped(FileList.objects.filter(dataset__in=datasets).order_by("position"), "dataset_id", _listed)
    schedules = grouped(
        UpdateSchedule.objects.filter(dataset__in=datasets).order_by("position"), "dataset_id", _planned
    )
    pauses = grouped(SchedulePause.objects.filter(dataset__in=datasets).order_by("position"), "dataset_id", pause_of)
    owed = defaultdict(list)
    for fact in owed_by(datasets):
        owed[fact.obligation.dataset].append(fact)
    for key, item in items(None, datasets).items():
        own = [(one, looks[one.pk]) for one in files[key]]
        told = [File(str(one.pk), look.known, one.retired, look.checked if one.retired else ()) for one, look in own]
        past = Past(item, told, lists[key], rulings[key], owed[key], schedules[key], pauses[key])
        yield past, [look.sightings for _one, look in own]


def _same(row: Distribution) -> Distribution:
    return row


def _planned(row: UpdateSchedule) -> Planned:
    return Planned(row.recorded_at, schedule_of(row))


def _listed(row: FileList) -> tuple[datetime, Collection[str]]:
    return row.recorded_at, frozenset(row.files)


def _looks(datasets: Collection[UUID]) -> defaultdict[UUID, Looks]:
    found: defaultdict[UUID, Looks] = defaultdict(Looks)
    turns = Observation.objects.filter(distribution__dataset__in=datasets)
    for pk, distribution, known, at, *seen in turns.values_list(
        "pk", "distribution", "recorded_at", "observed_at", *SEEN
    ):
        found[distribution].known.append(Known(max(known, at), seen_of(at, *seen), str(pk)))
    columns = ("recorded_at", "observed_at", "content_changed", "newest_date", *SEEN)
    checks = Check.objects.filter(distribution__dataset__in=datasets).values_list(
        "distribution", "observation", "checked_at", "full", *(f"observation__{name}" for name in columns)
    )
    for distribution, pk, at, full, known, observed, changed, newest, *seen in checks.iterator():
        own = found[distribution]
        own.checked.append(at)
        told = seen_of(at, *seen)
        if told.link == "broken" and at > observed:
            own.known.append(Known(max(known, at), told, str(pk)))
        if not told.fault:
            own.sightings.append(Sighting(at, changed if at <= observed else False, full, newest))
    return found


def _rulings(datasets: Collection[UUID]) -> defaultdict[str, list[Ruling]]:
    rows = Dispute.objects.filter(ruling__accepted=True, observation__distribution__dataset__in=datasets)
    found: defaultdict[str, list[Ruling]] = defaultdict(list)
    for row in rows.annotate(dataset=F("observation__distribution__dataset")).select_related("observation", "ruling"):
        codes = [one["code"] for one in row.observation.findings]
        since = max(row.recorded_at, row.ruling.recorded_at)
        ruling = Ruling(since, str(row.observation_id), row.observation.reason, codes, row.code, row.expires_on)
        found[str(row.dataset)].append(ruling)
    return found
