"""獎勵 and 檢討報告 (the strategy, 陸四): every unit's quarters of a year, and what the rule makes of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in, unit_scope
from datasets.models import Unit
from datasets.rules.days import taipei_day
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.asking import Asked, ask_form
from reports.dashboards import Tile, tile
from reports.facts import Facts, load
from reports.facts.load import KPIS
from reports.kpis.figure import Told
from reports.kpis.quarters import ReportPeriod, parse_period, reported
from reports.kpis.scoreboard import Standing, standings
from reports.models import Explanation, Kpi
from reports.words import spoken_period


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one quarter; `explain` leads to its explanation where the unit is below, `given` whether it is."""

    quarter: str
    tile: Tile
    explain: str = ""
    given: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """One unit's part of the page: a line a KPI that has items, a cell a quarter."""

    name: str
    commended: bool
    verdict: str
    lines: Sequence[tuple[str, Sequence[Cell]]]


@require_safe
@require_role()
def scoreboard(request: HttpRequest) -> HttpResponse:
    """?period=2026&as_of=2026-10-20; readers see every unit, unit people their own."""
    user = signed_in(request)
    form = ask_form(request.GET, user)
    if not form.is_valid():
        return render(request, "reports/scoreboard.html", {"form": form}, status=400)
    asked = form.asked()
    facts, units = load(asked.as_of), {str(unit.pk): unit for unit in unit_scope(user)}
    if asked.unit:
        units = {key: units[key] for key in facts.units.with_descendants(str(asked.unit.pk)) if key in units}
    quarters = _quarters(facts, asked)
    found = standings(quarters, facts.units.scopes(units))
    context = {
        "form": form,
        "asked": asked,
        "year": spoken_period(ReportPeriod(asked.period.year, "year")),
        "quarters": [(spoken_period(one), _closed(quarters[one.code])) for one in _ended(asked)],
        "boards": _boards(found, units, asked),
        "take": Take(
            f"scoreboard-{asked.period.year}",
            _("Scoreboard of the units"),
            asked.as_of,
            lambda: [_table(found, units, asked)],
            str(asked.unit or _("Whole agency")),
        ),
        "breadcrumbs": [(_("Dashboard"), reverse("dashboard") + asked.query())],
    }
    return TemplateResponse(request, "reports/scoreboard.html", context)


def _table(found: Sequence[Standing], units: Mapping[str, Unit], asked: Asked) -> Table:
    """A row a unit, indicator and quarter that has items."""
    columns = (
        Column(_("Unit code")), Column(_("Unit"), width=3), Column(_("Indicator"), width=2), Column(_("Quarter")),
        Column(_("Numerator"), "integer"), Column(_("Denominator"), "integer"), Column(_("Rate"), "percent"),
        Column(_("Target"), "percent"), Column(_("Target met"), "yesno"), Column(_("Commended"), "yesno"),
        Column(_("Explained"), "yesno"),
    )  # fmt: skip
    given = _given(units, asked)
    rows = [row for one in found for row in _rows(one, units[one.unit], given)]
    return Table(_("Scoreboard of the units"), columns, tuple(rows))


def _rows(one: Standing, unit: Unit, given: set[tuple[str, str, str]]) -> Iterator[tuple[Value, ...]]:
    for kpi, by_quarter in one.figures.items():
        for quarter, figure in by_quarter.items():
            if figure.denominator:
                explained = (one.unit, kpi, quarter) in given if figure.met is False else None
                numbers = (figure.numerator, figure.denominator, figure.ratio.value, figure.target, figure.met)
                label = str(capfirst(Kpi(kpi).label))
                yield (unit.code, str(unit), label, quarter, *numbers, one.commended, explained)


def _given(units: Mapping[str, Unit], asked: Asked) -> set[tuple[str, str, str]]:
    """(unit, KPI, quarter) of the explanations handed in. One query."""
    rows = Explanation.objects.known_at(asked.as_of).filter(unit__in=units, quarter__startswith=str(asked.period.year))
    return {(str(unit), kpi, quarter) for unit, kpi, quarter in rows.values_list("unit_id", "kpi", "quarter")}


def _ended(asked: Asked) -> list[ReportPeriod]:
    """The quarters of the asked year that had ended by as-of."""
    today = taipei_day(asked.as_of)
    return [one for one in ReportPeriod(asked.period.year, "year").quarters() if one.end < today]


def _quarters(facts: Facts, asked: Asked) -> dict[str, list[Told]]:
    """As a packet tells them: reviews are of the quarter before."""
    return {one.code: [facts.tally(kpi, reported(kpi, one)) for kpi in KPIS] for one in _ended(asked)}


def _closed(figures: Sequence[Told]) -> bool:
    return all(figure.closed for figure in figures)


def _boards(found: Sequence[Standing], units: Mapping[str, Unit], asked: Asked) -> list[Board]:
    """One query. Commended units first, then by what they missed."""
    given = _given(units, asked)
    boards = [_board(one, units[one.unit], asked, given) for one in found]
    ranked = sorted(zip(found, boards, strict=True), key=lambda pair: (not pair[0].commended, len(pair[0].missed)))
    return [board for _standing, board in ranked]


def _board(one: Standing, unit: Unit, asked: Asked, given: set[tuple[str, str, str]]) -> Board:
    lines = []
    for kpi, by_quarter in one.figures.items():
        if any(figure.denominator for figure in by_quarter.values()):
            cells = [_cell(figure, code, unit, asked, given) for code, figure in by_quarter.items()]
            lines.append((str(capfirst(Kpi(kpi).label)), cells))
    return Board(str(unit), one.commended, _verdict(one), lines)


def _cell(figure: Told, quarter: str, unit: Unit, asked: Asked, given: set[tuple[str, str, str]]) -> Cell:
    name, shown = spoken_period(parse_period(quarter)), tile(figure, asked, unit=unit.code, period=figure.period.code)
    if figure.met is not False:
        return Cell(name, shown)
    url = reverse("explanation", args=[quarter, unit.code, figure.kpi]) + asked.moment()
    return Cell(name, shown, url, (str(unit.pk), figure.kpi, quarter) in given)


def _verdict(one: Standing) -> str:
    if one.commended:
        return _("every target met in every closed quarter, with items of its own")
    if one.missed:
        return _("%(number)s times below a target in closed quarters") % {"number": len(one.missed)}
    return _("no closed quarter with items yet")
