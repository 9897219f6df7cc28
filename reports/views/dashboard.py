"""The advisory group's dashboard: the answer first, then every figure with the way to its rows; and as a file."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in, unit_scope
from datasets.models import User
from datasets.names import named
from reports.asking import Asked, ask_form
from reports.cards import answer, below_target, cards
from reports.dashboards import (
    SHOWN,
    Board,
    UnitLine,
    against_target,
    small_multiples,
    tiles,
    trend,
    trend_periods,
    units_by_period,
)
from reports.deciding import matters, quarter_at_hand
from reports.exports import exported, links, pinned
from reports.facts import Facts, load
from reports.facts.counts import totals
from reports.facts.load import KPIS
from reports.facts.recall import KINDS
from reports.kpis.quarters import ReportPeriod, reported
from reports.limits import limits
from reports.listing import lists_asked
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
    asked, kpi, person = form.asked(), _focus(request), signed_in(request)
    facts = load(asked.as_of, evidence_for=asked.period)
    if wanted := request.GET.get("format", ""):
        board = _board(facts, asked, person)
        if file := exported(dashboard_file(board, kpi, _page(board, board.lines(board.outline), kpi, person)), wanted):
            return file
    figures = _figures(request, facts, asked, kpi)
    return render(request, "reports/dashboard.html", {"form": form, "shown": figures})


def _figures(request: HttpRequest, facts: Facts, asked: Asked, kpi: str) -> str:
    """All below the form, drawn once for all who look: the same facts as of one moment tell the same."""
    person = signed_in(request)

    def draw() -> str:
        board = _board(facts, asked, person)
        at = Paginator(board.outline, SHOWN).get_page(request.GET.get("page"))
        pages = {"page": at, "pages": at.paginator.get_elided_page_range(at.number)}
        lines = board.lines(at.object_list)
        return render_to_string("reports/figures.html", {**_page(board, lines, kpi, person), **pages}, request)

    own = None if person.reads_everything else {str(key) for key in unit_scope(person).values_list("pk", flat=True)}
    # The whole address: links to other pages repeat all of it.
    return facts.once(f"drawn {get_language()} {request.GET.urlencode()}", own, draw)


def _board(facts: Facts, asked: Asked, person: User) -> Board:
    read_first(facts, asked)
    return Board(facts, asked, {unit.key: unit for unit in named(unit_scope(person).order_by("code"))})


def _focus(request: HttpRequest) -> str:
    """Which KPI the charts show."""
    wanted = request.GET.get("kpi", "")
    return wanted if wanted in Kpi.values else str(Kpi.TIMELY_UPDATES)


def _page(board: Board, lines: Sequence[UnitLine], kpi: str, person: User) -> dict[str, object]:
    facts, asked = board.facts, board.asked
    shown, ahead = tiles(facts, asked), outlooks(facts, asked)
    return {
        "asked": asked,
        "answer": answer([one.figure for one in shown]),
        "cards": cards(facts, asked, shown, ahead),
        "matters": matters(facts, asked, board.units, reads_everything=person.reads_everything),
        "quarter": spoken_period(quarter_at_hand(asked)),
        "short": below_target(board),
        "due": due_next(facts, asked) if asked.unit else [],
        "outlooks": ahead,
        "lines": lines,
        "labels": [capfirst(Kpi(code).label) for code in Kpi.values],
        "limits": limits(asked.as_of),
        "files": links(asked, kpi=kpi),
        "pinned": pinned(asked, kpi=kpi),
        **_charts(board, lines, kpi, person),
    }


def read_first(facts: Facts, asked: Asked) -> None:
    """All the periods that the page speaks of, together: a query a figure; where few facts tell it, those once."""
    year, quarter = ReportPeriod(asked.period.year, "year"), quarter_at_hand(asked)
    scope = facts.scope(asked.unit.pk if asked.unit else None)
    for kpi in KPIS:
        if kpi in KINDS or facts.kept:
            periods = [asked.period, asked.period.before(), *trend_periods(kpi, asked), reported(kpi, quarter)]
            totals(facts, kpi, list(dict.fromkeys([*periods, *([year] if kpi in KINDS else [])])), scope)


def due_next(facts: Facts, asked: Asked) -> list[Line]:
    """What a unit owes now: overdue first, then by deadline; the rest stands behind the figure."""
    rows = lists_asked(facts, Kpi.TIMELY_UPDATES, asked)
    owed = [*rows.standing("overdue", DUE_SHOWN), *rows.standing("pending", DUE_SHOWN)][:DUE_SHOWN]
    return lines_of(Kpi.TIMELY_UPDATES, owed, "", asked)


def _charts(board: Board, lines: Sequence[UnitLine], kpi: str, person: User) -> dict[str, object]:
    """One KPI over time and by unit."""
    facts, asked = board.facts, board.asked
    periods, past = trend_periods(kpi, asked), board.over_time(kpi, lines)
    whole = totals(facts, kpi, periods)
    own = totals(facts, kpi, periods, facts.scope(asked.unit.pk)) if asked.unit else whole
    return {
        "tabs": [(capfirst(Kpi(code).label), asked.query(kpi=code) + "#charts", code == kpi) for code in Kpi.values],
        "trend": trend(kpi, own),
        "bars": against_target(kpi, lines, asked.period),
        "small": small_multiples(asked, lines, past),
        "heat": units_by_period(kpi, asked, whole, lines, past, whole=person.reads_everything),
        "figures": own,
        "past": past,
    }
