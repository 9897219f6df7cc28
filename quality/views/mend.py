"""What a unit has to mend, ranked by what it gains, each with the sentence for a clerk."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in, unit_for, unit_scope
from datasets.asof import takes_as_of
from datasets.models import Role, Unit
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from quality.mending import Kind, Trouble, to_mend, to_mend_then

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
@takes_as_of
def mend(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """The own unit's list; readers may ask for any unit's, or all. ?as_of= what was to mend then; `format=` a file."""
    user = signed_in(request)
    units = unit_scope(user)
    wanted = request.GET.get("unit", "")
    unit = unit_for(user, wanted) if wanted else None
    asked = units.filter(pk=unit.pk) if unit else units
    private = user.role != Role.ADVISORY
    troubles = to_mend_then(asked, as_of, private=private) if as_of else to_mend(asked, private=private)
    words, title = kinds(), _("What to mend")
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
        "as_of": as_of,
        "take": Take("to-mend", title, as_of or timezone.now(), lambda: [_table(title, troubles)], str(unit or "")),
    }
    return TemplateResponse(request, "quality/mend.html", context)


def _table(caption: str, troubles: Sequence[Trouble]) -> Table:
    columns = (
        Column(_("Dataset"), width=5), Column(_("Identifier")), Column(_("File"), width=2), Column(_("Unit"), width=2),
        Column(_("Trouble"), width=2), Column(_("How to mend it"), width=8),
        Column(_("Share of passing datasets"), "points"), Column(_("MQA points"), "decimal"),
    )  # fmt: skip
    words = kinds()
    return Table(caption, columns, tuple(_row(one, words[one.kind][1]) for one in troubles))


def _row(one: Trouble, word: str) -> tuple[Value, ...]:
    file = one.state.distribution
    about = (str(file.dataset), file.dataset.identifier, str(file), str(file.dataset.unit))
    points = Decimal(one.points.numerator) / Decimal(one.points.denominator)
    return (*about, word, " ".join(one.sentences), one.gain, points)
