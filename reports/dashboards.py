"""What the dashboard shows: targets, trend, units against target, heat map; computed from facts without a query."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from datasets.models import Unit
from datasets.rules.days import taipei_day
from datasets.templatetags.dates import share
from reports.asking import Asked
from reports.charts import Bar, BarChart, HeatMap, LineChart, Point, bar_chart, heat_map, line_chart
from reports.facts import Facts
from reports.facts.load import KPIS
from reports.figures import tallies_of
from reports.kpis.figure import Told
from reports.kpis.quarters import Kind, ReportPeriod, latest_periods, period_of
from reports.kpis.ratio import Ratio
from reports.models import Kpi
from reports.sparklines import Sparkline, sparkline
from reports.words import BESIDES, VERDICTS, dated_period, note, short_period, spoken_period

RHYTHM: Mapping[str, Kind] = {
    "open_ratio": "year", "timely_updates": "month", "timely_replies": "month", "quality_pass": "month",
    "reviews_done": "quarter",
}  # fmt: skip
"""By which periods a KPI's trend goes."""
LENGTH: Mapping[Kind, int] = {"month": 12, "quarter": 8, "year": 10}
FIRST_YEAR = 2017
"""The strategy's first year; nothing was measured before."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure as a tile; `besides` are (words, ratio, way to its rows) that stand with it."""

    figure: Told
    label: str
    url: str
    besides: Sequence[tuple[str | Promise, Ratio, str]]

    @property
    def state(self) -> str:
        return VERDICTS[self.figure.met][0]

    @property
    def verdict(self) -> str | Promise:
        return VERDICTS[self.figure.met][1]

    @property
    def note(self) -> str:
        return note(self.figure)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's row: its figures in the order of `KPIS`, each with its drill-down. `url`: its own dashboard."""

    depth: int
    key: str
    name: str
    code: str
    tiles: Sequence[Tile]
    url: str = ""


def tiles(facts: Facts, asked: Asked) -> list[Tile]:
    unit = str(asked.unit.pk) if asked.unit else None
    return [tile(figure, asked) for figure in tallies_of(facts, asked.period, unit)]


def tile(figure: Told, asked: Asked, **changes: str | None) -> Tile:
    """With the way to the figure's rows."""
    address = reverse("kpi", args=[figure.kpi])
    besides = {name: address + asked.query(**changes, show=name) for name in figure.beside}
    return plain_tile(figure, address + asked.query(**changes), besides)


def plain_tile(figure: Told, url: str = "", urls: Mapping[str, str] | None = None) -> Tile:
    """Without ways to the rows: for the public, who reads the figures alone."""
    ways = urls or {}
    besides = [(BESIDES[name], ratio, ways.get(name, "")) for name, ratio in figure.beside.items()]
    return Tile(figure, str(capfirst(Kpi(figure.kpi).label)), url, besides)


def unit_lines(facts: Facts, asked: Asked, units: Mapping[str, Unit]) -> Iterator[UnitLine]:
    """Every unit of `units` (by key) from the top down, a merged one under its successor."""
    whole = facts.tallies(asked.period)
    for depth, key in facts.units.outline():
        if unit := units.get(key):
            own = [figure.of(facts.units.with_descendants(key)) for figure in whole]
            shown = [tile(figure, asked, unit=unit.code) for figure in own]
            yield UnitLine(depth, key, str(unit), unit.code, shown, reverse("dashboard") + asked.query(unit=unit.code))


def trend_periods(kpi: str, asked: Asked) -> list[ReportPeriod]:
    """The periods of the KPI's own rhythm up to the one that the asked period ends in."""
    kind = RHYTHM[kpi]
    last = period_of(min(asked.period.end, taipei_day(asked.as_of)), kind)
    return [p for p in latest_periods(last, LENGTH[kind]) if p.year >= FIRST_YEAR]


def trend(kpi: str, figures: Sequence[Told]) -> LineChart:
    points = [
        Point(spoken_period(f.period), f.ratio.value, short_period(f.period), provisional=not f.closed) for f in figures
    ]
    title = _("%(kpi)s over time") % {"kpi": capfirst(Kpi(kpi).label)}
    return line_chart(f"trend-{kpi}", title, points, target=figures[-1].target if figures else None)


def against_target(kpi: str, lines: Sequence[UnitLine], period: ReportPeriod) -> BarChart:
    """Units with the best rate first; those without items last."""
    own = [(line.name, line.tiles[KPIS.index(kpi)].figure) for line in lines]
    ranked = sorted(own, key=lambda pair: Fraction(-1) if pair[1].ratio.value is None else pair[1].ratio.value)[::-1]
    bars = [Bar(name, figure.ratio.value, f"{figure.numerator} / {figure.denominator}") for name, figure in ranked]
    title = _("%(kpi)s by unit, %(period)s") % {"kpi": capfirst(Kpi(kpi).label), "period": spoken_period(period)}
    return bar_chart(f"units-{kpi}", title, bars, target=own[0][1].target if own else None)


def units_by_period(
    kpi: str, facts: Facts, asked: Asked, figures: Sequence[Told], lines: Sequence[UnitLine], *, whole: bool
) -> HeatMap:
    """Unit × period, and the whole agency above for who reads it; every cell leads to its rows."""
    rows: list[tuple[str, str | None, list[Told]]] = [(_("Whole agency"), None, list(figures))] if whole else []
    for line in lines:
        scope = facts.units.with_descendants(line.key)
        rows.append((line.name, line.code, [figure.of(scope) for figure in figures]))
    return heat_map(
        f"heat-{kpi}",
        _("%(kpi)s by unit and period") % {"kpi": capfirst(Kpi(kpi).label)},
        [dated_period(f.period) for f in figures],
        [(name, [f.ratio.value for f in own]) for name, _code, own in rows],
        links=[[tile(f, asked, unit=code, period=f.period.code).url for f in own] for _name, code, own in rows],
        targets=[f.target for f in figures],
    )


@dataclass(frozen=True, slots=True)
class Small:
    """One unit in the row of small pictures: its trend, and its figure of the last period with the way to its rows."""

    name: str
    spark: Sparkline
    tile: Tile


def small_multiples(facts: Facts, asked: Asked, figures: Sequence[Told], lines: Sequence[UnitLine]) -> list[Small]:
    """Each unit's trend in the same picture; the heat map below is their table. Units without any item are left out."""
    made = []
    for line in lines:
        own = [figure.of(facts.units.with_descendants(line.key)) for figure in figures]
        if any(figure.denominator for figure in own):
            last = next(figure for figure in reversed(own) if figure.denominator)
            made.append(
                Small(line.name, spark(line.name, own), tile(last, asked, unit=line.code, period=last.period.code))
            )
    return made


def spark(name: str, figures: Sequence[Told]) -> Sparkline:
    """`name`: of the unit or the KPI; the title says where the line begins and ends."""
    known = [figure for figure in figures if figure.denominator]
    words = {"name": name}
    if not known:
        return sparkline(_("%(name)s: nothing to show") % words, [])
    for place, figure in (("first", known[0]), ("last", known[-1])):
        words |= {place: spoken_period(figure.period), f"{place}_share": share(figure.ratio.value)}
    title = _("%(name)s, from %(first)s (%(first_share)s) to %(last)s (%(last_share)s)") % words
    return sparkline(title, [figure.ratio.value for figure in figures], figures[-1].target)
