"""優先開放 (the strategy, 參二): free, reusable data for research and everyday life; which of it is open already."""

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.catalogue import with_decision
from datasets.models import Dataset, Lifecycle, Openness
from datasets.rules.openness import AVAILABLE

PAGE_SIZE = 50
IS_OPEN = Q(lifecycle__in=AVAILABLE, openness__in=[Openness.OPEN, Openness.PARTLY_OPEN])
MAY_BE_NAMED = ~Q(lifecycle=Lifecycle.UNPUBLISHED) | Q(openness__in=[Openness.PARTLY_OPEN, Openness.NOT_OPEN])
"""To the public: what was ever published, and what was decided; not what is still being thought about."""


@require_safe
def priority(request: HttpRequest) -> HttpResponse:
    """Titles, decisions, grounds and review dates; what waits for a decision is a number alone."""
    marked = Dataset.objects.filter(priority=True)
    page = Paginator(_listed(marked), PAGE_SIZE).get_page(request.GET.get("page"))
    number = marked.count()
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "number": number,
        "open": marked.filter(IS_OPEN).count(),
        "unnamed": number - page.paginator.count,
        "breadcrumbs": [(_("Overview"), reverse("home")), (_("Catalogue"), reverse("catalogue"))],
    }
    return render(request, "datasets/priority.html", context)


def _listed(marked: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """What is not open yet comes first: that is what is to be done."""
    done = Case(When(IS_OPEN, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = with_decision(marked.filter(MAY_BE_NAMED)).select_related("unit")
    return rows.annotate(done=done).order_by("done", "identifier")
