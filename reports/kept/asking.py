"""What the kept rows say as of a moment: counts by month and unit, and one list's rows a page at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count as Number
from django.db.models import Max, QuerySet

from datasets import ledger
from datasets.rules.days import start_of, taipei_day
from datasets.rules.months import add_months
from reports.kept import keeping
from reports.kpis import quality_pass, timely_replies, timely_updates
from reports.kpis.figure import Row
from reports.kpis.quarters import ReportPeriod
from reports.kpis.tally import Count, added
from reports.models import KeptRow, Reach

KEPT = {
    timely_updates.CODE: timely_updates.BESIDES, timely_replies.CODE: (), quality_pass.CODE: quality_pass.BESIDES,
}  # fmt: skip
"""The KPIs whose rows are kept, with what stands beside them."""
AT_ONCE = 50
"""Datasets: so much news is taken in by who asks; more is left to the worker, and the rules answer meanwhile."""
LINKS_AT_ONCE = 10 * AT_ONCE
"""No more than this of the chain is even looked at: somebody waits for the page."""

ByUnit = Mapping[str, Count]


@dataclass
class Kept:
    """As of a moment that the kept rows reach."""

    as_of: datetime
    reach: Reach
    _months: dict[tuple[str, date], ByUnit] = field(default_factory=dict)

    def covers(self, kpi: str, period: ReportPeriod) -> bool:
        months = self.months(kpi, period)
        return kpi in KEPT and self.reach.first_month <= months[0] and months[-1] <= self.reach.last_month

    def months(self, kpi: str, period: ReportPeriod) -> list[date]:
        """The months whose rows make a figure: of a state, the one that its moment lies in."""
        if kpi == quality_pass.CODE:
            return [taipei_day(period.moment(self.as_of)).replace(day=1)]
        return [month.start for month in period.months()]

    def counts(self, kpi: str, periods: Iterable[ReportPeriod]) -> list[ByUnit]:
        """By unit, of each period; one query for all months that were not read yet."""
        wanted = [self.months(kpi, period) for period in periods]
        self._read(kpi, {month for own in wanted for month in own if (kpi, month) not in self._months})
        return [_together([self._months[kpi, month] for month in own]) for own in wanted]

    def _read(self, kpi: str, months: Collection[date]) -> None:
        if not months:
            return
        rows = self.rows(kpi, months).values_list("month", "unit", "side", "flags")
        found: defaultdict[date, defaultdict[str, list[Count]]] = defaultdict(lambda: defaultdict(list))
        for month, unit, side, flags, number, last in rows.annotate(
            number=Number("pk"), last=Max("deadline")
        ).order_by():
            found[month][str(unit)].append(_count(side, flags.split(), number, last))
        for month in months:
            self._months[kpi, month] = {unit: added(own) for unit, own in found[month].items()}

    def rows(self, kpi: str, months: Collection[date]) -> QuerySet[KeptRow]:
        there = KeptRow.objects.filter(kpi=kpi, month__in=months, since__lte=self.as_of, until__gt=self.as_of)
        return there.order_by("day", "key")

    def standing(self, kpi: str, period: ReportPeriod, flag: str = "") -> list[Row]:
        """The rows that count or may yet; with `flag`, those that carry it. One query."""
        rows = self.rows(kpi, self.months(kpi, period)).exclude(side="aside")
        return [row_of(kept) for kept in (rows.filter(flags__contains=flag) if flag else rows)]


def _count(side: str, flags: Iterable[str], number: int, last: date | None) -> Count:
    counts = side in {"numerator", "missed"}
    return Count(
        numerator=number if side == "numerator" else 0,
        denominator=number if counts else 0,
        pending=number if side == "pending" else 0,
        aside=number if side == "aside" else 0,
        last=None if side == "aside" else last,
        flags=dict.fromkeys(flags, number) if counts else {},
    )


def _together(months: list[ByUnit]) -> ByUnit:
    if len(months) == 1:
        return months[0]
    units: defaultdict[str, list[Count]] = defaultdict(list)
    for month in months:
        for unit, count in month.items():
            units[unit].append(count)
    return {unit: added(own) for unit, own in units.items()}


def row_of(kept: KeptRow) -> Row:
    return Row(
        str(kept.key), str(kept.unit), kept.state, str(kept.dataset or ""), kept.day, kept.deadline,
        frozenset(kept.flags.split()),
    )  # fmt: skip


def kept(as_of: datetime) -> Kept | None:
    """None where the kept rows do not reach the moment; a little news is taken in first."""
    reach, head = Reach.objects.first(), ledger.head()
    if reach is None or head is None:
        return None
    if reach.position < head.position and (reach.recorded_at is None or as_of > reach.recorded_at):
        if head.position - reach.position <= LINKS_AT_ONCE:
            keeping.catch_up(AT_ONCE)
        reach = Reach.objects.get()
        if reach.position < head.position:
            return None
    return Kept(as_of, reach) if as_of < start_of(add_months(reach.last_month, 1)) else None
