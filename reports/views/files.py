"""What the dashboard and a figure's page give as a file (`reports.exports.View`): built only when it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from datasets.models import Unit
from datasets.templatetags.dates import spoken_share
from reports.asking import Asked
from reports.dashboards import UnitLine, tile, trend_periods
from reports.exports import View
from reports.facts import Facts
from reports.figures import HEADINGS, as_lines, tallies_of
from reports.kpis.figure import Figure, Told
from reports.models import Kpi
from reports.packet.paper import Picture
from reports.packet.pictures import trend_picture
from reports.poster import poster
from reports.rows import HEADINGS as ROW_HEADINGS
from reports.rows import Line, groups, lines
from reports.sheets import figures_table, heat_table, outlook_table, rows_table
from reports.words import dated_period, groups_of


def dashboard_file(facts: Facts, asked: Asked, units: Sequence[Unit], kpi: str, page: Mapping[str, Any]) -> View:
    """`page`: what the page shows, so that the file cannot say anything else."""
    tiles = [card.tile for card in page["cards"]]
    whose = str(asked.unit) if asked.unit else _("Whole agency")
    figures = _trend(facts, asked, kpi)
    view = View(
        f"kpis-{asked.period.code}",
        _("Dashboard"),
        asked,
        HEADINGS,
        lambda: list(_lines(facts, asked, units)),
        lambda: [
            figures_table([one.figure for one in tiles], page["lines"], whose),
            outlook_table(page["outlooks"]),
            heat_table(page["heat"].title, figures, _by_unit(facts, asked, kpi, page["lines"])),
        ],
        lambda: poster(_("Dashboard"), view.subject, tiles, picture(kpi, figures), page["heat"]),
    )
    return view


def figure_file(facts: Facts, figure: Figure, asked: Asked) -> View:
    """A figure with all its rows."""
    label = str(capfirst(Kpi(figure.kpi).label))

    def trend() -> Picture:
        return picture(figure.kpi, _trend(facts, asked, figure.kpi))

    view = View(
        f"{figure.kpi}-{asked.period.code}",
        label,
        asked,
        ROW_HEADINGS,
        lambda: [line.cells() for name, own in groups(figure).items() for line in lines(figure, own, name, asked)],
        lambda: [rows_table(label, _named(figure, asked))],
        lambda: poster(label, view.subject, [tile(figure, asked)], trend(), None),
    )
    return view


def picture(kpi: str, figures: Sequence[Told]) -> Picture:
    """The KPI's trend on paper, with its target."""
    caption = _("%(kpi)s over time") % {"kpi": capfirst(Kpi(kpi).label)}
    points = [(dated_period(one.period), one.ratio.value) for one in figures]
    alt = ", ".join(f"{name} {spoken_share(share)}" for name, share in points if share is not None)
    return trend_picture(caption, alt, points, figures[-1].target)


def _named(figure: Figure, asked: Asked) -> Iterator[Line]:
    """All rows, each under the words of its list."""
    words = groups_of(figure.kpi)
    for name, own in groups(figure).items():
        yield from lines(figure, own, str(words[name]), asked)


def _trend(facts: Facts, asked: Asked, kpi: str) -> Sequence[Told]:
    figures = facts.trend(kpi, trend_periods(kpi, asked))
    scope = facts.units.with_descendants(str(asked.unit.pk)) if asked.unit else None
    return [figure.of(scope) for figure in figures] if scope else figures


def _by_unit(facts: Facts, asked: Asked, kpi: str, shown: Sequence[UnitLine]) -> list[tuple[str, list[Told]]]:
    scopes = facts.units.scopes(line.key for line in shown)
    figures = facts.trend(kpi, trend_periods(kpi, asked))
    return [(line.name, [figure.of(scopes[line.key]) for figure in figures]) for line in shown]


def _lines(facts: Facts, asked: Asked, units: Sequence[Unit]) -> Iterator[list[str]]:
    yield from as_lines(tallies_of(facts, asked.period), "*")
    for unit in units:
        yield from as_lines(tallies_of(facts, asked.period, str(unit.pk)), unit.code)
