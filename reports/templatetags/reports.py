"""How report pages say a period and show a figure."""

from django import template

from reports.dashboards import Tile, plain_tile
from reports.kpis.figure import Figure
from reports.kpis.quarters import ReportPeriod
from reports.words import spoken_period

register = template.Library()


@register.filter
def period(value: ReportPeriod) -> str:
    return spoken_period(value)


@register.simple_tag
def tile(figure: Figure) -> Tile:
    return plain_tile(figure)
