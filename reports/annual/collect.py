"""Read a year as it was known at a moment: every figure by the packet's own rules, none computed in another way."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from datasets import ledger
from datasets.models import Installation
from datasets.rules.days import taipei_day
from reports.annual.data import AnnualData, Cell, Line, Owed, Restated, TargetInForce, UnitYear
from reports.facts import Facts, load
from reports.facts.load import KPIS
from reports.kpis.figure import Told
from reports.kpis.quarters import ReportPeriod, reported
from reports.kpis.scoreboard import Scopes, Standing, must_explain, standings
from reports.kpis.targets import target_in_force
from reports.models import Explanation
from reports.packet.collect.names import Names, read_names
from reports.packet.collect.performance import FLOWS, added
from reports.packet.data import Name
from reports.reprinting import reprinted
from reports.restatements import restated

Quarters = Mapping[str, Sequence[Told]]
"""By code of the quarter its five figures, in the order of `KPIS`; reviews are of the quarter before."""


def collect(year: int, as_of: datetime) -> AnnualData:
    facts, names, period = load(as_of), read_names(as_of), ReportPeriod(year, "year")
    ended = [one for one in period.quarters() if one.end < taipei_day(as_of)]
    quarters = {one.code: [facts.tally(kpi, reported(kpi, one)) for kpi in KPIS] for one in ended}
    scopes = facts.units.scopes(sorted(names.units, key=lambda key: names.units[key].identifier))
    head = ledger.head(as_of)
    return AnnualData(
        year,
        as_of,
        Name("agency", settings.AGENCY_NAME, settings.AGENCY_NAME_EN),
        Installation.is_demonstration(),
        tuple((code, all(one.closed for one in figures)) for code, figures in quarters.items()),
        tuple(_line(facts, period, [figures[place] for figures in quarters.values()]) for place in range(len(KPIS)))
        if quarters
        else (),
        tuple(_unit(facts, period, one, scopes, names) for one in standings(quarters, scopes)),
        tuple(_owed(period, quarters, scopes, names, as_of)),
        tuple(_restated(facts, period, quarters, names)),
        tuple(_target(facts, kpi, period) for kpi in KPIS),
        head.position if head else 0,
        head.hash if head else "",
    )


def _line(facts: Facts, year: ReportPeriod, figures: Sequence[Told]) -> Line:
    """Of what happens in a period the year adds the quarters; of what stands at its end it is the last one's."""
    kpi = figures[0].kpi
    total = added(figures) if kpi in FLOWS else figures[-1].ratio
    target = target_in_force(facts.targets, kpi, year.end, facts.as_of)
    cells = tuple(Cell(one.period.code, one.ratio, one.target, one.closed) for one in figures)
    return Line(kpi, cells, Cell(year.code, total, target, len(figures) == 4 and all(one.closed for one in figures)))


def _unit(facts: Facts, year: ReportPeriod, one: Standing, scopes: Scopes, names: Names) -> UnitYear:
    by_kpi = [list(by_quarter.values()) for by_quarter in one.figures.values()]
    lines = tuple(_line(facts, year, figures) for figures in by_kpi if any(figure.denominator for figure in figures))
    return UnitYear(one.unit, names.units[one.unit], lines, one.commended, one.missed)


def _owed(year: ReportPeriod, quarters: Quarters, scopes: Scopes, names: Names, as_of: datetime) -> Iterator[Owed]:
    """Who must explain what, quarter by quarter, with the last word on it."""
    known = Explanation.objects.known_at(as_of).filter(quarter__startswith=f"{year.year}Q").order_by("position")
    said = {(row.quarter, str(row.unit_id), row.kpi): row for row in known}
    for code, figures in quarters.items():
        for one in must_explain(figures, scopes):
            own, words = figures[KPIS.index(one.kpi)].of(scopes[one.unit]), said.get((code, one.unit, one.kpi))
            text, written = (words.text, words.recorded_at) if words else ("", None)
            yield Owed(one.unit, names.units[one.unit], code, one.kpi, own.ratio, own.target, text, written)


def _restated(facts: Facts, year: ReportPeriod, quarters: Quarters, names: Names) -> Iterator[Restated]:
    """What closings said, then what sealed packets printed, where the year's figures are told otherwise by now."""
    told = {(one.kpi, one.period.code) for figures in quarters.values() for one in figures}
    told |= {(kpi, year.code) for kpi in KPIS}
    for closed in restated(facts.as_of, only=told):
        unit = names.units[closed.unit] if closed.unit else None
        facts_ = tuple(one.position for one in closed.facts)
        yield Restated(closed.period.code, closed.kpi, unit, closed.printed, closed.now, False, facts_)
    for sealed in reprinted(facts):
        one = sealed.printed
        if (one.kpi, one.period) in told:
            causes = tuple(cause.position for cause in sealed.causes if cause.position)
            unit = names.unit_of(one.unit) if one.unit else None
            yield Restated(one.period, one.kpi, unit, one.ratio, sealed.today, True, causes)


def _target(facts: Facts, kpi: str, year: ReportPeriod) -> TargetInForce:
    """The one in force on the year's last day, and since when; None: since the strategy itself."""
    days = [one.effective_on for one in facts.targets if one.kpi == kpi and one.effective_on <= year.end]
    return TargetInForce(kpi, target_in_force(facts.targets, kpi, year.end, facts.as_of), max(days, default=None))
