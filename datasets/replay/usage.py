"""The sums of uses, added up again from the increments and the snapshots."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, QuerySet, Value

from datasets.models import Dataset, PlatformSnapshot, UsageCount, UsageSum, UsageTotal
from datasets.replay.difference import Difference, differs
from datasets.services.usage_sums import BY_SOURCE, GUESSES, MONTH, SPANS, STEP, SUMS, add_up, spans

AT_ONCE = 500
"""Datasets that are read together: what bounds memory."""
TOLD = ("views", "downloads", "their_views", "their_downloads", "guesses", "known")
Sums = dict[tuple[Any, ...], tuple[Any, ...]]


def usage_sums() -> Iterator[Difference]:
    """By dataset, months and first day; of all datasets together by month and source."""
    while not add_up():
        pass
    keys = Dataset.objects.order_by().values_list("pk", flat=True).iterator()
    while batch := list(islice(keys, AT_ONCE)):
        rows = UsageSum.objects.filter(dataset__in=batch)
        yield from _compared("uses", _made(batch), _sums(rows.values_list("dataset_id", "months", "first", *TOLD), 3))
    made = UsageCount.objects.order_by().values_list(MONTH, "source").annotate(**SUMS, **GUESSES)
    kept = UsageTotal.objects.values_list("month", "source", "views", "downloads", "guesses")
    yield from _compared("uses of all datasets", _sums(made, 2), _sums(kept, 2))


def _made(batch: Sequence[UUID]) -> Sums:
    counts = UsageCount.objects.filter(dataset__in=batch).order_by()
    found: Sums = {}
    for first, months in SPANS:
        rows = counts.values_list("dataset_id", Value(months), first).annotate(**BY_SOURCE, **GUESSES)
        found |= {key: (*numbers, False) for key, numbers in _sums(rows, 3).items()}
    for key in _known(batch):
        found[key] = (*found.get(key, (STEP * 0,) * 4 + (0, False))[:-1], True)
    return found


def _known(batch: Sequence[UUID]) -> Iterator[tuple[UUID, int, date]]:
    """The spans around some day of which two snapshots lie."""
    series = PlatformSnapshot.objects.filter(dataset__in=batch).order_by().values_list("dataset_id")
    for key, earliest, latest in series.annotate(Min("taken_on"), Max("taken_on")):
        for first, months, last in spans(earliest, latest):
            if earliest < last and first <= latest > earliest:
                yield key, months, first


def _sums(rows: QuerySet[Any, Any], key: int) -> Sums:
    """By the first so many columns; SQLite adds in binary."""
    return {
        row[:key]: tuple(one.quantize(STEP) if isinstance(one, Decimal) else one for one in row[key:]) for row in rows
    }


def _compared(what: str, made: Sums, kept: Sums) -> Iterator[Difference]:
    for key in {*made, *kept}:
        yield from differs(what, " ".join(map(str, key)), made.get(key), kept.get(key))
