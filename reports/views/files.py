"""What the dashboard and a figure's page give as a file (`reports.exports.View`): built only when it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from datasets.punctuation import listed
from datasets.templatetags.dates import spoken_share
from reports.asking import Asked
from reports.dashboards import Board, tile, trend_periods
from reports.exports import View
from reports.facts import Facts
from reports.facts.counts import totals
from reports.figures import HEADINGS, as_lines, tallies_of
from reports.kpis.figure import Figure, Told
from reports.listing import groups
from reports.models import Kpi
from reports.packet.paper import Picture
from reports.packet.pictures import trend_picture
from reports.poster import poster
from reports.rows import HEADINGS as ROW_HEADINGS
from reports.rows import Line, lines
from reports.sheets import figures_table, heat_table, outlook_table, rows_table
from reports.words import dated_period, groups_of


def dashboard_file(board: Board, kpi: str, page: Mapping[str, Any]) -> View:
    """`page`: what the page shows, of all units, so that the file cannot say anything else."""
    tiles, asked = [card.tile for card in page["cards"]], board.asked
    whose = str(asked.unit) if asked.unit else _("Whole agency")
    names = [line.name for line in page["lines"]]
    view = View(
        f"kpis-{asked.period.code}",
        _("Dashboard"),
        asked,
        HEADINGS,
        lambda: list(_lines(board)),
        lambda: [
            figures_table([one.figure for one in tiles], page["lines"], whose),
            outlook_table(page["outlooks"]),
            heat_table(page["heat"].title, page["figures"], zip(names, page["past"], strict=True)),
        ],
        lambda: poster(_("Dashboard"), view.subject, tiles, picture(kpi, page["figures"]), page["heat"]),
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
        lambda: [line.cells() for name, own in groups(figure).items() for line in lines(figure.kpi, own, name, asked)],
        lambda: [rows_table(label, _named(figure, asked))],
        lambda: poster(label, view.subject, [tile(figure, asked)], trend(), None),
    )
    return view


def picture(kpi: str, figures: Sequence[Told]) -> Picture:
    """The KPI's trend on paper, with its target."""
    caption = _("%(kpi)s over time") % {"kpi": capfirst(Kpi(kpi).label)}
    points = [(dated_period(one.period), one.ratio.value) for one in figures]
    alt = listed(f"{name} {spoken_share(share)}" for name, share in points if share is not None)
    return trend_picture(caption, alt, points, figures[-1].target)


def _named(figure: Figure, asked: Asked) -> Iterator[Line]:
    """All rows, each under the words of its list."""
    words = groups_of(figure.kpi)
    for name, own in groups(figure).items():
        yield from lines(figure.kpi, own, str(words[name]), asked)


def _trend(facts: Facts, asked: Asked, kpi: str) -> Sequence[Told]:
    return totals(facts, kpi, trend_periods(kpi, asked), facts.scope(asked.unit.pk if asked.unit else None))


def _lines(board: Board) -> Iterator[list[str]]:
    """The agency, and every unit."""
    yield from as_lines(tallies_of(board.facts, board.asked.period), "*")
    for key, unit in board.units.items():
        yield from as_lines(tallies_of(board.facts, board.asked.period, key), unit.code)
