"""肆: each KPI of the quarter, of the year so far and of the quarter before, and its months."""

from collections.abc import Sequence
from datetime import date

from reports.facts.load import KPIS
from reports.kpis.figure import Told
from reports.kpis.quarters import ReportPeriod, latest_periods, period_of, reported
from reports.packet.collect.source import Source
from reports.packet.data import KpiFigure, MonthRatio, Move, Performance, Ratio, Restatement, Trend
from reports.reprinting import Restated, reprinted

FLOWS = ("timely_updates", "timely_replies", "reviews_done")
"""KPIs of what happened in a period, which add up; the other two are of how things stand at its end."""
TRENDS = ("timely_updates", "timely_replies")
MONTHS = 12


def performance(source: Source) -> Performance:
    source.figure("timely_updates", source.quarter)  # first, for its months are counted by its rows
    source.facts.read_owed_since(min(source.quarters_to_date()[0], source.quarter.before(), key=lambda one: one.start))
    figures = tuple(_figure(source, kpi) for kpi in KPIS)
    trends = tuple(_trend(source, one) for one in figures if one.kpi in TRENDS)
    return Performance(figures, trends, tuple(_restated(one, source) for one in reprinted(source.facts)))


def _restated(one: Restated, source: Source) -> Restatement:
    printed = one.printed
    unit = source.names.unit_of(printed.unit) if printed.unit else None
    moves = tuple(
        Move(source.names.datasets.get(cause.row.dataset), cause.row.before, cause.row.after, cause.position, cause.day)
        for cause in one.causes
    )
    return Restatement(printed.kpi, printed.period, unit, printed.ratio, one.today, moves)


def added(figures: Sequence[Told]) -> Ratio:
    """Quarters of a year add their numerators and denominators."""
    return sum((one.ratio for one in figures), start=Ratio(0, 0))


def _figure(source: Source, kpi: str) -> KpiFigure:
    quarter = reported(kpi, source.quarter)
    now = source.facts.counted(kpi, quarter)
    year = [ReportPeriod(quarter.year, "quarter", number) for number in range(1, quarter.number + 1)]
    to_date = added([source.facts.counted(kpi, one) for one in year]) if kpi in FLOWS else now.ratio
    before = source.facts.counted(kpi, quarter.before()).ratio
    return KpiFigure(kpi, now.target, now.ratio, to_date, before, now.met)  # type: ignore[arg-type]


def _trend(source: Source, figure: KpiFigure) -> Trend:
    last = period_of(source.quarter.end, "month")
    months = latest_periods(last, MONTHS)
    points = (MonthRatio(date(one.year, one.number, 1), source.facts.counted(figure.kpi, one).ratio) for one in months)
    return Trend(figure.kpi, figure.target, tuple(points))
