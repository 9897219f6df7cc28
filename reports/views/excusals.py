"""The officer excuses overdue obligations by a resolution; everybody who reads sees which, by what, and when."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import READERS, require_role, signed_in
from datasets.dues import Due, dues, unstated, with_history
from datasets.fields import AsOfField, sentence
from datasets.models import UpdateObligation
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from reports.models import Excusal, Resolution
from reports.services.excusals import excuse

MOST = 200
"""Overdue obligations offered at once, the oldest first."""


class ExcusalForm(forms.Form):
    resolution = forms.ModelChoiceField(
        Resolution.objects.select_related("meeting").order_by("-position"), label=gettext_lazy("Resolution")
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


class AsOfForm(forms.Form):
    as_of = AsOfField(required=False)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def excusals(request: HttpRequest) -> HttpResponse:
    """?as_of= what was excused by then; a POST by the officer excuses what was chosen."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form, asked = ExcusalForm(request.POST or None), AsOfForm(request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            made = excuse(**form.cleaned_data, by=user)
        except Refusal as refusal:
            form.add_error(refusal.code, sentence(refusal))
        else:
            messages.success(request, _("%(number)s obligations are excused.") % {"number": len(made)})
            return redirect("excusals")
    stamp = asked.cleaned_data["as_of"] if asked.is_valid() else None
    known = Excusal.objects.known_at(stamp.at if stamp else None).order_by("-position")
    rows = known.select_related(
        "event__obligation__dataset", "event__obligation__unit", "resolution__meeting", "recorded_by"
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "form": form if user.is_officer else None,
        "overdue": _overdue() if user.is_officer else [],
        "chosen": request.POST.getlist("obligations"),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "breadcrumbs": [(_("Meetings"), reverse("meetings"))],
        "refused": asked.errors.get("as_of", []),
    }
    return render(request, "reports/excusals.html", context, status=400 if form.errors or asked.errors else 200)


def _overdue() -> list[Due]:
    now = timezone.now()
    rows = unstated().filter(due__lt=taipei_day(now)).order_by("due", "dataset__identifier")
    return [due for due in dues(with_history(rows[: 2 * MOST]), now) if due.outcome.state == "overdue"][:MOST]
