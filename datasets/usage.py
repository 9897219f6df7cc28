"""Reading the counts of views and downloads: the increments of whole days and the uses of today together.

Whole months and years come from the sums that are kept of them (services/usage_sums.py), less what was recorded since
as-of; all else from the increments. One statement reads all parts: while a day is folded, its uses are in one of them
and never in two. A day's uses are recorded when it is over: an as-of within a day that was folded since does not know
them yet.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Value

from datasets.models import Dataset, RecentUse, UsageCount, UsageReach, UsageSource, UsageTotal, UseKind
from datasets.rules.days import taipei_day
from datasets.rules.months import add_months
from datasets.services.usage_sums import GUESSES, MONTH, STEP, SUMS, added_up

ZERO, A_DAY, HALF_MONTH = Decimal(0), timedelta(days=1), 15
BY_KIND = {f"{kind}s": Count("pk", filter=Q(kind=kind)) for kind in (UseKind.VIEW, UseKind.DOWNLOAD)}


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


def by_month(first: date, last: date, dataset: Dataset | None = None, as_of: datetime | None = None) -> list[MonthRow]:
    """Every month from `first` to `last` that has uses, oldest first, portal before platform."""
    today = _of(recent(first, last, as_of), dataset).values_list(MONTH, Value(str(UsageSource.PORTAL)))
    parts = [*_whole_days(first, last, dataset, as_of), today.annotate(**BY_KIND, guesses=Value(0))]
    sums: dict[tuple[date, str], list[Any]] = defaultdict(lambda: [0, 0, 0])
    for month, source, *numbers in parts[0].union(*parts[1:], all=True):
        sums[month, source] = [one + more for one, more in zip(sums[month, source], numbers, strict=True)]
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][1] != UsageSource.PORTAL))
    rows = (MonthRow(month, source, uses_of(*numbers)) for (month, source), numbers in ordered)
    return [row for row in rows if row.uses.total]


def _whole_days(
    first: date, last: date, dataset: Dataset | None, as_of: datetime | None
) -> Iterator[QuerySet[Any, Any]]:
    rest = first if dataset or not (whole_months(first, last) and added_up()) else after_kept(first, last, as_of)
    days = _of(increments(rest, last, as_of), dataset).values_list(MONTH, "source")
    yield days.annotate(**SUMS, **GUESSES)
    if rest > first:
        kept = UsageTotal.objects.filter(month__range=(first, rest - A_DAY)).order_by()
        yield kept.values_list("month", "source", "views", "downloads", "guesses")
    if rest > first and as_of:
        yield since(first, rest, as_of).values_list(MONTH, "source").annotate(**negative(SUMS))


def total(first: date, last: date, as_of: datetime | None = None) -> Uses:
    """All sources and datasets together."""
    return sum((row.uses for row in by_month(first, last, as_of=as_of)), NONE)


def known_by(rows: QuerySet[Any, Any], column: str, as_of: datetime | None) -> QuerySet[Any, Any]:
    return rows if as_of is None else rows.filter(**{f"{column}__lte": as_of})


def increments(first: date, last: date, as_of: datetime | None) -> QuerySet[Any, Any]:
    return known_by(UsageCount.objects.filter(day__range=(first, last)).order_by(), "recorded_at", as_of)


def after_kept(first: date, last: date, as_of: datetime | None) -> date:
    """The first day of which the kept sums of months do not tell: the beginning or the end of as-of's month, whichever
    is nearer, so that little is to be added, or to be taken off. Later months are not known, since no use is recorded
    before its day."""
    if as_of is None:
        return last + A_DAY
    day = taipei_day(as_of)
    return max(first, min(add_months(day.replace(day=1), int(day.day > HALF_MONTH)), last + A_DAY))


def since(first: date, rest: date, as_of: datetime) -> QuerySet[Any, Any]:
    """Of the days before `rest`, what the kept sums hold that was recorded after as-of.

    What was recorded while this is asked, and is not in the sums yet, is no part.
    """
    held = UsageReach.objects.values("increment")[:1]
    late = UsageCount.objects.filter(day__gte=first, day__lt=rest, recorded_at__gt=as_of, pk__lte=held)
    return late.order_by()


def negative(sums: dict[str, Any]) -> dict[str, Any]:
    return {name: -one for name, one in (sums | GUESSES).items()}


def recent(first: date, last: date, as_of: datetime | None) -> QuerySet[Any, Any]:
    return known_by(RecentUse.objects.filter(day__range=(first, last)).order_by(), "at", as_of)


def _of(rows: QuerySet[Any, Any], dataset: Dataset | None) -> QuerySet[Any, Any]:
    return rows if dataset is None else rows.filter(dataset=dataset)


def whole_months(first: date, last: date) -> int:
    """How many months from `first` to `last`, where these are whole; else 0."""
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    return (last.year - first.year) * 12 + last.month - first.month + 1 if whole else 0


def uses_of(views: Any, downloads: Any, guesses: Any = 0) -> Uses:
    """Of sums as the database gives them; SQLite adds in binary."""
    return Uses(Decimal(views).quantize(STEP), Decimal(downloads).quantize(STEP), bool(guesses))
