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
from reports.kpis.figure import Figure, Told
from reports.limits import limits
from reports.listing import Lists, lists_asked
from reports.models import Kpi
from reports.restatements import close_of
from reports.rows import lines
from reports.views.files import figure_file
from reports.words import BESIDES, GROUPS, MATTERS, groups_of, spoken_period

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
    facts = facts_for(code, asked)
    wanted = request.GET.get("format", "")
    if wanted and (file := exported(figure_file(facts, figure_of(facts, code, asked), asked), wanted)):
        return file
    return render(request, "reports/kpi.html", context | _page(request, lists_asked(facts, code, asked), asked))


def facts_for(code: str, asked: Asked) -> Facts:
    return load(asked.as_of, evidence_for=asked.period if code == Kpi.TIMELY_UPDATES else None)


def figure_of(facts: Facts, code: str, asked: Asked) -> Figure:
    """With every row, of the agency or of a unit with those below it."""
    scope, figure = facts.scope(asked.unit.pk if asked.unit else None), facts.figure(code, asked.period)
    return figure if scope is None else figure.of(scope)


def _page(request: HttpRequest, lists: Lists, asked: Asked) -> dict[str, object]:
    kpi, sizes = lists.told.kpi, lists.sizes
    words = groups_of(kpi) | BESIDES | MATTERS
    first = next((name for name in GROUPS if sizes[name]), "numerator")
    show = request.GET.get("show", "")
    show = show if show in sizes else first
    page = Paginator(lists.rows(show), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [(f"{words[name]} ({size})", asked.query(show=name), name == show) for name, size in sizes.items()]
    return {
        "asked": asked,
        "tile": tile(lists.told, asked),
        "period": spoken_period(asked.period),
        "tabs": tabs,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "lines": lines(kpi, page.object_list, str(words[show]), asked),
        "files": links(asked),
        "pinned": pinned(asked, show=show),
        "limits": limits(asked.as_of),
        "closed": _closed(lists.told, asked),
        "breadcrumbs": [(_("Dashboard"), reverse("dashboard") + asked.query(show=None))],
    }


def _closed(figure: Told, asked: Asked) -> dict[str, object] | None:
    """What the figure said when it closed, and whether it says something else by now."""
    close = close_of(figure.kpi, asked.period, str(asked.unit.pk) if asked.unit else None, asked.as_of)
    if close is None:
        return None
    told = close.numerator, close.denominator
    restated = told != (figure.numerator, figure.denominator)
    return {"as_of": close.as_of, "numerator": told[0], "denominator": told[1], "restated": restated}
