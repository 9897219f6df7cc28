"""Numbers that are counted where they are kept, of the units asked for: a query each, however many units there are.

Where the kept rows do not reach, the rules answer, and say the same (tests/reports/test_counts.py).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reports.facts.ahead import updates_ahead
from reports.facts.load import Facts
from reports.kpis.quarters import ReportPeriod
from reports.kpis.scoreboard import must_explain
from reports.kpis.tally import TOGETHER, Tally

Units = Collection[str] | None
"""None: the whole agency."""


def totals(facts: Facts, kpi: str, periods: Sequence[ReportPeriod], units: Units = None) -> list[Tally]:
    """Of the units together, in several periods; they are not told apart any more. What was asked before is known."""
    known = facts.together.setdefault((kpi, None if units is None else frozenset(units)), {})
    new = [period for period in periods if period not in known]
    covered = [period for period in new if facts.reaches(kpi, period)]
    if facts.kept and covered:
        told = zip(covered, facts.kept.totals(kpi, covered, units), strict=True)
        known.update({period: facts.told(kpi, period, {TOGETHER: one}) for period, one in told})
    rest = [period for period in new if period not in known]
    for tally in facts.sums(kpi, rest) if units is None else facts.trend(kpi, rest):
        known[tally.period] = tally if units is None else tally.of(units).together()
    return [known[period] for period in periods]


def by_unit(facts: Facts, kpi: str, periods: Sequence[ReportPeriod], units: Units = None) -> list[Tally]:
    """Of each of the units, in several periods, without what stands beside. What was asked before is known."""
    if units is not None:
        whole = facts.apart.get((kpi, None), {})
        if all(period in whole for period in periods):
            return [whole[period].of(units) for period in periods]
    known = facts.apart.setdefault((kpi, None if units is None else frozenset(units)), {})
    new = [period for period in periods if period not in known]
    covered = [period for period in new if facts.reaches(kpi, period)]
    if facts.kept and covered:
        told = zip(covered, facts.kept.by_unit(kpi, covered, units), strict=True)
        known.update({period: replace(facts.told(kpi, period, own), besides=()) for period, own in told})
    for tally in facts.trend(kpi, [period for period in new if period not in known]):
        own = tally if units is None else tally.of(units)
        plain = {unit: count._replace(flags={}) for unit, count in own.by_unit.items()}
        known[tally.period] = replace(own, by_unit=plain, besides=())
    return [known[period] for period in periods]


def below_targets(facts: Facts, periods: Mapping[str, ReportPeriod]) -> Mapping[str, Sequence[str]]:
    """By unit with rows of its own, the KPIs whose target it is below; `periods`: of each KPI that is looked at."""

    def look() -> dict[str, list[str]]:
        figures = [one for kpi, period in periods.items() for one in by_unit(facts, kpi, [period])]
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in must_explain(figures, facts.units.scopes({unit for told in figures for unit in told.by_unit})):
            found[one.unit].append(one.kpi)
        return dict(found)

    return facts.once(f"below {[(kpi, period.code) for kpi, period in periods.items()]}", None, look)


def ahead(facts: Facts, year: ReportPeriod) -> Mapping[str, int]:
    """By unit, how many updates schedules will make until the year's end that are not recorded yet."""
    kept = facts.kept.ahead(year.year) if facts.kept else None
    if kept is not None:
        return kept
    return Counter(unit for unit, _due in updates_ahead(facts.inventory, year, facts.as_of))
