"""The evidence of one row of a figure: what was recorded about it by as-of, and what checks saw."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in
from reports.asking import ask_form
from reports.kpis.figure import Figure, Row
from reports.models import Kpi
from reports.rows import lines
from reports.stories import story
from reports.views.kpi import figure_for


@require_safe
@require_role()
def kpi_row(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """A row is found inside the asked figure alone, so nobody reads one of a unit that is not theirs."""
    form = ask_form(request.GET, signed_in(request))
    if code not in Kpi.values or not form.is_valid():
        raise Http404
    asked = form.asked()
    row = _row(figure := figure_for(code, asked)[1], str(key))
    (line,) = lines(figure, [row], "", asked)
    label, query = capfirst(Kpi(code).label), asked.query()
    context = {
        "line": line,
        "label": label,
        "asked": asked,
        "story": story(
            code, key, UUID(row.dataset) if row.dataset else None, asked.as_of, asked.period.moment(asked.as_of)
        ),
        "breadcrumbs": [(_("Dashboard"), reverse("dashboard") + query), (label, reverse("kpi", args=[code]) + query)],
    }
    return render(request, "reports/kpi_row.html", context)


def _row(figure: Figure, key: str) -> Row:
    rows = (*figure.denominator_rows, *figure.numerator_rows, *figure.pending_rows, *figure.aside_rows)
    try:
        return next(row for row in rows if row.key == key)
    except StopIteration:
        raise Http404 from None
