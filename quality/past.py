"""What checks had found by a moment, from observations and checks alone: the projections are of the present."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from datasets.models import Dataset, Distribution, Openness
from datasets.past import as_they_were, files_then, known_then
from quality.facts import SEEN, seen_of
from quality.models import Check, DistributionState, Observation, Outage
from quality.querysets import LIVING
from quality.rules import OutageSpan, Seen, outages


def checkable_then(as_of: datetime) -> QuerySet[Distribution]:
    """Every file that open datasets of a moment ever had; `datasets.past.files_then` leaves those of then."""
    known = known_then(Dataset.objects.all(), as_of).filter(life__in=LIVING).exclude(verdict=Openness.NOT_OPEN)
    return Distribution.objects.filter(dataset__in=known.values("pk"))


def states_then(files: QuerySet[Distribution], as_of: datetime) -> list[DistributionState]:
    """The states of the files listed at a moment, in the inventory's order; never to be saved.

    A file that nobody had checked has a state without observation. The checker's own faults come last, as now.
    """
    seen = Observation.objects.known_at(as_of).filter(distribution=OuterRef("pk")).order_by("fault", "-position")
    checked = Check.objects.filter(distribution=OuterRef("pk"), checked_at__lte=as_of).order_by("-checked_at")
    rows: Any = files.select_related("dataset__unit").annotate(
        seen=Subquery(seen.values("pk")[:1]), last_at=Subquery(checked.values("checked_at")[:1])
    )
    there: list[Any] = files_then(rows, as_of)
    found = Observation.objects.in_bulk({row.seen for row in there if row.seen})
    return [_state(row, found.get(row.seen)) for row in there]


def _state(row: Any, seen: Observation | None) -> DistributionState:
    state = DistributionState(distribution=row, checked_at=row.last_at)
    if seen:
        state.observation = seen
        state.checked_at = row.last_at or seen.observed_at
    return state


def with_their_datasets(states: Sequence[DistributionState], as_of: datetime) -> None:
    """Let the files' datasets read as they did then: title, unit. Three queries."""
    keys = {state.distribution.dataset_id for state in states}
    known = {row.pk: row for row in as_they_were(known_then(Dataset.objects.filter(pk__in=keys), as_of), as_of)}
    for state in states:
        state.distribution.dataset = known.get(state.distribution.dataset_id, state.distribution.dataset)


def observed(state: DistributionState) -> Observation | None:
    """None where nobody had checked."""
    return state.observation if state.observation_id else None


def outages_then(states: Iterable[DistributionState], as_of: datetime) -> dict[UUID, OutageSpan]:
    """The confirmed outages open at a moment, by distribution. One query, of files that did not work alone."""
    failing = [state.pk for state in states if state.observation_id and state.observation.link != "ok"]
    spans = {key: _open(looks) for key, looks in _looks(failing, as_of).items()}
    return {key: span for key, span in spans.items() if span}


def _looks(distributions: Sequence[UUID], as_of: datetime) -> defaultdict[UUID, list[Seen]]:
    rows: Any = Check.objects.filter(distribution__in=distributions, checked_at__lte=as_of).order_by("checked_at", "pk")
    found: defaultdict[UUID, list[Seen]] = defaultdict(list)
    columns = (f"observation__{name}" for name in SEEN)
    for key, at, *values in rows.values_list("distribution_id", "checked_at", *columns).iterator():
        found[key].append(seen_of(at, *values))
    return found


def _open(looks: Sequence[Seen]) -> OutageSpan | None:
    last = next(reversed(outages(looks)), None)
    return last if last and last.is_outage and last.ended_at is None else None


def outage_of(distribution: Distribution, span: OutageSpan) -> Outage:
    """As the projection's row would read; never to be saved."""
    return Outage(
        distribution=distribution, began_at=span.began_at, confirmed_at=span.confirmed_at, failures=span.failures,
        reason=span.reason, ended_at=span.ended_at,
    )  # fmt: skip


def file_then(distribution: Distribution, as_of: datetime) -> DistributionState | None:
    """One file's state at a moment, with `content` what its last success had seen; None where it was not listed."""
    states = states_then(Distribution.objects.filter(pk=distribution.pk), as_of)
    if not states:
        return None
    worked = Observation.objects.known_at(as_of).filter(distribution=distribution, link="ok", fault=False)
    states[0].content = worked.order_by("-position").first()
    return states[0]


def told_outages(distribution: Distribution, as_of: datetime) -> list[Outage]:
    """Every suspicion and outage of one file by the checks of then, newest first. One query."""
    spans = outages(_looks([distribution.pk], as_of)[distribution.pk])
    return [outage_of(distribution, span) for span in reversed(spans)]
