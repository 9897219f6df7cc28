"""What the dashboard shows: targets, trend, units against target, heat map; from figures counted together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from datasets.names import Named
from datasets.rules.days import taipei_day
from datasets.templatetags.dates import share
from reports.asking import Asked
from reports.charts import Bar, BarChart, HeatMap, LineChart, Point, bar_chart, heat_map, line_chart
from reports.facts import Facts
from reports.facts.counts import by_unit, totals
from reports.facts.load import KPIS
from reports.kpis.figure import Told
from reports.kpis.quarters import Kind, ReportPeriod, latest_periods, period_of
from reports.kpis.ratio import Ratio
from reports.kpis.tally import Tally
from reports.models import Kpi
from reports.sparklines import Sparkline, sparkline
from reports.words import BESIDES, VERDICTS, dated_period, note, short_period, spoken_period, spoken_target

RHYTHM: Mapping[str, Kind] = {
    "open_ratio": "year", "timely_updates": "month", "timely_replies": "month", "quality_pass": "month",
    "reviews_done": "quarter",
}  # fmt: skip
"""By which periods a KPI's trend goes."""
LENGTH: Mapping[Kind, int] = {"month": 12, "quarter": 8, "year": 10}
FIRST_YEAR = 2017
"""The strategy's first year; nothing was measured before."""
SHOWN = 25
"""So many units at once; more come page by page."""


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

    @property
    def target(self) -> str:
        return spoken_target(self.figure.target)


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
    scope = facts.scope(asked.unit.pk if asked.unit else None)
    return [tile(figure, asked) for kpi in KPIS for figure in totals(facts, kpi, [asked.period], scope)]


def tile(figure: Told, asked: Asked, **changes: str | None) -> Tile:
    """With the way to the figure's rows."""
    address = _address(figure.kpi)
    besides = {name: address + asked.query(**changes, show=name) for name in figure.beside}
    return plain_tile(figure, address + asked.query(**changes), besides)


@cache
def _address(kpi: str) -> str:
    return reverse("kpi", args=[kpi])


def plain_tile(figure: Told, url: str = "", urls: Mapping[str, str] | None = None) -> Tile:
    """Without ways to the rows: for the public, who reads the figures alone."""
    ways = urls or {}
    besides = [(BESIDES[name], ratio, ways.get(name, "")) for name, ratio in figure.beside.items()]
    return Tile(figure, str(capfirst(Kpi(figure.kpi).label)), url, besides)


@dataclass(frozen=True)
class Board:
    """All units that a person may see (by key), with their figures of the asked period; lines are made of few."""

    facts: Facts
    asked: Asked
    units: Mapping[str, Named]

    @cached_property
    def figures(self) -> list[Tally]:
        """All five, by unit."""
        return [one for kpi in KPIS for one in by_unit(self.facts, kpi, [self.asked.period])]

    @cached_property
    def outline(self) -> list[tuple[int, str]]:
        """(depth, unit) from the top down, a merged one under its successor."""
        return [(depth, key) for depth, key in self.facts.units.outline() if key in self.units]

    def line(self, depth: int, key: str, kpis: Collection[str] = KPIS) -> UnitLine:
        unit, scope = self.units[key], self.facts.units.with_descendants(key)
        figures = (figure for figure in self.figures if figure.kpi in kpis)
        shown = [tile(figure.of(scope), self.asked, unit=unit.code) for figure in figures]
        url = reverse("dashboard") + self.asked.query(unit=unit.code)
        return UnitLine(depth, key, unit.name, unit.code, shown, url)

    def lines(self, outline: Iterable[tuple[int, str]]) -> list[UnitLine]:
        return [self.line(depth, key) for depth, key in outline]

    def over_time(self, kpi: str, lines: Sequence[UnitLine]) -> list[list[Tally]]:
        """One KPI of each line, period by period."""
        scopes = [self.facts.units.with_descendants(line.key) for line in lines]
        units = frozenset().union(*scopes)
        figures = by_unit(self.facts, kpi, trend_periods(kpi, self.asked), units) if units else []
        return [[figure.of(scope) for figure in figures] for scope in scopes]


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


Past = Sequence[Sequence[Told]]
"""By line, its figures period by period."""


def units_by_period(
    kpi: str, asked: Asked, figures: Sequence[Told], lines: Sequence[UnitLine], past: Past, *, whole: bool
) -> HeatMap:
    """Unit × period, and the whole agency above for who reads it; every cell leads to its rows."""
    rows: list[tuple[str, str | None, Sequence[Told]]] = [(_("Whole agency"), None, figures)] if whole else []
    rows += [(line.name, line.code, own) for line, own in zip(lines, past, strict=True)]
    return heat_map(
        f"heat-{kpi}",
        _("%(kpi)s by unit and period") % {"kpi": capfirst(Kpi(kpi).label)},
        [dated_period(f.period) for f in figures],
        [(name, [f.ratio.value for f in own]) for name, _code, own in rows],
        links=[
            [_address(kpi) + asked.query(unit=code, period=f.period.code) for f in own] for _name, code, own in rows
        ],
        targets=[f.target for f in figures],
    )


@dataclass(frozen=True, slots=True)
class Small:
    """One unit in the row of small pictures: its trend, and its figure of the last period with the way to its rows."""

    name: str
    spark: Sparkline
    tile: Tile


def small_multiples(asked: Asked, lines: Sequence[UnitLine], past: Past) -> list[Small]:
    """Each unit's trend in the same picture; the heat map below is their table. Units without any item are left out."""
    made = []
    for line, own in zip(lines, past, strict=True):
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
