"""How report pages say a period and show a figure; rows of many cells are drawn without a template each."""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from datasets.templatetags.dates import share
from reports.charts import HeatCell
from reports.dashboards import Tile, plain_tile
from reports.kpis.figure import Figure
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.meetings.tables import standing
from reports.models import Kpi, Resolution
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


@register.inclusion_tag("components/badge.html", takes_context=True)
def resolution_badge(context: template.Context, row: Resolution) -> dict[str, str]:
    """How a resolution stands at the moment that the page is of."""
    state, label = standing(row, context.get("as_of") or timezone.now())
    return {"state": state, "label": label}


@register.filter
def figure_cells(tiles: Iterable[Tile]) -> SafeString:
    """A unit's figures in the table of units, each with the way to its rows."""
    sign, cells = _below(), []
    for one in tiles:
        own = one.figure
        below, shown = sign if own.met is False else "", escape(share(own.ratio.value))
        link = f'{below}<a href="{escape(one.url)}">{shown}</a>'
        numbers = f'<span class="small muted">{own.numerator} / {own.denominator}</span>'
        cells.append(f'<td class="is-number">{link}<br>{numbers}</td>')
    return mark_safe("".join(cells))  # noqa: S308 (each part is escaped)


@register.filter
def heat_cells(cells: Iterable[HeatCell]) -> SafeString:
    """A row of a heat map."""
    sign = _below()
    row = (f'<td class="is-number heat-{one.level}">{sign if one.below else ""}{_linked(one)}</td>' for one in cells)
    return mark_safe("".join(row))  # noqa: S308 (each part is escaped)


def _linked(cell: HeatCell) -> str:
    text = escape(cell.text)
    return f'<a href="{escape(cell.href)}">{text}</a>' if cell.href else text


def _below() -> SafeString:
    """A sign and words: what is below its target needs no colour to be seen."""
    return format_html('{}<span class="visually-hidden">{}</span> ', icon("cross"), _("below target"))


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """`components/icon.html`, where a page has hundreds."""
    return render_to_string("components/icon.html", {"name": name})
