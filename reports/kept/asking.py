"""What the kept rows say as of a moment: counts by month and unit, and one list's rows a page at a time."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Case, DateField, F, Max, Q, QuerySet, Sum, Value, When

from datasets import ledger
from datasets.models.keys import KeyText
from datasets.rules.days import start_of, taipei_day
from datasets.rules.months import add_months, months_between
from reports.kept import ahead, keeping
from reports.kpis import quality_pass, timely_replies, timely_updates
from reports.kpis.figure import Row
from reports.kpis.quarters import ReportPeriod
from reports.kpis.tally import Count, added, together
from reports.models import KeptCount, KeptRow, Reach

KEPT = {
    timely_updates.CODE: timely_updates.BESIDES, timely_replies.CODE: (), quality_pass.CODE: quality_pass.BESIDES,
}  # fmt: skip
"""The KPIs whose rows are kept, with what stands beside them."""
AT_ONCE = 50
"""Datasets: so much news is taken in by who asks; more is left to the worker, and the rules answer meanwhile."""
A_WHILE = 600
"""Seconds: so long what was counted is known to all processes. New facts are another question, at once."""
LINKS_AT_ONCE = 10 * AT_ONCE
"""No more than this of the chain is even looked at: somebody waits for the page."""

SIDES = {
    name: Sum("number", filter=Q(side=side), default=0)
    for name, side in (("reached", "numerator"), ("missed", "missed"), ("pending", "pending"), ("aside", "aside"))
} | {"last": Max("deadline", filter=~Q(side="aside"))}

T = TypeVar("T")
ByUnit = Mapping[str, Count]
Months = tuple[date, date]
Units = Collection[str] | None
"""None: all of them."""


@dataclass
class Kept:
    """As of a moment that the kept rows reach. `head`: the last link known then, by its hash: of which facts."""

    as_of: datetime
    reach: Reach
    head: str

    def covers(self, kpi: str, period: ReportPeriod) -> bool:
        first, last = self.months(kpi, period)
        return kpi in KEPT and self.reach.first_month <= first and last <= self.reach.last_month

    def months(self, kpi: str, period: ReportPeriod) -> Months:
        """The first and the last month whose rows make a figure: of a state, the one that its moment lies in."""
        if kpi == quality_pass.CODE:
            month = taipei_day(period.moment(self.as_of)).replace(day=1)
            return month, month
        return period.start, period.end.replace(day=1)

    def counts(self, kpi: str, period: ReportPeriod) -> ByUnit:
        """Of each unit, with flags. One query."""
        there = self._standing(kpi, _months_in([self.months(kpi, period)]), None)
        rows = there.values_list(KeyText("unit"), "side", "flags")
        found: defaultdict[str, list[Count]] = defaultdict(list)
        for unit, side, flags, number, last in rows.annotate(Sum("number"), Max("deadline")).order_by():
            found[unit].append(_count(side, flags.split(), number, last))
        return {unit: added(own) for unit, own in found.items()}

    def by_unit(self, kpi: str, periods: Sequence[ReportPeriod], units: Units = None) -> list[ByUnit]:
        """Of each unit, without flags, of each period; one query for all."""
        wanted = [self.months(kpi, period) for period in periods]
        return self.once(f"apart {kpi} {wanted}", units, lambda: self._by_unit(kpi, wanted, units))

    def totals(self, kpi: str, periods: Sequence[ReportPeriod], units: Units = None) -> list[Count]:
        """Of the units together, of each period; one query for all, whether they overlap or not."""
        wanted = [self.months(kpi, period) for period in periods]
        return self.once(f"together {kpi} {wanted}", units, lambda: self._totals(kpi, wanted, units))

    def once(self, question: str, units: Units, count: Callable[[], T]) -> T:
        """For all who look at the same page: as of one moment, the same facts and checks tell the same."""
        own = f"{self.head} {self.reach.check_id} {self.as_of.isoformat()} {'all' if units is None else sorted(units)}"
        key = f"kept-{sha256(f'{question} {own}'.encode()).hexdigest()}"
        found: T | None = cache.get(key)
        if found is None:
            cache.set(key, found := count(), A_WHILE)
        return found

    def _by_unit(self, kpi: str, wanted: Sequence[Months], units: Units) -> list[ByUnit]:
        """Months are added up in the database."""
        parts = _parts(wanted)
        found: dict[date, dict[str, Count]] = {part[0]: {} for part in parts}
        there = self._standing(kpi, [month for part in parts for month in part], units)
        rows = there.values_list(_part_of(parts), KeyText("unit")).annotate(**SIDES).order_by()
        for first, unit, reached, missed, pending, aside, last in rows:
            found[first][unit] = Count(reached, reached + missed, pending, aside, last)
        return [together([found[part[0]] for part in parts if _in(part[0], months)]) for months in wanted]

    def _totals(self, kpi: str, wanted: Sequence[Months], units: Units) -> list[Count]:
        rows = self._standing(kpi, _months_in(wanted), units).values_list("month", "side", "flags")
        told = rows.annotate(Sum("number"), Max("deadline")).order_by()
        found = [(month, _count(side, flags.split(), number, last)) for month, side, flags, number, last in told]
        return [added(count for month, count in found if _in(month, months)) for months in wanted]

    def _standing(self, kpi: str, months: Collection[date], units: Units) -> QuerySet[KeptCount]:
        """Months by name, not as a range: of each the index is then read from as-of on, not from its beginning."""
        there = KeptCount.objects.filter(kpi=kpi, month__in=months, since__lte=self.as_of, until__gt=self.as_of)
        return there if units is None else there.filter(unit__in=units)

    def rows(self, kpi: str, months: Months, units: Units = None) -> QuerySet[KeptRow]:
        """In the order of their days: where one list alone is asked for, a page of it is read along the index."""
        there = KeptRow.objects.filter(kpi=kpi, month__range=months, since__lte=self.as_of, until__gt=self.as_of)
        own = there if units is None else there.filter(unit__in=units)
        return own.order_by("month", "day", "key")

    def ahead(self, year: int, units: Units = None) -> Mapping[str, int] | None:
        """By unit, what schedules will make until the end of as-of's year; None for a year that is not reached."""
        today = taipei_day(self.as_of)
        if year < today.year:
            return {}
        if year != today.year or today < self.reach.first_month or year > self.reach.last_month.year:
            return None
        rows = self._standing(ahead.CODE, _months_in([(date(year, 1, 1), date(year, 12, 1))]), units)
        return dict(rows.values_list(KeyText("unit")).annotate(Sum("number")).order_by())


def _months_in(wanted: Iterable[Months]) -> list[date]:
    return sorted({month for span in wanted for month in months_between(*span)})


def _parts(wanted: Sequence[Months]) -> list[list[date]]:
    """The months, told apart only where some of the spans hold the one and not the other."""
    found: defaultdict[tuple[bool, ...], list[date]] = defaultdict(list)
    for month in _months_in(wanted):
        found[tuple(_in(month, span) for span in wanted)].append(month)
    return list(found.values())


def _part_of(parts: Sequence[Sequence[date]]) -> F | Case:
    """The first month of the part that a count lies in."""
    if all(len(part) == 1 for part in parts):
        return F("month")
    return Case(*(When(month__in=part, then=Value(part[0], DateField())) for part in parts))


def _in(month: date, span: Months) -> bool:
    return span[0] <= month <= span[1]


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


def flagged(flag: str) -> Q:
    """Rows that bear a flag among others."""
    alone, first, last = Q(flags=flag), Q(flags__startswith=f"{flag} "), Q(flags__endswith=f" {flag}")
    return alone | first | last | Q(flags__contains=f" {flag} ")


def row_of(kept: KeptRow) -> Row:
    return Row(
        str(kept.key), str(kept.unit), kept.state, str(kept.dataset or ""), kept.day, kept.deadline,
        frozenset(kept.flags.split()),
    )  # fmt: skip


def kept(as_of: datetime) -> Kept | None:
    """None where the kept rows do not reach the moment; a little news is taken in first."""
    if (reach := Reach.objects.first()) is None or (head := ledger.head()) is None:
        return None
    if reach.position < head.position and (reach.recorded_at is None or as_of > reach.recorded_at):
        if head.position - reach.position <= LINKS_AT_ONCE:
            with suppress(DatabaseError):  # of a database that can only be read, the rules make the figure
                keeping.catch_up(AT_ONCE)
        reach = Reach.objects.get()
        if reach.position < head.position:
            return None
    if as_of >= start_of(add_months(reach.last_month, 1)):
        return None
    last = head if as_of >= head.recorded_at else ledger.head(as_of)
    return Kept(as_of, reach, last.hash if last else "")
