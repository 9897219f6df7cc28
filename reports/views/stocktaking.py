"""Stocktaking (the strategy, 參三): who was asked, who answered when, and what they reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import may_edit, require_role, signed_in, unit_for, unit_scope
from datasets.fields import DayField
from datasets.models import Unit
from datasets.rules.days import taipei_day
from reports.models import StocktakingAnswer, StocktakingRound
from reports.services.stocktaking import answer_round, ask_units
from reports.views.around import tabs

ROUNDS = 5
MOST = 1_000_000


class RoundForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    due_on = DayField(label=gettext_lazy("Answers by"))
    note = forms.CharField(
        label=gettext_lazy("What is asked"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    systems = forms.IntegerField(label=gettext_lazy("Internal systems gone through"), min_value=0, max_value=MOST)
    sites = forms.IntegerField(label=gettext_lazy("Public sites gone through"), min_value=0, max_value=MOST)
    found = forms.IntegerField(label=gettext_lazy("Items reported for the inventory"), min_value=0, max_value=MOST)
    note = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One unit in a round: its last answer, and how that stands to the day."""

    unit: Unit
    answer: StocktakingAnswer | None
    state: str
    word: str


@require_http_methods(["GET", "POST"])
@require_role()
def stocktaking(request: HttpRequest) -> HttpResponse:
    """The rounds, the newest first, with every unit that this person may see; the officer begins one."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_units(**form.cleaned_data, by=user)
        messages.success(request, _("The round has begun."))
        return redirect("stocktaking")
    page = Paginator(StocktakingRound.objects.order_by("-position"), ROUNDS).get_page(request.GET.get("page"))
    context = {
        "form": form if user.is_officer else None,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "rounds": _rounds(page.object_list, list(unit_scope(user).filter(merged_into=None).order_by("code"))),
        "tabs": tabs(user, "stocktaking"),
    }
    return render(request, "reports/stocktaking.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_role()
def stocktaking_answer(request: HttpRequest, pk: UUID, unit: str) -> HttpResponse:
    """One unit's answers to a round; people of the unit write them."""
    user, found = signed_in(request), unit_for(request.user, unit)
    asked = get_object_or_404(StocktakingRound, pk=pk)
    may_write = user.works_in_unit and may_edit(user, found.pk)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_round(asked=asked, unit=found, **form.cleaned_data, by=user)
        messages.success(request, _("The answer is recorded."))
        return redirect("stocktaking")
    context = {
        "round": asked,
        "unit": found,
        "form": form if may_write else None,
        "answers": asked.answers.filter(unit=found).order_by("-position"),
        "systems": found.systems.count(),
        "breadcrumbs": [(_("Stocktaking"), reverse("stocktaking"))],
    }
    return render(request, "reports/stocktaking_answer.html", context, status=400 if form.errors else 200)


def _rounds(rounds: Iterable[StocktakingRound], units: Sequence[Unit]) -> list[tuple[StocktakingRound, list[Asked]]]:
    """One query for the answers of all."""
    shown = list(rounds)
    rows = StocktakingAnswer.objects.filter(round__in=shown, unit__in=units).order_by("position")
    last = {(row.round_id, row.unit_id): row for row in rows}
    today = taipei_day(timezone.now())
    return [(one, [Asked(unit, *_stand(last.get((one.pk, unit.pk)), one, today)) for unit in units]) for one in shown]


def _stand(
    answer: StocktakingAnswer | None, asked: StocktakingRound, today: date
) -> tuple[StocktakingAnswer | None, str, str]:
    if answer is None:
        return (None, "bad", _("no answer in time")) if asked.due_on < today else (None, "info", _("to answer"))
    late = taipei_day(answer.recorded_at) > asked.due_on
    return (answer, "warn", _("answered late")) if late else (answer, "good", _("answered in time"))
