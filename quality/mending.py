"""What a unit can mend, and what each mending gains: the share of its datasets that pass is what counts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, QuerySet

from datasets.models import Dataset, Unit
from quality.checker.readable import BLOCKING, HOLLOW
from quality.models import DistributionState, Outage
from quality.past import checkable_then, outages_then, states_then, with_their_datasets
from quality.querysets import checkable
from quality.scores.mqa import POINTS as POINTS_OF
from quality.words import finding_sentence, sentence

Kind = Literal["outage", "suspicion", "content", "catalogue"]
POINTS: dict[Kind, int] = {
    "outage": sum(POINTS_OF[code] for code in ("access_url_works", "download_url_works", "machine_readable")),
    "content": POINTS_OF["machine_readable"],
    "suspicion": 0,
    "catalogue": 0,
}
"""European MQA points that mending gains where a dataset has one file; of several, each gains its share."""
WEIGHT: dict[Kind, int] = {"outage": 3, "content": 2, "suspicion": 1, "catalogue": 0}
UNREADABLE = BLOCKING | HOLLOW
"""Findings that may be why a program cannot read a file (quality.md, Machine readable)."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend at one distribution. `gain`: what its mending adds to the share of datasets that pass.

    `points`: the most that it adds to its dataset's 405 European points.
    """

    state: DistributionState
    kind: Kind
    sentences: tuple[str, ...]
    gain: Fraction = Fraction(0)
    others: int = 0
    """How many more troubles keep the same dataset from passing."""
    points: Fraction = Fraction(0)


def to_mend_then(units: QuerySet[Unit], as_of: datetime, *, private: bool = True) -> list[Trouble]:
    """What was to mend at a moment, in datasets that belonged to these units then."""
    states = states_then(checkable_then(as_of), as_of)
    with_their_datasets(states, as_of)
    mine = set(units.values_list("pk", flat=True))
    own = [state for state in states if state.distribution.dataset.unit_id in mine]
    down = outages_then(own, as_of)
    files = Counter(state.distribution.dataset_id for state in own)
    seen = [state for state in own if state.observation_id]
    return _ranked(seen, down, files, private=private)


def to_mend(units: QuerySet[Unit], *, private: bool = True) -> list[Trouble]:
    """Everything to mend in these units, what gains most first; a constant number of queries.

    `private`: with what concerns persons.
    """
    mine = checkable().filter(dataset__unit__in=units)
    states = DistributionState.objects.filter(distribution__in=mine).select_related(
        "observation", "distribution__dataset__unit"
    )
    down = set(
        Outage.objects.filter(distribution__in=mine, ended_at=None)
        .exclude(confirmed_at=None)
        .values_list("distribution", flat=True)
    )
    files = dict(mine.order_by().values_list("dataset").annotate(Count("pk")))
    return _ranked(states, down, files, private=private)


def _ranked(
    states: Iterable[DistributionState], down: Collection[UUID], files: Mapping[UUID, int], *, private: bool
) -> list[Trouble]:
    found = [trouble for state in states for trouble in _troubles(state, state.pk in down, private=private)]
    return sorted(_with_gains(found, files), key=_rank)


def _troubles(state: DistributionState, down: bool, *, private: bool) -> Iterator[Trouble]:
    seen = state.observation
    if seen.fault:
        return
    if down or seen.link == "broken":
        yield Trouble(state, "outage" if down else "suspicion", (sentence(seen),))
        return
    readable = seen.machine_readable is not False
    told = [f for f in seen.findings if f["severity"] != "info" and (private or not f.get("private"))]
    if not readable:
        reasons = [found for found in told if found["code"] in UNREADABLE] or told
        yield Trouble(state, "content", _sentences(reasons))
        told = [found for found in told if found not in reasons]
    if told:
        yield Trouble(state, "catalogue", _sentences(told))


def _sentences(found: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """One for each code: the first of several says how many there are; the file's own page has them all."""
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(one["code"], finding_sentence(one))
    return tuple(first.values())


def _with_gains(troubles: Sequence[Trouble], files: Mapping[UUID, int]) -> Iterable[Trouble]:
    """A dataset passes once nothing keeps it from passing: each of k troubles gains a k-th of it.

    `files`: how many files each dataset has.
    """
    keeping: defaultdict[UUID, int] = defaultdict(int)
    for trouble in troubles:
        keeping[_dataset(trouble).pk] += trouble.kind in {"outage", "content"}
    for trouble in troubles:
        k = keeping[_dataset(trouble).pk]
        counts = trouble.kind in {"outage", "content"}
        gain = Fraction(1, k * len(files)) if counts else Fraction(0)
        points = Fraction(POINTS[trouble.kind], files[_dataset(trouble).pk])
        yield replace(trouble, gain=gain, others=k - 1 if counts else 0, points=points)


def _rank(trouble: Trouble) -> tuple[Any, ...]:
    distribution = trouble.state.distribution
    return -trouble.gain, -trouble.points, -WEIGHT[trouble.kind], distribution.dataset.identifier, distribution.order


def _dataset(trouble: Trouble) -> Dataset:
    return trouble.state.distribution.dataset
