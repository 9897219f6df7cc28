"""捌: views and downloads of the quarter, summed in the database by month and source (one query), and by dataset."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nsmallest
from typing import TypeVar

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from datasets.models import UsageCount, UsageSource
from reports.kpis.quarters import ReportPeriod
from reports.packet.collect.source import Source
from reports.packet.collect.uses import Total, total
from reports.packet.data import DatasetUsage, MonthUsage, SourceUsage, Usage

TOP = 10
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Uses:
    """What one source counted of all datasets in one month."""

    month: date
    source: str
    estimated: bool
    total: Total


def _read_months(first: date, last: date, as_of: datetime) -> list[Uses]:
    rows = (
        UsageCount.objects.filter(day__gte=first, day__lte=last, recorded_at__lte=as_of)
        .annotate(month=TruncMonth("day"))
        .values_list("month", "source", "estimated")
        .annotate(Sum("views"), Sum("downloads"))
        .order_by("month", "source", "estimated")
    )
    return [Uses(month, source, guessed, total(*sums)) for month, source, guessed, *sums in rows]


def usage(source: Source) -> Usage:
    quarter, before = source.quarter, source.quarter.before()
    found = _read_months(before.start, quarter.end, source.as_of)
    mine = [one for one in found if one.month in quarter]
    now, then = _total(mine), _total([one for one in found if one.month in before])
    months = _by(found, lambda one: one.month)
    return Usage(
        now.views, now.downloads, then.views, then.downloads,
        months=tuple(_month(one, months) for period in (before, quarter) for one in period.months()),
        top=_top(source),
        sources=_sources(mine),
    )  # fmt: skip


def _total(uses: list[Uses]) -> Total:
    return sum((one.total for one in uses), start=Total())


def _by(uses: list[Uses], key: Callable[[Uses], K]) -> dict[K, Total]:
    found: defaultdict[K, Total] = defaultdict(Total)
    for one in uses:
        found[key(one)] += one.total
    return found


def _month(period: ReportPeriod, totals: dict[date, Total]) -> MonthUsage:
    total = totals.get(period.start, Total())
    return MonthUsage(period.start, total.views, total.downloads)


def _top(source: Source) -> tuple[DatasetUsage, ...]:
    """The ten most used; equal uses in the order of identifiers."""
    totals = {key: sum(own.values(), start=Total()) for key, own in source.uses.items()}
    order = nsmallest(TOP, totals, key=lambda key: (-totals[key].all, source.dataset(key).identifier))
    return tuple(
        DatasetUsage(rank, source.dataset(key), source.owner(key), totals[key].views, totals[key].downloads)
        for rank, key in enumerate(order, 1)
    )


def _sources(uses: list[Uses]) -> tuple[SourceUsage, ...]:
    totals = _by(uses, lambda one: (UsageSource.values.index(one.source), one.estimated))
    return tuple(
        SourceUsage(UsageSource.values[place], total.views, total.downloads, estimated)
        for (place, estimated), total in sorted(totals.items(), key=lambda one: one[0])
    )
