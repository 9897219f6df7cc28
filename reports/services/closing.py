"""Month and quarter close: what a closed period said is recorded once, and stays (domain.md, KPIs)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from datasets import ledger
from datasets.models import LedgerEntry
from datasets.rules.days import taipei_day
from reports.closing import closing_moment, ended_periods
from reports.facts import Facts, default_as_of, load
from reports.facts.load import KPIS
from reports.kpis.figure import Figure
from reports.kpis.quarters import ReportPeriod
from reports.models import PeriodClose

Asked = tuple[str, ReportPeriod]


def close_periods(clock: datetime) -> list[PeriodClose]:
    """Record every figure whose last deadline has passed; twice is harmless. No period before the first fact."""
    as_of = default_as_of(clock)
    there = _closed()
    wanted = [(kpi, period) for kpi, period in _ended(as_of) if (kpi, period.code) not in there]
    made = [close for moment, asked in _due(wanted, as_of).items() for close in _closes(load(moment), asked)]
    with transaction.atomic():
        ledger.lock()
        there = _closed()  # another timetable may have been quicker
        return ledger.record([one for one in made if (one.kpi, one.period) not in there])


def _closed() -> set[tuple[str, str]]:
    return set(PeriodClose.objects.filter(unit=None).values_list("kpi", "period"))


def _ended(as_of: datetime) -> Iterator[Asked]:
    if first := LedgerEntry.objects.order_by("position").first():
        for period in ended_periods(taipei_day(first.recorded_at), taipei_day(as_of)):
            yield from ((kpi, period) for kpi in KPIS)


def _due(wanted: list[Asked], as_of: datetime) -> dict[datetime, list[Asked]]:
    """What can be closed, by the moment at which it is counted. One reading."""
    found: defaultdict[datetime, list[Asked]] = defaultdict(list)
    facts = load(as_of) if wanted else None
    for kpi, period in wanted:
        if facts and (moment := closing_moment(facts.figure(kpi, period))):
            found[moment].append((kpi, period))
    return found


def _closes(facts: Facts, asked: list[Asked]) -> Iterator[PeriodClose]:
    """The agency's figure, and that of each unit that had rows."""
    scopes = facts.units.scopes(facts.units.parents)
    for kpi, period in asked:
        whole = facts.figure(kpi, period)
        yield _close(whole, None)
        for unit, scope in scopes.items():
            if (own := whole.of(scope)).denominator:
                yield _close(own, unit)


def _close(figure: Figure, unit: str | None) -> PeriodClose:
    return PeriodClose(
        period=figure.period.code,
        kpi=figure.kpi,
        unit_id=unit,
        numerator=figure.numerator,
        denominator=figure.denominator,
        as_of=figure.as_of,
    )
