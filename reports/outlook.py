"""What the year can still become, in words with the arithmetic in them."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.templatetags.dates import spoken_share
from reports.asking import Asked
from reports.facts import Facts
from reports.facts.counts import ahead, by_unit
from reports.facts.load import KPIS
from reports.kpis.figure import Told
from reports.kpis.forecast import FLOWS, Forecast, forecast, missing
from reports.kpis.quarters import ReportPeriod
from reports.models import Kpi
from reports.words import spoken_period

NEEDED: dict[str, str | Promise] = {
    "timely_updates": gettext_lazy("%(year)s, %(target)s: %(needed)s of %(open)s updates still due must be on time."),
    "timely_replies": gettext_lazy("%(year)s, %(target)s: %(needed)s of %(open)s open messages need a timely answer."),
    "reviews_done": gettext_lazy("%(year)s, %(target)s: %(needed)s of %(open)s items still open must be decided."),
}
MISSING: dict[str, str | Promise] = {
    "open_ratio": gettext_lazy("%(year)s, %(target)s: %(missing)s more datasets of its new systems must be opened."),
    "quality_pass": gettext_lazy("%(year)s, %(target)s: %(missing)s more datasets must pass every check."),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """One KPI at the year's end. `forecast` None: a state, which has no bounds. `state`: a badge's."""

    kpi: str
    label: str
    figure: Told
    forecast: Forecast | None
    state: str
    sentence: str


def outlooks(facts: Facts, asked: Asked) -> list[Outlook]:
    """All five for the year of the asked period, of the agency or of the asked unit."""
    year = ReportPeriod(asked.period.year, "year")
    scope = facts.scope(asked.unit.pk if asked.unit else None)
    told = facts.once(f"outlooks {year.code}", scope, lambda: _years(facts, year, scope))
    return [outlook(*one) for one in told]


def _years(facts: Facts, year: ReportPeriod, scope: frozenset[str] | None) -> list[tuple[Told, Forecast | None]]:
    """Of each KPI the year so far, and its forecast where it is of what happens."""
    coming = {unit: number for unit, number in ahead(facts, year).items() if scope is None or unit in scope}
    figures = [one for kpi in KPIS for one in by_unit(facts, kpi, [year], scope)]
    later = ((one, coming if one.kpi == Kpi.TIMELY_UPDATES else {}) for one in figures)
    return [(one.together(), forecast(one, own) if one.kpi in FLOWS else None) for one, own in later]


def outlook(year: Told, told: Forecast | None) -> Outlook:
    label = str(capfirst(Kpi(year.kpi).label))
    if told is None:
        return Outlook(year.kpi, label, year, None, *_state_words(year))
    return Outlook(year.kpi, label, year, told, *_flow_words(year, told))


def _flow_words(year: Told, told: Forecast) -> tuple[str, str]:
    words = {
        "target": short_share(told.target),
        "year": spoken_period(year.period),
        "needed": told.needed,
        "open": told.open,
        "best": spoken_share(told.best.value or 0),
    }
    match told.verdict:
        case None:
            return "none", _("No items in %(year)s yet.") % words
        case "certain" if told.open:
            return "good", _("%(year)s reaches %(target)s whatever becomes of the %(open)s still open.") % words
        case "certain":
            return "good", _("%(year)s reached %(target)s; nothing is open.") % words
        case "possible":
            return "info", str(NEEDED[year.kpi]) % words
    return "bad", _("%(target)s is out of reach in %(year)s: at best %(best)s.") % words


def _state_words(year: Told) -> tuple[str, str]:
    words = {"target": short_share(year.target), "year": spoken_period(year.period), "missing": missing(year)}
    if not year.denominator:
        return "none", _("No items in %(year)s yet.") % words
    if year.met:
        return "good", _("As it stands, %(year)s reaches %(target)s.") % words
    return "warn", str(MISSING[year.kpi]) % words


def short_share(target: Fraction) -> str:
    return spoken_share(target, 0 if (target * 100).denominator == 1 else 1)
