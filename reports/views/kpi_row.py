"""The evidence of one row of a figure: what was recorded about it by as-of, and what checks saw."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in
from datasets.taking import Take
from reports.asking import Asked, ask_form
from reports.listing import lists_asked
from reports.models import Kpi
from reports.rows import Line, lines
from reports.stories import Story, story
from reports.story_tables import story_tables
from reports.views.kpi import facts_for
from reports.words import spoken_period


@require_safe
@require_role()
def kpi_row(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """A row is found inside the asked figure alone, so nobody reads one of a unit that is not theirs."""
    form = ask_form(request.GET, signed_in(request))
    if code not in Kpi.values or not form.is_valid():
        raise Http404
    asked = form.asked()
    row = lists_asked(facts_for(code, asked), code, asked).find(str(key))
    if row is None:
        raise Http404
    (line,) = lines(code, [row], "", asked)
    label, query = capfirst(Kpi(code).label), asked.query()
    dataset, at = UUID(row.dataset) if row.dataset else None, asked.period.moment(asked.as_of)
    told = story(code, key, dataset, asked.as_of, at)
    context = {
        "line": line,
        "label": label,
        "asked": asked,
        "story": told,
        "take": evidence_take(f"evidence-{code}", line, told, asked, str(label)),
        "breadcrumbs": [(_("Dashboard"), reverse("dashboard") + query), (label, reverse("kpi", args=[code]) + query)],
    }
    return TemplateResponse(request, "reports/kpi_row.html", context)


def evidence_take(name: str, line: Line, told: Story, asked: Asked, label: str) -> Take:
    """The row's evidence as files; the link to it keeps period and moment."""
    pinned = {"period": asked.period.code, "as_of": asked.as_of.isoformat()}
    subject = f"{label} · {spoken_period(asked.period)} · {line.word}"
    return Take(name, line.subject, asked.as_of, lambda: story_tables(line.subject, told), subject, pinned=pinned)
