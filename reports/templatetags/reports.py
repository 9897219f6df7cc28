"""How report pages say a period and show a figure."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.text import capfirst

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
