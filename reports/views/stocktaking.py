"""Stocktaking (the strategy, 參三): who was asked, who answered when, and what they reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import may_edit, require_role, signed_in, unit_for, unit_scope
from datasets.asof import takes_as_of
from datasets.fields import DayField
from datasets.models import Unit
from datasets.rules.days import taipei_day
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.models import StocktakingAnswer, StocktakingRound
from reports.services.stocktaking import answer_round, ask_units
from reports.views.around import at_moment, tabs

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
@takes_as_of
def stocktaking(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """The rounds, the newest first, with every unit that this person may see; the officer begins one.

    ?as_of= as they stood at a moment; `format=` csv, ods or png of all rounds.
    """
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_units(**form.cleaned_data, by=user)
        messages.success(request, _("The round has begun."))
        return redirect("stocktaking")
    moment, units = as_of or timezone.now(), list(unit_scope(user).filter(merged_into=None).order_by("code"))
    every = StocktakingRound.objects.known_at(as_of).order_by("-position")
    page = Paginator(every, ROUNDS).get_page(request.GET.get("page"))
    context = {
        "form": form if user.is_officer and as_of is None else None,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "rounds": _rounds(page.object_list, units, moment),
        "tabs": tabs(user, "stocktaking", at_moment(request)),
        "as_of": as_of,
        "take": Take("stocktaking", _("Stocktaking"), moment, lambda: [_table(_rounds(every, units, moment))]),
    }
    return TemplateResponse(request, "reports/stocktaking.html", context, status=400 if form.errors else 200)


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


def _rounds(
    rounds: Iterable[StocktakingRound], units: Sequence[Unit], moment: datetime
) -> list[tuple[StocktakingRound, list[Asked]]]:
    """As they stood at a moment. One query for the answers of all."""
    shown = list(rounds)
    rows = StocktakingAnswer.objects.known_at(moment).filter(round__in=shown, unit__in=units).order_by("position")
    last = {(row.round_id, row.unit_id): row for row in rows}
    today = taipei_day(moment)
    return [(one, [Asked(unit, *_stand(last.get((one.pk, unit.pk)), one, today)) for unit in units]) for one in shown]


def _table(rounds: Iterable[tuple[StocktakingRound, list[Asked]]]) -> Table:
    columns = (
        Column(_("Round"), width=4), Column(_("Answers by"), "date"), Column(_("Unit"), width=3),
        Column(_("State"), width=2), Column(_("Answered on"), "date"), Column(_("Systems"), "integer"),
        Column(_("Public sites"), "integer"), Column(_("Items reported"), "integer"), Column(_("Remark"), width=4),
    )  # fmt: skip
    return Table(_("Stocktaking"), columns, tuple(_row(one, asked) for one, own in rounds for asked in own))


def _row(one: StocktakingRound, asked: Asked) -> tuple[Value, ...]:
    said: tuple[Value, ...] = (None, None, None, None, "")
    if answer := asked.answer:
        said = (taipei_day(answer.recorded_at), answer.systems, answer.sites, answer.found, answer.note)
    return (one.title, one.due_on, str(asked.unit), asked.word, *said)


def _stand(
    answer: StocktakingAnswer | None, asked: StocktakingRound, today: date
) -> tuple[StocktakingAnswer | None, str, str]:
    if answer is None:
        return (None, "bad", _("no answer in time")) if asked.due_on < today else (None, "info", _("to answer"))
    late = taipei_day(answer.recorded_at) > asked.due_on
    return (answer, "warn", _("answered late")) if late else (answer, "good", _("answered in time"))
