"""Reading the counts of views and downloads: the increments of whole days and the uses of today together."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Min, Model, Q, QuerySet, Sum
from django.utils.translation import get_language

from datasets.models import Dataset, PlatformSnapshot, RecentUse, UsageCount, UsageSource, UseKind

ZERO = Decimal(0)
KEPT = 60
"""Seconds for which sums of whole days are kept."""


@dataclass(frozen=True)
class Uses:
    """Views and downloads; platform numbers spread over days are fractions, hence Decimal."""

    views: Decimal = ZERO
    downloads: Decimal = ZERO
    estimated: bool = False

    @property
    def total(self) -> Decimal:
        return self.views + self.downloads

    def __add__(self, other: "Uses") -> "Uses":
        return Uses(self.views + other.views, self.downloads + other.downloads, self.estimated or other.estimated)


NONE = Uses()


@dataclass(frozen=True)
class MonthRow:
    """One month, one source."""

    month: date
    source: str
    uses: Uses


@dataclass(frozen=True)
class DatasetRow:
    """One dataset over the whole span that was asked for, by source. Plain values: there may be 50,000.

    `platform` is None where it is not known: fewer than two snapshots that touch the span (never zero then).
    """

    identifier: str
    title: str
    title_en: str
    portal: Uses
    platform: Uses | None

    @property
    def total(self) -> Decimal:
        return self.portal.total + (self.platform or NONE).total

    @property
    def spoken_title(self) -> str:
        return (self.title_en or self.title) if get_language() == "en" else self.title


def by_month(first: date, last: date, dataset: Dataset | None = None, as_of: datetime | None = None) -> list[MonthRow]:
    """Every month from `first` to `last` that has counts, oldest first, portal before platform."""
    sums: dict[tuple[date, str], Uses] = defaultdict(Uses)
    for (day, source), uses in _sums("day", first, last, dataset, as_of).items():
        sums[day.replace(day=1), source] += uses
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][1] != UsageSource.PORTAL))
    return [MonthRow(month, source, uses) for (month, source), uses in ordered]


def by_dataset(datasets: QuerySet[Dataset], first: date, last: date, as_of: datetime | None = None) -> list[DatasetRow]:
    """Every dataset of `datasets`, the unused ones too, most used first; by the increments recorded by as-of."""
    sums = _sums("dataset__identifier", first, last, as_of=as_of)
    known = _known_to_platform(first, last, as_of)
    rows = [
        DatasetRow(
            identifier, title, title_en,
            portal=sums.get((identifier, UsageSource.PORTAL), NONE),
            platform=sums.get((identifier, UsageSource.PLATFORM), NONE) if identifier in known else None,
        )
        for identifier, title, title_en in datasets.order_by().values_list("identifier", "title", "title_en")
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.total, row.identifier))


def total(first: date, last: date, as_of: datetime | None = None) -> Uses:
    """All sources and datasets together."""
    return sum((row.uses for row in by_month(first, last, as_of=as_of)), NONE)


def _sums(
    column: str, first: date, last: date, dataset: Dataset | None = None, as_of: datetime | None = None
) -> dict[tuple[Any, str], Uses]:
    """Uses by a column and source. Whole days are kept until rows are added; what was used today is always fresh.

    When a day is folded meanwhile, its uses would be in both halves or in neither: then it is read again. A day's uses
    are recorded when it is over: an as-of within a day that was folded since does not know them yet.
    """
    for _attempt in range(3):
        newest = _newest_row()
        moment = as_of.timestamp() if as_of else ""
        key = f"usage:{column}:{first}:{last}:{dataset.pk if dataset else ''}:{moment}:{newest}"
        days = known_by(_rows(UsageCount, first, last, dataset, column), "recorded_at", as_of)
        sums = cache.get_or_set(key, partial(_whole_days, days, column), KEPT)
        live = _with_recent(dict(sums or {}), known_by(_rows(RecentUse, first, last, dataset, column), "at", as_of))
        if _newest_row() == newest:
            break
    return live


def known_by(rows: QuerySet[Any, Any], column: str, as_of: datetime | None) -> QuerySet[Any, Any]:
    return rows if as_of is None else rows.filter(**{f"{column}__lte": as_of})


def _newest_row() -> int:
    return UsageCount.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _with_recent(sums: dict[tuple[Any, str], Uses], recent: QuerySet[Any]) -> dict[tuple[Any, str], Uses]:
    for value, views, downloads in recent.annotate(
        views=Count("pk", filter=Q(kind=UseKind.VIEW)), downloads=Count("pk", filter=Q(kind=UseKind.DOWNLOAD))
    ):
        place = (value, UsageSource.PORTAL)
        sums[place] = sums.get(place, NONE) + Uses(Decimal(views), Decimal(downloads))
    return sums


def _known_to_platform(first: date, last: date, as_of: datetime | None) -> set[str]:
    """The datasets of which two snapshots lie around some day of the span."""
    series = PlatformSnapshot.objects.known_at(as_of).order_by().values_list("dataset__identifier")
    ends = series.annotate(earliest=Min("taken_on"), latest=Max("taken_on"))
    return {identifier for identifier, earliest, latest in ends if earliest < last and first <= latest > earliest}


def _whole_days(rows: QuerySet[Any], column: str) -> dict[tuple[Any, str], Uses]:
    summed = rows.values_list(column, "source").annotate(
        sum_views=Sum("views"), sum_downloads=Sum("downloads"), guesses=Count("pk", filter=Q(estimated=True))
    )
    return {(value, source): Uses(views, downloads, guesses > 0) for value, source, views, downloads, guesses in summed}


def _rows(model: type[Model], first: date, last: date, dataset: Dataset | None, column: str) -> QuerySet[Any, Any]:
    """The rows of the span, to be grouped by `column`."""
    rows = model._default_manager.filter(day__gte=first, day__lte=last).order_by()
    return (rows if dataset is None else rows.filter(dataset=dataset)).values_list(column)
