"""How report pages say a period."""

from django import template

from reports.kpis.quarters import ReportPeriod
from reports.words import spoken_period

register = template.Library()


@register.filter
def period(value: ReportPeriod) -> str:
    return spoken_period(value)
