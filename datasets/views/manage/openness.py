"""Whether a dataset is open: decisions one after the other, its state of life, and withdrawal by two people."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import EDITORS, dataset_to_edit, may_edit, require_role, signed_in, unit_scope
from datasets.fields import DayField, sentence
from datasets.models import Dataset, Ground, Lifecycle, Openness, Role, User, WithdrawalRequest
from datasets.querysets import waiting_withdrawals
from datasets.rules.refusal import Refusal
from datasets.services.obligations import lapse_obligations
from datasets.services.openness import (
    BY_HAND,
    Ruling,
    approve_withdrawal,
    change_life,
    decide_openness,
    refuse_withdrawal,
    request_withdrawal,
)


class RulingForm(forms.Form):
    """A decision. What is not fully open needs a ground, a reason and a day of review."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[c for c in Openness.choices if c[0] != Openness.UNDECIDED],
        widget=forms.RadioSelect,
    )
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("Grounds for not opening"),
        choices=Ground.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Law and article, where there is one."),
    )
    reason = forms.CharField(
        label=gettext_lazy("The unit's reason"), widget=forms.Textarea({"rows": 3}), max_length=5000, required=False
    )
    review_by = DayField(
        label=gettext_lazy("Review by"), required=False, help_text=gettext_lazy("Such as 116/06/30 or 2027-06-30.")
    )

    def ruling(self) -> Ruling:
        return Ruling(**self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                Ruling(**cleaned).check(timezone.localdate())
            except Refusal as refusal:
                self.add_error(refusal.code, sentence(refusal))
        return cleaned


class LifeForm(forms.Form):
    """A state of life that one person may set."""

    state = forms.ChoiceField(
        label=gettext_lazy("New state"), choices=[*BLANK_CHOICE_DASH, *((s.value, s.label) for s in BY_HAND)]
    )
    on = DayField(
        label=gettext_lazy("Since"), required=False, help_text=gettext_lazy("The source's own date, if it is known.")
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea({"rows": 3}),
        max_length=5000,
        help_text=gettext_lazy("The public reads it beside the withdrawn dataset."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*EDITORS)
def openness(request: HttpRequest, identifier: str) -> HttpResponse:
    """The officer decides; people of the unit may ask for a withdrawal."""
    user = signed_in(request)
    dataset = dataset_to_edit(user, identifier)
    asked = request.POST.get("what", "") if request.method == "POST" else ""
    if asked in {"decide", "live"} and not user.is_officer:
        raise PermissionDenied
    pages = {
        "ruling": RulingForm(request.POST if asked == "decide" else None, prefix="ruling"),
        "life": LifeForm(request.POST if asked == "live" else None, prefix="life"),
        "withdrawal": ReasonForm(request.POST if asked == "withdraw" else None, prefix="withdrawal"),
    }
    form = {"decide": pages["ruling"], "live": pages["life"], "withdraw": pages["withdrawal"]}.get(asked)
    if form is not None and form.is_valid() and _done(form, dataset, user):
        lapse_obligations(timezone.localdate())
        messages.success(request, _("Recorded."))
        return redirect("openness", dataset.identifier)
    return render(request, "datasets/openness.html", {**pages, **_past(dataset), "dataset": dataset})


def _done(form: forms.Form, dataset: Dataset, user: User) -> bool:
    """Record what the form says; False, with the error in the form, where a rule refuses it."""
    try:
        match form:
            case RulingForm():
                decide_openness(dataset, form.ruling(), by=user, today=timezone.localdate())
            case LifeForm():
                change_life(dataset, by=user, **form.cleaned_data)
            case _:
                request_withdrawal(dataset, form.cleaned_data["reason"], by=user)
    except Refusal as refusal:
        form.add_error(refusal.code if refusal.code in form.fields else None, sentence(refusal))
        return False
    return True


def _past(dataset: Dataset) -> dict[str, Any]:
    return {
        "decisions": dataset.openness_decisions.select_related("recorded_by").order_by("-position"),
        "lives": dataset.lifecycle_changes.select_related("recorded_by", "asked_by").order_by("-position"),
        "waiting": waiting_withdrawals().filter(dataset=dataset).first(),
        "may_withdraw": dataset.lifecycle in BY_HAND,
        "withdrawn": dataset.lifecycle == Lifecycle.WITHDRAWN,
        "breadcrumbs": [
            (_("Inventory"), reverse("inventory")),
            (str(dataset), reverse("dataset_edit", args=[dataset.identifier])),
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.HEAD, Role.OFFICER, Role.AUDITOR)
def withdrawals(request: HttpRequest) -> HttpResponse:
    """Requests that wait. Another person than the one who asked decides: a head of the unit, or an officer."""
    user = signed_in(request)
    if request.method == "POST":
        return _settle(request, user)
    waiting = waiting_withdrawals().filter(dataset__unit__in=unit_scope(user))
    rows = [(row, row.recorded_by_id != user.pk and user.role != Role.AUDITOR) for row in waiting]
    return render(request, "datasets/withdrawals.html", {"rows": rows})


def _settle(request: HttpRequest, user: User) -> HttpResponse:
    if user.role == Role.AUDITOR:
        raise PermissionDenied
    number = request.POST.get("request", "")
    asked = get_object_or_404(
        WithdrawalRequest.objects.select_related("dataset"), position=int(number) if number.isdecimal() else -1
    )
    if not may_edit(user, asked.dataset.unit_id):
        raise PermissionDenied
    try:
        if "approve" in request.POST:
            approve_withdrawal(asked, by=user)
            lapse_obligations(timezone.localdate())
        else:
            refuse_withdrawal(asked, request.POST.get("reason", "").replace("\x00", ""), by=user)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Recorded."))
    return redirect("withdrawals")
