"""The log of training and outreach (the strategy, 參六 and 參七; section 14)."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import READERS, require_role, signed_in
from datasets.fields import DayField
from reports.facts.meetings import events_known_at
from reports.models import Outreach
from reports.services.outreach import log_event
from reports.views.around import tabs

PER_PAGE = 50


class OutreachForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Outreach.Kind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    held_on = DayField(label=gettext_lazy("Date"))
    hours = forms.DecimalField(label=gettext_lazy("Hours"), min_value=0, max_digits=5, decimal_places=1)
    people = forms.IntegerField(label=gettext_lazy("Number of people"), min_value=0, max_value=1_000_000)
    note = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def outreach(request: HttpRequest) -> HttpResponse:
    """What was held, newest first; the officer adds."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = OutreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        log_event(**form.cleaned_data, by=user)
        messages.success(request, _("The entry is added."))
        return redirect("outreach")
    page = Paginator(events_known_at(None), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form if user.is_officer else None,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "tabs": tabs(user, "outreach"),
    }
    return render(request, "reports/outreach.html", context, status=400 if form.errors else 200)
