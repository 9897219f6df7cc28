"""優先開放 (the strategy, 參二): free, reusable data for research and everyday life; which of it is open already."""

from collections.abc import Iterable
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.asof import takes_as_of
from datasets.catalogue import with_decision
from datasets.listing import openness_table
from datasets.models import Dataset, Lifecycle, Openness
from datasets.past import as_they_were, known_then, marked_then
from datasets.rules.openness import AVAILABLE
from datasets.taking import Take

PAGE_SIZE = 50
NOW = ("lifecycle", "openness")
THEN = ("life", "verdict")
"""Under which names a queryset knows state of life and decision: its own columns, or those of `known_then`."""


@require_safe
@takes_as_of
def priority(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """Titles, decisions, grounds and review dates; what waits for a decision is a number alone. ?as_of=."""
    marked, names = _marked(as_of), THEN if as_of else NOW
    listed = _listed(marked, *names)
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    number, title = marked.count(), _("Priority for opening")
    context = {
        "page": page,
        "items": _shown(page.object_list, as_of),
        "pages": page.paginator.get_elided_page_range(page.number),
        "number": number,
        "open": marked.filter(_is_open(*names)).count(),
        "unnamed": number - page.paginator.count,
        "as_of": as_of,
        "take": Take(
            "priority", title, as_of or timezone.now(), lambda: [openness_table(title, _shown(listed, as_of))]
        ),
        "breadcrumbs": [(_("Overview"), reverse("home")), (_("Catalogue"), reverse("catalogue"))],
    }
    return TemplateResponse(request, "datasets/priority.html", context)


def _marked(as_of: datetime | None) -> QuerySet[Dataset]:
    if as_of is None:
        return with_decision(Dataset.objects.filter(priority=True)).select_related("unit")
    return known_then(Dataset.objects.filter(pk__in=marked_then(as_of)), as_of)


def _is_open(life: str, verdict: str) -> Q:
    return Q((f"{life}__in", AVAILABLE), (f"{verdict}__in", [Openness.OPEN, Openness.PARTLY_OPEN]))


def _listed(marked: QuerySet[Dataset], life: str, verdict: str) -> QuerySet[Dataset]:
    """What is not open yet comes first: that is what is to be done.

    To the public: what was ever published, and what was decided; not what is still being thought about.
    """
    done = Case(When(_is_open(life, verdict), then=Value(1)), default=Value(0), output_field=IntegerField())
    decided = [Openness.PARTLY_OPEN, Openness.NOT_OPEN]
    named = ~Q((life, Lifecycle.UNPUBLISHED)) | Q((f"{verdict}__in", decided))
    return marked.filter(named).annotate(done=done).order_by("done", "identifier")


def _shown(rows: Iterable[Dataset], as_of: datetime | None) -> list[Dataset]:
    return as_they_were(rows, as_of) if as_of else list(rows)
