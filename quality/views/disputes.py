"""Disputes that wait for the officer, the ruling on each, and those that are over."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
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
from quality.words import said, weight_of

PAGE = 25


class RulingForm(forms.Form):
    accepted = forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("accept")), ("no", gettext_lazy("refuse"))], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(required=False, max_length=2000)


@require_safe
@require_role(*READERS)
def disputes(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page: Any = Paginator(service.past(today), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": _told(service.open_disputes(today)),
        "may_rule": signed_in(request).role == Role.OFFICER,
        "past": _told(page.object_list),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "quality/disputes.html", context)


def _told(found: Iterable[Dispute]) -> list[tuple[Dispute, str, str, str]]:
    """Each with what is disputed: how much it weighs, in two words, and its sentence."""
    return [(one, *weight_of(one.observation, one.code), said(one.observation, one.code)) for one in found]


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
