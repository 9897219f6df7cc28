"""The advisory group's dashboard: the answer first, then every figure with the way to its rows; and as a file."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in, unit_scope
from datasets.models import Unit, User
from reports.asking import Asked, ask_form
from reports.cards import answer, below_target, cards
from reports.dashboards import (
    UnitLine,
    against_target,
    small_multiples,
    tiles,
    trend,
    trend_periods,
    unit_lines,
    units_by_period,
)
from reports.deciding import matters, quarter_at_hand
from reports.exports import exported, links, pinned
from reports.facts import Facts, load
from reports.limits import limits
from reports.models import Kpi
from reports.outlook import outlooks
from reports.rows import Line
from reports.rows import lines as lines_of
from reports.views.files import dashboard_file
from reports.words import spoken_period

DUE_SHOWN = 10


@require_safe
@require_role()
def dashboard(request: HttpRequest) -> HttpResponse:
    """?period=2026Q3&as_of=2026-10-20&unit=infra&kpi=timely_updates; `format=` csv, ods or png gives it as a file."""
    form = ask_form(request.GET, signed_in(request))
    if not form.is_valid():
        return render(request, "reports/dashboard.html", {"form": form}, status=400)
    asked, kpi = form.asked(), _focus(request)
    facts = load(asked.as_of, evidence_for=asked.period)
    units = _units(signed_in(request))
    lines = list(unit_lines(facts, asked, {str(unit.pk): unit for unit in units}))
    page = _page(facts, asked, units, lines, kpi, signed_in(request))
    view = dashboard_file(facts, asked, units, kpi, page)
    if file := exported(view, request.GET.get("format", "")):
        return file
    return render(request, "reports/dashboard.html", {"form": form, **page})


def _focus(request: HttpRequest) -> str:
    """Which KPI the charts show."""
    wanted = request.GET.get("kpi", "")
    return wanted if wanted in Kpi.values else str(Kpi.TIMELY_UPDATES)


def _units(person: User) -> Sequence[Unit]:
    return list(unit_scope(person).order_by("code"))


def _page(
    facts: Facts, asked: Asked, units: Sequence[Unit], lines: Sequence[UnitLine], kpi: str, person: User
) -> dict[str, object]:
    shown, ahead = tiles(facts, asked), outlooks(facts, asked)
    return {
        "asked": asked,
        "answer": answer([one.figure for one in shown]),
        "cards": cards(facts, asked, shown, ahead),
        "matters": matters(facts, asked, units, reads_everything=person.reads_everything),
        "quarter": spoken_period(quarter_at_hand(asked)),
        "short": below_target(facts, asked, lines),
        "due": due_next(facts, asked) if asked.unit else [],
        "outlooks": ahead,
        "lines": lines,
        "labels": [capfirst(Kpi(code).label) for code in Kpi.values],
        "limits": limits(asked.as_of),
        "files": links(asked, kpi=kpi),
        "pinned": pinned(asked, kpi=kpi),
        **_charts(facts, asked, lines, kpi, person),
    }


def due_next(facts: Facts, asked: Asked) -> list[Line]:
    """What a unit owes now: overdue first, then by deadline; the rest stands behind the figure."""
    scope = facts.units.with_descendants(str(asked.unit.pk)) if asked.unit else frozenset()
    figure = facts.figure(Kpi.TIMELY_UPDATES, asked.period).of(scope)
    owed = [row for row in figure.denominator_rows if row.state == "overdue"]
    owed += sorted(figure.pending_rows, key=lambda row: row.deadline or date.max)
    return lines_of(figure, owed[:DUE_SHOWN], "", asked)


def _charts(facts: Facts, asked: Asked, lines: Sequence[UnitLine], kpi: str, person: User) -> dict[str, object]:
    """One KPI over time and by unit."""
    figures = facts.trend(kpi, trend_periods(kpi, asked))
    scope = facts.units.with_descendants(str(asked.unit.pk)) if asked.unit else None
    return {
        "tabs": [(capfirst(Kpi(code).label), asked.query(kpi=code) + "#charts", code == kpi) for code in Kpi.values],
        "trend": trend(kpi, [figure.of(scope) for figure in figures] if scope else figures),
        "bars": against_target(kpi, lines, asked.period),
        "small": small_multiples(facts, asked, figures, lines),
        "heat": units_by_period(kpi, facts, asked, figures, lines, whole=person.reads_everything),
    }
