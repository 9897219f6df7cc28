"""The officer excuses overdue obligations by a resolution; everybody who reads sees which, by what, and when."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import READERS, require_role, signed_in
from datasets.asof import takes_as_of
from datasets.dues import Due, dues, unstated, with_history
from datasets.fields import sentence
from datasets.models import UpdateObligation
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from datasets.templatetags.due import period
from reports.models import Excusal, Resolution
from reports.services.excusals import excuse
from reports.views.around import at_moment

SHOWN = ("event__obligation__dataset", "event__obligation__unit", "resolution__meeting", "recorded_by")
MOST = 200
"""Overdue obligations offered at once, the oldest first."""


class ExcusalForm(forms.Form):
    resolution = forms.ModelChoiceField(
        Resolution.objects.select_related("meeting").order_by("-position"),
        label=gettext_lazy("Resolution"),
        empty_label=gettext_lazy("choose one"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    obligations = forms.ModelMultipleChoiceField(
        UpdateObligation.objects.all(),
        label=gettext_lazy("Obligations to excuse"),
        error_messages={"required": gettext_lazy("Choose at least one obligation.")},
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["resolution"]
        field.label_from_instance = lambda row: f"{row.meeting} {row.number}: {row.text[:60]}"


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
@takes_as_of
def excusals(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """?as_of= what was excused by then; a POST by the officer excuses what was chosen."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = ExcusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = excuse(**form.cleaned_data, by=user)
        except Refusal as refusal:
            form.add_error(refusal.code, sentence(refusal))
        else:
            messages.success(request, _("%(number)s obligations are excused.") % {"number": len(made)})
            return redirect("excusals")
    rows = Excusal.objects.known_at(as_of).order_by("-position").select_related(*SHOWN)
    page, title = Paginator(rows, 50).get_page(request.GET.get("page")), _("Excused updates")
    writes = user.is_officer and as_of is None
    context = {
        "form": form if writes else None,
        "overdue": _overdue() if writes else [],
        "chosen": request.POST.getlist("obligations"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "as_of": as_of,
        "take": Take("excused", title, as_of or timezone.now(), lambda: [_table(title, rows)]),
        "breadcrumbs": [(_("Meetings"), reverse("meetings") + at_moment(request))],
    }
    return TemplateResponse(request, "reports/excusals.html", context, status=400 if form.errors else 200)


def _table(caption: str, rows: QuerySet[Excusal]) -> Table:
    columns = (
        Column(_("Dataset"), width=5), Column(_("Identifier")), Column(_("Unit"), width=3),
        Column(_("Period"), width=3), Column(_("Due"), "date"), Column(_("Resolution"), width=4),
        Column(_("Reason"), width=5), Column(_("Recorded"), "datetime"),
    )  # fmt: skip
    return Table(caption, columns, tuple(map(_row, rows)))


def _row(one: Excusal) -> tuple[Value, ...]:
    owed, event = one.event.obligation, one.event
    resolution = f"{one.resolution.meeting} {one.resolution.number}"
    about = (str(owed.dataset), owed.dataset.identifier, str(owed.unit), period(owed), owed.due)
    return (*about, resolution, event.reason, one.recorded_at)


def _overdue() -> list[Due]:
    now = timezone.now()
    rows = unstated().filter(due__lt=taipei_day(now)).order_by("due", "dataset__identifier")
    return [due for due in dues(with_history(rows[: 2 * MOST]), now) if due.outcome.state == "overdue"][:MOST]
