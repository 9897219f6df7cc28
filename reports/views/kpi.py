"""One figure taken apart: the rows that were reached, those that were not, and those that do not count."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in
from reports.asking import Asked, ask_form
from reports.dashboards import tile
from reports.exports import exported, links, pinned
from reports.facts import Facts, load
from reports.kpis.figure import Figure
from reports.limits import limits
from reports.models import Kpi
from reports.restatements import close_of
from reports.rows import beside_groups, groups, lines
from reports.views.files import figure_file
from reports.words import BESIDES, MATTERS, groups_of, spoken_period

PER_PAGE = 50


@require_safe
@require_role()
def kpi(request: HttpRequest, code: str) -> HttpResponse:
    """The dashboard's question, with `show` (a list of `words.GROUPS`) and `page`; `format=` csv, ods or png."""
    if code not in Kpi.values:
        raise Http404
    form = ask_form(request.GET, signed_in(request))
    context = {
        "form": form,
        "label": capfirst(Kpi(code).label),
        "breadcrumbs": [(_("Dashboard"), reverse("dashboard"))],
    }
    if not form.is_valid():
        return render(request, "reports/kpi.html", context, status=400)
    asked = form.asked()
    facts, figure = figure_for(code, asked)
    if file := exported(figure_file(facts, figure, asked), request.GET.get("format", "")):
        return file
    return render(request, "reports/kpi.html", context | _page(request, figure, asked))


def figure_for(code: str, asked: Asked) -> tuple[Facts, Figure]:
    """The facts and the asked figure, of the agency or of a unit with those below it."""
    facts = load(asked.as_of, evidence_for=asked.period if code == Kpi.TIMELY_UPDATES else None)
    figure = facts.figure(code, asked.period)
    return facts, figure.of(facts.units.with_descendants(str(asked.unit.pk))) if asked.unit else figure


def _page(request: HttpRequest, figure: Figure, asked: Asked) -> dict[str, object]:
    lists, words = groups(figure), groups_of(figure.kpi) | BESIDES | MATTERS
    first = next((name for name, rows in lists.items() if rows), "numerator")
    lists |= beside_groups(figure)
    show = request.GET.get("show", "")
    show = show if show in lists else first
    page = Paginator(lists[show], PER_PAGE).get_page(request.GET.get("page"))
    tabs = [(f"{words[name]} ({len(rows)})", asked.query(show=name), name == show) for name, rows in lists.items()]
    return {
        "asked": asked,
        "tile": tile(figure, asked),
        "period": spoken_period(asked.period),
        "tabs": tabs,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "lines": lines(figure, page.object_list, str(words[show]), asked),
        "files": links(asked),
        "pinned": pinned(asked, show=show),
        "limits": limits(asked.as_of),
        "closed": _closed(figure, asked),
        "breadcrumbs": [(_("Dashboard"), reverse("dashboard") + asked.query(show=None))],
    }


def _closed(figure: Figure, asked: Asked) -> dict[str, object] | None:
    """What the figure said when it closed, and whether it says something else by now."""
    close = close_of(figure.kpi, asked.period, str(asked.unit.pk) if asked.unit else None, asked.as_of)
    if close is None:
        return None
    told = close.numerator, close.denominator
    restated = told != (figure.numerator, figure.denominator)
    return {"as_of": close.as_of, "numerator": told[0], "denominator": told[1], "restated": restated}
