"""What a unit has to mend, ranked by what it gains, each with the sentence for a clerk."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in, unit_for, unit_scope
from datasets.models import Unit
from quality.mending import Kind, to_mend

PAGE = 25


def kinds() -> dict[Kind, tuple[str, str]]:
    """Badge state and word of each kind of trouble."""
    return {
        "outage": ("bad", _("out of reach")),
        "content": ("bad", _("not machine-readable")),
        "suspicion": ("warn", _("failed last time")),
        "catalogue": ("info", _("differs from the catalogue")),
    }


@require_safe
@require_role()
def mend(request: HttpRequest) -> HttpResponse:
    """The own unit's list; readers may ask for any unit's, or all."""
    user = signed_in(request)
    units = unit_scope(user)
    wanted = request.GET.get("unit", "")
    unit = unit_for(user, wanted) if wanted else None
    troubles = to_mend(units.filter(pk=unit.pk) if unit else units)
    words = kinds()
    page: Any = Paginator([(trouble, *words[trouble.kind]) for trouble in troubles], PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "unit": unit or user.unit,
        "units": Unit.objects.filter(merged_into=None) if user.reads_everything else None,
        "several": unit is None and units.count() > 1,
        "counts": {kind: sum(trouble.kind == kind for trouble in troubles) for kind in words},
    }
    return render(request, "quality/mend.html", context)
