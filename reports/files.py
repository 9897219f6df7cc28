"""The files of a dataset with what the last check saw: one row a distribution."""

from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import get_object_or_404

from datasets.access import AnyUser, visible_then
from datasets.models import Dataset, Distribution
from datasets.past import described_then
from quality.models import DistributionState, Observation, Outage
from quality.past import observed, outage_of, outages_then, states_then
from quality.public import link_verdict, public_findings
from quality.rules import OutageSpan


@dataclass(frozen=True)
class FileRow:
    """A distribution, its newest observation (None before the first check), and its confirmed outage."""

    distribution: Distribution
    observation: Observation | None
    checked_at: datetime | None
    outage: Outage | None

    @property
    def link_state(self) -> str:
        return link_verdict(self.observation, self.outage)

    @property
    def findings(self) -> list[dict[str, object]]:
        return public_findings(self.observation)


def file_rows(dataset: Dataset, now: datetime) -> list[FileRow]:
    """In the order of the inventory; retired distributions are left out. Three queries."""
    rows = list(dataset.distributions.filter(retired=False).order_by("order"))
    states = DistributionState.objects.filter(distribution__in=rows).select_related("observation")
    by_file = {state.distribution_id: state for state in states}
    broken = Outage.objects.filter(distribution__in=rows, ended_at=None, confirmed_at__lte=now)
    outages = {outage.distribution_id: outage for outage in broken}
    return [_row(d, by_file.get(d.pk), outages.get(d.pk)) for d in rows]


def page_then(user: AnyUser, identifier: str, as_of: datetime) -> tuple[Dataset, list[FileRow]]:
    """A dataset with its files as its page showed them at a moment; 404 before it was there for this person to see."""
    known = get_object_or_404(visible_then(user, as_of), identifier=identifier)
    (found,) = described_then([known], as_of)
    return found, file_rows_then(found, as_of)


def file_rows_then(dataset: Dataset, as_of: datetime) -> list[FileRow]:
    """The same as it was known at a moment."""
    states = states_then(Distribution.objects.filter(dataset=dataset), as_of)
    spans = outages_then(states, as_of)
    return [_row_then(state, spans.get(state.pk)) for state in states]


def _row_then(state: DistributionState, span: OutageSpan | None) -> FileRow:
    outage = outage_of(state.distribution, span) if span else None
    return FileRow(state.distribution, observed(state), state.checked_at, outage)


def _row(distribution: Distribution, state: DistributionState | None, outage: Outage | None) -> FileRow:
    if state is None:
        return FileRow(distribution, None, None, outage)
    return FileRow(distribution, state.observation, state.checked_at, outage)
