"""Units below a target explain themselves here (section 12); everybody else reads."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import may_edit, require_role, signed_in, unit_for, unit_scope
from datasets.asof import takes_as_of
from datasets.models import Unit
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.facts import default_as_of, load
from reports.facts.load import KPIS
from reports.kpis.quarters import ReportPeriod, reported
from reports.kpis.scoreboard import must_explain
from reports.kpis.tally import Tally
from reports.models import Explanation, Kpi
from reports.services.reviews import explain
from reports.views.around import at_moment, last_quarter, quarter_or_404, quarter_tabs, said, tabs


class ExplanationForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The unit's explanation"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8})
    )


@require_safe
@require_role()
def explanations(request: HttpRequest) -> HttpResponse:
    """The last quarter's."""
    return redirect(reverse("explanations_of", args=[last_quarter(timezone.now()).code]) + at_moment(request))


@require_safe
@require_role()
@takes_as_of
def explanations_of(request: HttpRequest, quarter: str, as_of: datetime | None) -> HttpResponse:
    """Who must explain what in a quarter, and what was said: ?as_of= as known at a moment, default now."""
    user, now, period = signed_in(request), timezone.now(), quarter_or_404(quarter)
    units = {str(unit.pk): unit for unit in unit_scope(user)}
    facts = load(as_of or default_as_of(now))
    figures = {kpi: facts.tally(kpi, reported(kpi, period)) for kpi in KPIS}
    scopes = facts.units.scopes(units)
    said_so = _said(period, as_of)
    rows = [
        (units[one.unit], Kpi(one.kpi), figures[one.kpi].of(scopes[one.unit]), said_so.get((one.unit, one.kpi)))
        for one in must_explain(figures.values(), scopes)
    ]
    context = {
        "quarter": said(period),
        "code": period.code,
        "rows": rows,
        "as_of": as_of,
        "take": Take(
            f"explanations-{period.code}", _("Explanations"), facts.as_of, lambda: [_table(rows)], said(period)
        ),
        "tabs": tabs(user, "explanations", at_moment(request)),
        "quarters": quarter_tabs("explanations_of", period, now, at_moment(request)),
    }
    return TemplateResponse(request, "reports/explanations.html", context)


def _table(rows: Sequence[tuple[Unit, Kpi, Tally, Explanation | None]]) -> Table:
    columns = (
        Column(_("Unit"), width=3), Column(_("Indicator"), width=2), Column(_("Numerator"), "integer"),
        Column(_("Denominator"), "integer"), Column(_("Rate"), "percent"), Column(_("Target"), "percent"),
        Column(_("The unit's explanation"), width=8),
    )  # fmt: skip
    return Table(_("Explanations"), columns, tuple(_row(*one) for one in rows))


def _row(unit: Unit, kpi: Kpi, figure: Tally, words: Explanation | None) -> tuple[Value, ...]:
    numbers: tuple[Value, ...] = (figure.numerator, figure.denominator, figure.ratio.value, figure.target)
    return (str(unit), str(kpi.label), *numbers, words.text if words else "")


@require_http_methods(["GET", "POST"])
@require_role()
@takes_as_of
def explanation(request: HttpRequest, quarter: str, unit: str, kpi: str, as_of: datetime | None) -> HttpResponse:
    """One unit's explanation of one KPI, with what it said before; people of the unit write it. ?as_of= to read."""
    user, period, found = signed_in(request), quarter_or_404(quarter), unit_for(request.user, unit)
    if kpi not in Kpi.values:
        raise Http404
    may_write = user.works_in_unit and may_edit(user, found.pk)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = ExplanationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        explain(quarter=period, unit=found, kpi=kpi, text=form.cleaned_data["text"], by=user)
        messages.success(request, _("The explanation is recorded."))
        return redirect("explanations_of", period.code)
    context = {
        "unit": found,
        "kpi": Kpi(kpi).label,
        "quarter": said(period),
        "form": form if may_write and as_of is None else None,
        "said": Explanation.objects.known_at(as_of)
        .filter(quarter=period.code, unit=found, kpi=kpi)
        .order_by("-position"),
        "as_of": as_of,
        "breadcrumbs": [(_("Explanations"), reverse("explanations_of", args=[period.code]) + at_moment(request))],
    }
    return render(request, "reports/explanation.html", context, status=400 if form.errors else 200)


def _said(period: ReportPeriod, as_of: datetime | None) -> dict[tuple[str, str], Explanation]:
    rows = Explanation.objects.known_at(as_of).filter(quarter=period.code).order_by("position")
    return {(str(row.unit_id), row.kpi): row for row in rows}
