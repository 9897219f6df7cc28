"""What changed between two moments, and which closed figures were restated: for the group, officer and auditor."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from datasets.access import READERS, require_role
from datasets.fields import AsOfField, offer
from datasets.models import Dataset, Unit
from datasets.rules.days import taipei_day
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.asking import PeriodField
from reports.changes import Moved, Told, Wanted, figures_between, recorded, tell
from reports.downloads import csv_response
from reports.fact_words import WAYS
from reports.facts import default_as_of, load
from reports.kpis.quarters import period_of
from reports.limits import limits
from reports.models import Kpi
from reports.restatements import Restatement, restated
from reports.words import spoken_period

PER_PAGE = 25
A_WEEK = timedelta(days=7)
MOST = 20_000
"""Rows of a file; who wants more takes `export_facts`."""
HEADINGS = ("position", "recorded_at", "kind", "says", "dataset", "unit", "recorded_by")


class ChangesForm(forms.Form):
    since = AsOfField(required=False, label=gettext_lazy("From"), help_text=gettext_lazy("empty: a week before"))
    until = AsOfField(required=False, label=gettext_lazy("To"), help_text=gettext_lazy("empty: now"))
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind of fact"))
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("code"),
        required=False,
        to_field_name="code",
        label=gettext_lazy("Unit"),
        empty_label=gettext_lazy("all"),
    )
    dataset = forms.ModelChoiceField(
        Dataset.objects.all(), required=False, to_field_name="identifier", label=gettext_lazy("Dataset"),
        widget=forms.TextInput, help_text=gettext_lazy("its identifier"),
    )  # fmt: skip
    period = PeriodField(required=False, max_length=20, label=gettext_lazy("Reporting period"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = sorted(((kind, capfirst(str(way.label))) for kind, way in WAYS.items()), key=lambda pair: pair[1])
        offer(self, "kind", [("", _("all")), *kinds])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.at > until.at:
            self.add_error("since", _("This lies after the second moment: exchange the two."))
        return cleaned

    def wanted(self) -> Wanted:
        """Call it on a valid form."""
        chosen = self.cleaned_data
        until = chosen["until"].at if chosen["until"] else default_as_of(timezone.now())
        since = chosen["since"].at if chosen["since"] else until - A_WEEK
        return Wanted(since, until, chosen["kind"], chosen["unit"], chosen["dataset"])


@require_safe
@require_role(*READERS)
def changes(request: HttpRequest) -> HttpResponse:
    """?since=2026-10-01&until=2026-10-08T09:00&kind=&unit=&dataset=&period=; `format=csv` or `json`: all facts."""
    form = ChangesForm(request.GET)
    context = {"form": form, "breadcrumbs": [(_("Dashboard"), reverse("dashboard"))]}
    if not form.is_valid():
        if request.GET.get("format") == "json":
            return JsonResponse(form.errors, status=400)
        return render(request, "reports/changes.html", context, status=400)
    wanted = form.wanted()
    match request.GET.get("format"):
        case "csv":
            return csv_response("changes", HEADINGS, map(cells, tell(list(recorded(wanted)[:MOST]))))
        case "json":
            found = [dict(zip(HEADINGS, cells(one), strict=True)) for one in tell(list(recorded(wanted)[:MOST]))]
            return JsonResponse({"since": wanted.since, "until": wanted.until, "facts": found})
    return TemplateResponse(request, "reports/changes.html", context | _page(request, form, wanted))


def _page(request: HttpRequest, form: ChangesForm, wanted: Wanted) -> dict[str, object]:
    page = Paginator(recorded(wanted), PER_PAGE).get_page(request.GET.get("page"))
    period = form.cleaned_data["period"] or period_of(taipei_day(wanted.until), "quarter")
    before, after = load(wanted.since), load(wanted.until)
    figures = figures_between(before, after, period, wanted.unit)
    return {
        "wanted": wanted,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "facts": tell(list(page.object_list)),
        "period": period,
        "figures": [(one, tell(one.facts[:PER_PAGE])) for one in figures],
        "limits": limits(wanted.until),
        "take": Take(
            "changes",
            _("What changed"),
            wanted.until,
            lambda: [_figures_table(figures), _facts_table(wanted)],
            str(wanted.unit or _("Whole agency")),
            pinned={"since": wanted.since.isoformat(), "until": wanted.until.isoformat(), "period": period.code},
        ),
    }


def _figures_table(figures: Sequence[Moved]) -> Table:
    columns = (
        Column(_("Indicator"), width=3), Column(_("Before"), "percent"), Column(_("After"), "percent"),
        Column(_("Difference"), "points"), Column(_("Facts that moved it"), "integer"),
    )  # fmt: skip
    rows = [
        (str(capfirst(Kpi(one.after.kpi).label)), one.before.ratio.value, one.after.ratio.value, one.difference,
         len(one.facts))
        for one in figures
    ]  # fmt: skip
    return Table(_("The figures at both moments"), columns, tuple(rows))


def _facts_table(wanted: Wanted) -> Table:
    columns = (
        Column(_("Position"), "integer"), Column(_("Recorded"), "datetime", 2), Column(_("Kind of fact"), width=3),
        Column(_("Dataset"), width=4), Column(_("Unit"), width=2), Column(_("What it says"), width=8),
        Column(_("Recorded by"), width=2),
    )  # fmt: skip
    rows = [
        (one.position, one.recorded_at, one.label, str(one.dataset or ""), str(one.unit or ""), one.says, one.who)
        for one in tell(list(recorded(wanted)[:MOST]))
    ]
    return Table(_("Facts"), columns, tuple(rows))


def cells(one: Told) -> Sequence[str]:
    """Under `HEADINGS`, for a file."""
    return (
        str(one.position), one.recorded_at.isoformat(), one.kind, one.says,
        one.dataset.identifier if one.dataset else "", one.unit.code if one.unit else "", one.who,
    )  # fmt: skip


class RestatedForm(forms.Form):
    as_of = AsOfField(required=False, label=gettext_lazy("As known on"), help_text=gettext_lazy("empty: now"))
    year = PeriodField(
        required=False, max_length=20, label=gettext_lazy("Year"),
        help_text=gettext_lazy("115 or 2026; empty: this year"),
    )  # fmt: skip


@require_safe
@require_role(*READERS)
def restatements(request: HttpRequest) -> HttpResponse:
    """Closed figures of a year that differ by now, with the facts that moved each."""
    form = RestatedForm(request.GET)
    context: dict[str, object] = {"form": form, "breadcrumbs": [(_("Dashboard"), reverse("dashboard"))]}
    if form.is_valid():
        stamp = form.cleaned_data["as_of"]
        as_of = stamp.at if stamp else default_as_of(timezone.now())
        period = form.cleaned_data["year"]
        rows = restated(as_of, period.year if period else taipei_day(as_of).year)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        units = {str(unit.pk): unit for unit in Unit.objects.all()}
        context |= {
            "as_of": as_of,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "rows": [(one, units.get(one.unit or ""), tell(one.facts[:PER_PAGE])) for one in page],
            "take": Take("restatements", _("Restated figures"), as_of, lambda: [_restated_table(rows, units)]),
        }
    return TemplateResponse(request, "reports/restatements.html", context, status=200 if form.is_valid() else 400)


def _restated_table(rows: Sequence[Restatement], units: Mapping[str, Unit]) -> Table:
    columns = (
        Column(_("Reporting period")), Column(_("Indicator"), width=3), Column(_("Unit"), width=3),
        Column(_("Numerator when it closed"), "integer"), Column(_("Denominator when it closed"), "integer"),
        Column(_("When it closed"), "percent"), Column(_("Numerator by now"), "integer"),
        Column(_("Denominator by now"), "integer"), Column(_("By now"), "percent"),
        Column(_("Facts that moved it"), "integer"),
    )  # fmt: skip
    return Table(_("Restated figures"), columns, tuple(_restated_row(one, units) for one in rows))


def _restated_row(one: Restatement, units: Mapping[str, Unit]) -> tuple[Value, ...]:
    whose = str(units[one.unit]) if one.unit else _("Whole agency")
    numbers = [(ratio.numerator, ratio.denominator, ratio.value) for ratio in (one.printed, one.now)]
    about = (spoken_period(one.period), str(capfirst(Kpi(one.kpi).label)), whose)
    return (*about, *numbers[0], *numbers[1], len(one.facts))
