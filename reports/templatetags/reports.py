"""How report pages say a period and show a figure; rows of many cells are drawn without a template each."""

from collections.abc import Iterable, Mapping
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from datasets.templatetags.dates import share
from reports.charts import HeatCell
from reports.dashboards import Tile, plain_tile
from reports.kpis.figure import Figure
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.models import Kpi
from reports.words import spoken_period, word_of

register = template.Library()


@register.filter
def period(value: ReportPeriod) -> str:
    return spoken_period(value)


@register.filter
def quarter(code: str) -> str:
    """2026Q3 as 115年第3季, 2026 Q3."""
    return spoken_period(parse_period(code))


@register.filter
def kpi_word(code: str) -> str:
    return str(capfirst(Kpi(code).label))


@register.filter
def state_word(state: str, kpi: str) -> str | Promise:
    """A row's state in a figure."""
    return word_of(kpi, state)


@register.filter
def newest_of(newest: Mapping[str, int], quarter: str) -> int:
    """The number of the quarter's last seal."""
    return newest.get(quarter, 0)


@register.simple_tag
def tile(figure: Figure) -> Tile:
    return plain_tile(figure)


@register.filter
def figure_cells(tiles: Iterable[Tile]) -> SafeString:
    """A unit's figures in the table of units, each with the way to its rows."""
    cell = '<td class="is-number">{}<a href="{}">{}</a><br><span class="small muted">{} / {}</span></td>'
    sign, figures = _below(), ((one.url, one.figure) for one in tiles)
    rows = (
        (sign if own.met is False else "", url, share(own.ratio.value), own.numerator, own.denominator)
        for url, own in figures
    )
    return format_html_join("", cell, rows)


@register.filter
def heat_cells(cells: Iterable[HeatCell]) -> SafeString:
    """A row of a heat map."""
    sign = _below()
    rows = ((one.level, sign if one.below else "", _linked(one)) for one in cells)
    return format_html_join("", '<td class="is-number heat-{}">{}{}</td>', rows)


def _linked(cell: HeatCell) -> str:
    return format_html('<a href="{}">{}</a>', cell.href, cell.text) if cell.href else cell.text


def _below() -> SafeString:
    """A sign and words: what is below its target needs no colour to be seen."""
    return format_html('{}<span class="visually-hidden">{}</span> ', icon("cross"), _("below target"))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """`components/icon.html`, where a page has hundreds."""
    return render_to_string("components/icon.html", {"name": name})
