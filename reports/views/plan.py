"""年度計畫 (the strategy, 肆): what is to be opened in a year, by unit and month, and what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import require_role, signed_in
from datasets.models import Dataset, InformationSystem, Unit
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.asking import Asked, ask_form
from reports.facts import load
from reports.kpis.quarters import ReportPeriod
from reports.plan import Planned, lines_known_at, plan_of
from reports.services.plans import plan_opening, strike
from reports.views.around import tabs
from reports.words import PLANNED, spoken_period


class PlanForm(forms.Form):
    """A line names one dataset, or one system."""

    unit = forms.ModelChoiceField(
        Unit.objects.filter(merged_into=None), label=gettext_lazy("Unit"), empty_label=gettext_lazy("choose one")
    )
    dataset = forms.ModelChoiceField(
        Dataset.objects.all(), to_field_name="identifier", required=False, label=gettext_lazy("Dataset"),
        widget=forms.TextInput, help_text=gettext_lazy("its identifier"),
    )  # fmt: skip
    system = forms.ModelChoiceField(
        InformationSystem.objects.all(), to_field_name="code", required=False,
        label=gettext_lazy("or what comes from a system"), empty_label=gettext_lazy("none"),
    )  # fmt: skip
    month = forms.TypedChoiceField(
        label=gettext_lazy("Open by the end of month"), coerce=int, choices=list(MONTHS.items())
    )
    note = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("dataset")) == bool(cleaned.get("system")):
            self.add_error("dataset", _("Name a dataset or a system, and not both."))
        return cleaned


class StrikeForm(forms.Form):
    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000)


@require_http_methods(["GET", "POST"])
@require_role()
def plan(request: HttpRequest) -> HttpResponse:
    """?period=2026&as_of=&unit=; readers see every unit, unit people their own; the officer writes."""
    user = signed_in(request)
    form = ask_form(request.GET, user)
    if not form.is_valid():
        return render(request, "reports/plan.html", {"form": form}, status=400)
    asked = form.asked()
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    adding = PlanForm(request.POST if request.POST.get("what") == "add" else None)
    if request.method == "POST" and _written(request, adding, asked):
        return redirect(reverse("plan") + asked.query())
    facts = load(asked.as_of)
    units = facts.units.with_descendants(str(asked.unit.pk)) if asked.unit else None
    rows, title = plan_of(facts, asked.period.year, units), _("Yearly plan")
    context = {
        "form": form,
        "asked": asked,
        "year": spoken_period(ReportPeriod(asked.period.year, "year")),
        "rows": [(one, *PLANNED[one.state]) for one in rows],
        "counts": [
            (label, sum(one.state == state for one in rows), badge) for state, (badge, label) in PLANNED.items()
        ],
        "adding": adding if user.is_officer and not asked.given.get("as_of") else None,
        "tabs": tabs(user, "plan", asked.moment()),
        "take": Take(f"plan-{asked.period.year}", title, asked.as_of, lambda: [_table(title, rows)]),
    }
    return TemplateResponse(request, "reports/plan.html", context, status=400 if adding.errors else 200)


def _written(request: HttpRequest, adding: PlanForm, asked: Asked) -> bool:
    """Whether the line was added or struck."""
    user = signed_in(request)
    if adding.is_bound:
        if not adding.is_valid():
            return False
        given = adding.cleaned_data
        plan_opening(**{**given, "month": date(asked.period.year, given["month"], 1)}, by=user)
    else:
        striking = StrikeForm(request.POST)
        if not striking.is_valid():
            messages.error(request, _("Say why the line is struck."))
            return True
        strike(_line(striking.cleaned_data["entry"], asked), reason=striking.cleaned_data["reason"], by=user)
    messages.success(request, _("The plan is recorded."))
    return True


def _line(entry: UUID, asked: Asked) -> Any:
    found = [one for one in lines_known_at(asked.as_of, asked.period.year) if one.entry == entry]
    if not found:
        raise Http404
    return found[0]


def _table(caption: str, rows: Sequence[Planned]) -> Table:
    columns = (
        Column(_("Unit"), width=3), Column(_("Dataset"), width=5), Column(_("System"), width=4),
        Column(_("Planned month")), Column(_("State"), width=2), Column(_("Open since"), "date"),
        Column(_("Remark"), width=4),
    )  # fmt: skip
    return Table(caption, columns, tuple(map(_row, rows)))


def _row(one: Planned) -> tuple[Value, ...]:
    row = one.line
    about = (str(row.unit), str(row.dataset or ""), str(row.system or ""), f"{row.month:%Y-%m}")
    return (*about, str(PLANNED[one.state][1]), one.opened_on, row.note)
