"""What a unit can mend, and what each mending gains: the share of its datasets that pass is what counts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet

from datasets.models import Dataset, Unit
from quality.checker.readable import BLOCKING
from quality.models import DistributionState, Outage
from quality.querysets import checkable
from quality.words import finding_sentence, sentence

Kind = Literal["outage", "suspicion", "content", "catalogue"]
WEIGHT: dict[Kind, int] = {"outage": 3, "content": 2, "suspicion": 1, "catalogue": 0}
UNREADABLE = BLOCKING | {"not_structured", "scanned_pdf", "archive_of_documents", "header_only", "no_rows"}
"""Findings that may be why a program cannot read a file (quality.md, Machine readable)."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend at one distribution. `gain`: what its mending adds to the share of datasets that pass."""

    state: DistributionState
    kind: Kind
    sentences: tuple[str, ...]
    gain: Fraction = Fraction(0)
    others: int = 0
    """How many more troubles keep the same dataset from passing."""


def to_mend(units: QuerySet[Unit]) -> list[Trouble]:
    """Everything to mend in these units, what gains most first; a constant number of queries."""
    mine = checkable().filter(dataset__unit__in=units)
    states = DistributionState.objects.filter(distribution__in=mine).select_related(
        "observation", "distribution__dataset__unit"
    )
    down = set(
        Outage.objects.filter(distribution__in=mine, ended_at=None)
        .exclude(confirmed_at=None)
        .values_list("distribution", flat=True)
    )
    datasets = mine.values("dataset").distinct().count()
    found = [trouble for state in states for trouble in _troubles(state, state.pk in down)]
    return sorted(_with_gains(found, datasets), key=_rank)


def _troubles(state: DistributionState, down: bool) -> Iterator[Trouble]:
    seen = state.observation
    if seen.fault:
        return
    if down or seen.link == "broken":
        yield Trouble(state, "outage" if down else "suspicion", (sentence(seen),))
        return
    readable = seen.machine_readable is not False
    told = [found for found in seen.findings if found["severity"] != "info"]
    if not readable:
        reasons = [found for found in told if found["code"] in UNREADABLE] or told
        yield Trouble(state, "content", tuple(map(finding_sentence, reasons)))
        told = [found for found in told if found not in reasons]
    if told:
        yield Trouble(state, "catalogue", tuple(map(finding_sentence, told)))


def _with_gains(troubles: Sequence[Trouble], datasets: int) -> Iterable[Trouble]:
    """A dataset passes once nothing keeps it from passing: each of k troubles gains a k-th of it."""
    keeping: defaultdict[UUID, int] = defaultdict(int)
    for trouble in troubles:
        keeping[_dataset(trouble).pk] += trouble.kind in {"outage", "content"}
    for trouble in troubles:
        k = keeping[_dataset(trouble).pk]
        counts = trouble.kind in {"outage", "content"}
        gain = Fraction(1, k * datasets) if counts else Fraction(0)
        yield Trouble(trouble.state, trouble.kind, trouble.sentences, gain, k - 1 if counts else 0)


def _rank(trouble: Trouble) -> tuple[Any, ...]:
    distribution = trouble.state.distribution
    return -trouble.gain, -WEIGHT[trouble.kind], distribution.dataset.identifier, distribution.order


def _dataset(trouble: Trouble) -> Dataset:
    return trouble.state.distribution.dataset
