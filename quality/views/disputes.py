"""Disputes that wait for the officer, and the ruling on each."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.models import Role
from datasets.rules.refusal import Refusal
from quality.models import Dispute
from quality.services import disputes as service
from quality.words import said


class RulingForm(forms.Form):
    accepted = forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("accept")), ("no", gettext_lazy("refuse"))], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(required=False, max_length=2000)


@require_safe
@require_role(*READERS)
def disputes(request: HttpRequest) -> HttpResponse:
    waiting = service.open_disputes(timezone.localdate())
    rows = [(one, said(one.observation, one.code)) for one in waiting]
    context = {"rows": rows, "may_rule": signed_in(request).role == Role.OFFICER}
    return render(request, "quality/disputes.html", context)


@require_http_methods(["POST"])
@require_role(Role.OFFICER)
def rule(request: HttpRequest, dispute: UUID) -> HttpResponse:
    found = get_object_or_404(Dispute, pk=dispute)
    form = RulingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say whether you accept or refuse the dispute."))
        return redirect("disputes")
    try:
        service.rule(dispute=found, by=signed_in(request), **form.cleaned_data)
        messages.success(request, _("The ruling was recorded."))
    except Refusal as refusal:
        messages.error(request, _(refusal.message) % refusal.params)
    return redirect("disputes")
