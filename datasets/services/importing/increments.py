"""From cumulative snapshots to uses a day: increases are spread over the days between two snapshots (domain.md).

Rows are inserted, never changed: what a day should have, less what it has, is what is added. So a snapshot that comes
late, between two known ones, corrects the days around it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.db.models import Sum

from datasets.models import PlatformSnapshot, UsageCount, UsageSource

STEP = Decimal("0.000001")
Uses = tuple[Decimal, Decimal]
"""Views and downloads of a day."""
NONE: Uses = (Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Reset:
    """A cumulative count that fell: what happened between the two days is not known."""

    dataset: UUID
    before: int
    after: int


def spread(total: int, days: int) -> list[Decimal]:
    """An increase over so many days, in millionths; the last day takes what is left, so that the sum is exact."""
    share = (Decimal(total) / days).quantize(STEP)
    return [share] * (days - 1) + [total - share * (days - 1)]


def insert_increments(datasets: Iterable[UUID]) -> list[Reset]:
    """Bring the platform's daily uses of these datasets in line with their snapshots. Safe to run twice."""
    wanted = list(datasets)
    resets: list[Reset] = []
    rows: list[UsageCount] = []
    snapshots = _snapshots(wanted)
    present = _present(wanted)
    for dataset, series in snapshots.items():
        target, fell = _target(dataset, series)
        resets.extend(fell)
        rows.extend(_missing(dataset, target, present[dataset], series))
    UsageCount.objects.bulk_create(rows, batch_size=2000)
    return resets


def _target(dataset: UUID, series: Sequence[PlatformSnapshot]) -> tuple[dict[date, Uses], list[Reset]]:
    """What each day between the first and the last snapshot should have."""
    days: dict[date, Uses] = {}
    resets: list[Reset] = []
    for earlier, later in pairwise(series):
        length = (later.taken_on - earlier.taken_on).days
        pairs = [(earlier.views, later.views), (earlier.downloads, later.downloads)]
        resets += [Reset(dataset, a, b) for a, b in pairs if a is not None and b is not None and b < a]
        views, downloads = (_shares(a, b, length) for a, b in pairs)
        for n in range(length):
            days[earlier.taken_on + timedelta(days=n + 1)] = (views[n], downloads[n])
    return days, resets


def _shares(before: int | None, after: int | None, length: int) -> list[Decimal]:
    """No increase is known where a count is missing or was reset."""
    if before is None or after is None or after < before:
        return [Decimal(0)] * length
    return spread(after - before, length)


def _missing(
    dataset: UUID, target: Mapping[date, Uses], present: Mapping[date, Uses], series: Sequence[PlatformSnapshot]
) -> Iterable[UsageCount]:
    measured = {b.taken_on for a, b in pairwise(series) if (b.taken_on - a.taken_on).days == 1}
    for day, (views, downloads) in target.items():
        had = present.get(day, NONE)
        if (views, downloads) != had:
            yield UsageCount(
                dataset_id=dataset,
                day=day,
                source=UsageSource.PLATFORM,
                views=views - had[0],
                downloads=downloads - had[1],
                estimated=day not in measured,
            )


def _snapshots(datasets: list[UUID]) -> dict[UUID, list[PlatformSnapshot]]:
    grouped: dict[UUID, list[PlatformSnapshot]] = defaultdict(list)
    for row in PlatformSnapshot.objects.filter(dataset__in=datasets).order_by("taken_on"):
        grouped[row.dataset_id].append(row)
    return grouped


def _present(datasets: list[UUID]) -> dict[UUID, dict[date, Uses]]:
    grouped: dict[UUID, dict[date, Uses]] = defaultdict(dict)
    rows = UsageCount.objects.filter(dataset__in=datasets, source=UsageSource.PLATFORM)
    for dataset, day, views, downloads in rows.values_list("dataset", "day").annotate(Sum("views"), Sum("downloads")):
        grouped[dataset][day] = (views.quantize(STEP), downloads.quantize(STEP))  # SQLite sums in binary
    return grouped
