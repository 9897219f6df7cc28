"""捌: views and downloads of the quarter, summed in the database (one query), by month, source and dataset."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from datasets.models import UsageCount, UsageSource
from reports.kpis.quarters import ReportPeriod
from reports.packet.collect.source import Source
from reports.packet.data import DatasetUsage, MonthUsage, SourceUsage, Usage

TOP = 10
_PLACES = Decimal("0.000001")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Uses:
    """What one source counted of one dataset in one month."""

    dataset: str
    source: str
    month: date
    estimated: bool
    views: Decimal
    downloads: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    views: Decimal = Decimal(0)
    downloads: Decimal = Decimal(0)

    def plus(self, one: Uses) -> "Total":
        return Total(self.views + one.views, self.downloads + one.downloads)


def read_uses(first: date, last: date, as_of: datetime) -> list[Uses]:
    """The sums are rounded to the six places that are stored: SQLite adds in binary."""
    rows = (
        UsageCount.objects.filter(day__gte=first, day__lte=last, recorded_at__lte=as_of)
        .annotate(month=TruncMonth("day"))
        .values_list("dataset_id", "source", "month", "estimated")
        .annotate(Sum("views"), Sum("downloads"))
        .order_by("month", "dataset_id", "source", "estimated")
    )
    return [
        Uses(str(pk), source, month, estimated, Decimal(views).quantize(_PLACES), Decimal(downloads).quantize(_PLACES))
        for pk, source, month, estimated, views, downloads in rows
    ]


def usage(source: Source) -> Usage:
    quarter, before = source.quarter, source.quarter.before()
    found = read_uses(before.start, quarter.end, source.as_of)
    mine = [one for one in found if one.month in quarter]
    now, then = _total(mine), _total([one for one in found if one.month in before])
    months = _by(found, lambda one: one.month)
    return Usage(
        now.views, now.downloads, then.views, then.downloads,
        months=tuple(_month(one, months) for period in (before, quarter) for one in period.months()),
        top=_top(mine, source),
        sources=_sources(mine),
    )  # fmt: skip


def _total(uses: list[Uses]) -> Total:
    return _by(uses, lambda one: None).get(None, Total())


def _by(uses: list[Uses], key: Callable[[Uses], K]) -> dict[K, Total]:
    found: defaultdict[K, Total] = defaultdict(Total)
    for one in uses:
        found[key(one)] = found[key(one)].plus(one)
    return found


def _month(period: ReportPeriod, totals: dict[date, Total]) -> MonthUsage:
    total = totals.get(period.start, Total())
    return MonthUsage(period.start, total.views, total.downloads)


def _top(uses: list[Uses], source: Source) -> tuple[DatasetUsage, ...]:
    """The ten most used; equal uses in the order of identifiers."""
    totals = _by(uses, lambda one: one.dataset)
    order = sorted(totals, key=lambda key: (-totals[key].views - totals[key].downloads, source.dataset(key).identifier))
    return tuple(
        DatasetUsage(rank, source.dataset(key), source.owner(key), totals[key].views, totals[key].downloads)
        for rank, key in enumerate(order[:TOP], 1)
    )


def _sources(uses: list[Uses]) -> tuple[SourceUsage, ...]:
    totals = _by(uses, lambda one: (UsageSource.values.index(one.source), one.estimated))
    return tuple(
        SourceUsage(UsageSource.values[place], total.views, total.downloads, estimated)
        for (place, estimated), total in sorted(totals.items(), key=lambda one: one[0])
    )
