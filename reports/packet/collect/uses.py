"""Views and downloads of each dataset by source, summed in the database (one query): what 捌 and 玖 both read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from datasets.models import UsageCount
from datasets.models.keys import KeyText
from reports.kpis.quarters import ReportPeriod

_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Total:
    views: Decimal = Decimal(0)
    downloads: Decimal = Decimal(0)

    def __add__(self, other: "Total") -> "Total":
        return Total(self.views + other.views, self.downloads + other.downloads)

    @property
    def all(self) -> Decimal:
        return self.views + self.downloads


UsesBy = Mapping[str, Mapping[str, Total]]
"""By dataset and source."""


def total(views: Decimal | float, downloads: Decimal | float) -> Total:
    """Sums as the database gives them, rounded to the six places that are stored: SQLite adds in binary."""
    return Total(Decimal(views).quantize(_PLACES), Decimal(downloads).quantize(_PLACES))


def read_uses(quarter: ReportPeriod, as_of: datetime) -> UsesBy:
    rows = UsageCount.objects.filter(day__gte=quarter.start, day__lte=quarter.end, recorded_at__lte=as_of)
    sums = rows.values_list(KeyText("dataset_id"), "source").annotate(Sum("views"), Sum("downloads")).order_by()
    found: dict[str, dict[str, Total]] = {}
    for dataset, source, views, downloads in sums.iterator():
        found.setdefault(dataset, {})[source] = total(views, downloads)
    return found
