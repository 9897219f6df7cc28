"""Reading the counts of views and downloads: folded increments and the uses of the last minutes together."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth
from django.utils.translation import get_language

from datasets.models import Dataset, RecentUse, UsageCount, UsageSource, UseKind

ZERO = Decimal(0)


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


@dataclass(frozen=True)
class MonthRow:
    """One month, one source."""

    month: date
    source: str
    uses: Uses


@dataclass(frozen=True)
class DatasetRow:
    """One dataset over the whole span that was asked for, by source. Plain values: there may be 50,000."""

    identifier: str
    title: str
    title_en: str
    portal: Uses
    platform: Uses

    @property
    def total(self) -> Decimal:
        return self.portal.total + self.platform.total

    @property
    def spoken_title(self) -> str:
        return (self.title_en or self.title) if get_language() == "en" else self.title


def by_month(first: date, last: date, dataset: Dataset | None = None) -> list[MonthRow]:
    """Every month from `first` to `last` that has counts, oldest first, portal before platform."""
    sums = _sums(TruncMonth("day"), first, last, dataset)
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][1] != UsageSource.PORTAL))
    return [MonthRow(month, source, uses) for (month, source), uses in ordered]


def by_dataset(datasets: QuerySet[Dataset], first: date, last: date) -> list[DatasetRow]:
    """Every dataset of `datasets`, the unused ones too, most used first."""
    sums = _sums(F("dataset_id"), first, last)
    rows = [
        DatasetRow(identifier, title, title_en, sums[pk, UsageSource.PORTAL], sums[pk, UsageSource.PLATFORM])
        for pk, identifier, title, title_en in datasets.order_by().values_list("pk", "identifier", "title", "title_en")
    ]
    return sorted(rows, key=lambda row: (-row.total, row.identifier))


def total(first: date, last: date, dataset: Dataset | None = None) -> Uses:
    """All sources together."""
    return sum((row.uses for row in by_month(first, last, dataset)), Uses())


def _sums(key: Combinable, first: date, last: date, dataset: Dataset | None = None) -> dict[tuple[Any, str], Uses]:
    """Uses by `key` and source; what was not counted is a zero. Two queries."""
    sums: dict[tuple[Any, str], Uses] = defaultdict(Uses)
    for value, source, views, downloads, guesses in _rows(UsageCount, first, last, dataset, key, "source").annotate(
        sum_views=Sum("views"), sum_downloads=Sum("downloads"), guesses=Count("pk", filter=Q(estimated=True))
    ):
        sums[value, source] += Uses(views, downloads, guesses > 0)
    for value, views, downloads in _rows(RecentUse, first, last, dataset, key).annotate(
        views=Count("pk", filter=Q(kind=UseKind.VIEW)), downloads=Count("pk", filter=Q(kind=UseKind.DOWNLOAD))
    ):
        sums[value, UsageSource.PORTAL] += Uses(Decimal(views), Decimal(downloads))
    return sums


def _rows(model: type[Model], first: date, last: date, dataset: Dataset | None, key: Combinable, *more: str) -> Any:
    """Grouped by `key` and more columns, as tuples, ready for aggregates."""
    rows = model._default_manager.filter(day__gte=first, day__lte=last).order_by()
    chosen = rows if dataset is None else rows.filter(dataset=dataset)
    return chosen.annotate(key=key).values_list("key", *more)
