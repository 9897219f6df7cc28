"""The strategy's targets, limits and definitions: what holds, what held, what will (the strategy, 柒)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import READERS, require_role, signed_in
from datasets.asof import takes_as_of
from datasets.fields import DayField, sentence
from datasets.limits import reply_limit, update_limit
from datasets.models import LimitVersion
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from datasets.tables import Column, Table
from datasets.taking import Take
from reports.facts.strategy import definitions_in_force
from reports.facts.units import targets
from reports.forms import text_field
from reports.kpis.quarters import period_of
from reports.kpis.targets import target_in_force
from reports.models import DefinitionVersion, Kpi, Resolution, TargetVersion
from reports.packet.sections import codes
from reports.packet.words import show_percent
from reports.services import strategy as service
from reports.views.around import at_moment, said, tabs


class ResolutionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Resolution) -> str:
        return f"{obj.number} {obj.text[:40]}"


class AdoptionForm(forms.Form):
    effective_on = DayField(label=gettext_lazy("Holds from"), help_text=gettext_lazy("2027-01-01 or 116/01/01"))
    resolution = ResolutionField(
        Resolution.objects.order_by("-position"),
        label=gettext_lazy("Adopted by resolution"),
        empty_label=gettext_lazy("choose one"),
    )
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=1000, required=False)

    def __init__(self, data: Any, key: str) -> None:
        super().__init__(data, auto_id=f"id_{key}_%s")


class TargetForm(AdoptionForm):
    kpi = forms.ChoiceField(label=gettext_lazy("Indicator"), choices=Kpi.choices)
    percent = forms.DecimalField(
        label=gettext_lazy("Target in per cent"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    field_order = ("kpi", "percent")


class LimitForm(AdoptionForm):
    code = forms.ChoiceField(label=gettext_lazy("Limit"), choices=LimitVersion.Code.choices)
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=365)
    field_order = ("code", "days")


class DefinitionForm(AdoptionForm):
    kpi = forms.ChoiceField(label=gettext_lazy("Indicator"), choices=Kpi.choices)
    text = text_field(gettext_lazy("Definition in Chinese"), limit=4000)
    text_en = text_field(gettext_lazy("Definition in English"), limit=4000)
    field_order = ("kpi", "text", "text_en")


FORMS: dict[str, type[AdoptionForm]] = {"target": TargetForm, "limit": LimitForm, "definition": DefinitionForm}


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
@takes_as_of
def strategy(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """What holds, ?as_of= what held and was known at a moment. A POST shows first what would change; `confirmed`
    records it."""
    user, now = signed_in(request), timezone.now()
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    what, preview = request.POST.get("what", ""), ""
    bound = {key: kind(request.POST if key == what else None, key) for key, kind in FORMS.items()}
    form = bound.get(what)
    if form is not None and form.is_valid():
        given = form.cleaned_data
        how = service.Adoption(given["effective_on"], given["resolution"], given["remark"], user, now)
        try:
            how.check()
            preview = _preview(what, given)
            if request.POST.get("confirmed") == preview:
                ADOPT[what](given, how)
                messages.success(request, _("The change is recorded."))
                return redirect("strategy")
        except Refusal as refusal:
            form.add_error("effective_on", sentence(refusal))
    rules, changes = _in_force(as_of or now), _changes(as_of)
    context = {
        "forms": list(bound.items()) if user.is_officer and as_of is None else [],
        "previewed": what if preview else "",
        "preview": preview,
        "rules": rules,
        "changes": changes,
        "as_of": as_of,
        "take": Take("strategy", _("Targets and limits"), as_of or now, lambda: _tables(rules, changes)),
        "tabs": tabs(user, "strategy", at_moment(request)),
    }
    status = 400 if form is not None and form.errors else 200
    return TemplateResponse(request, "reports/strategy.html", context, status=status)


Adopt = Callable[[dict[str, Any], service.Adoption], object]
ADOPT: dict[str, Adopt] = {
    "target": lambda given, how: service.adopt_target(given["kpi"], given["percent"] / Decimal(100), how),
    "limit": lambda given, how: service.adopt_limit(given["code"], given["days"], how),
    "definition": lambda given, how: service.adopt_definition(given["kpi"], given["text"], given["text_en"], how),
}


def _preview(what: str, given: dict[str, Any]) -> str:
    """What is so now, what would be, and the first quarter that is counted by it."""
    day = given["effective_on"]
    name, old, new = _compared(what, given, day)
    words = _(
        "%(name)s: until the day before %(day)s: %(old)s; from then on: %(new)s. The first quarter counted by it is "
        "%(quarter)s; quarters that ended before keep their own."
    )
    quarter = said(period_of(day, "quarter"))
    return words % {"name": name, "old": old, "new": new, "day": day.isoformat(), "quarter": quarter}


def _compared(what: str, given: dict[str, Any], day: date) -> tuple[str, str, str]:
    """Name, value now, value then."""
    now = timezone.now()
    if what == "limit":
        return str(LimitVersion.Code(given["code"]).label), str(_limit(given["code"], day, now)), str(given["days"])
    name = str(Kpi(given["kpi"]).label)
    if what == "definition":
        return name, _definition(given["kpi"], day, now), given["text"]
    share = target_in_force(targets(now), given["kpi"], day, now)
    return name, show_percent(share), show_percent(Fraction(given["percent"]) / 100)


def _limit(code: str, day: date, as_of: datetime) -> int:
    return (update_limit() if code == LimitVersion.Code.UPDATE else reply_limit()).on(day, as_of)


def _definition(kpi: str, day: date, as_of: datetime) -> str:
    held = definitions_in_force(day, as_of).get(kpi)
    return held.text if held else str(codes.DEFINITIONS[kpi])


def _in_force(as_of: datetime) -> list[tuple[str, str, str]]:
    """Name, value on the day of as-of, definition."""
    day, known = taipei_day(as_of), targets(as_of)
    shares = [
        (str(Kpi(kpi).label), show_percent(target_in_force(known, kpi, day, as_of)), _definition(kpi, day, as_of))
        for kpi in Kpi.values
    ]
    return [*shares, *((str(code.label), str(_limit(code, day, as_of)), "") for code in LimitVersion.Code)]


def _tables(rules: Sequence[tuple[str, str, str]], changes: Sequence[tuple[date, str, str, Any]]) -> list[Table]:
    what, value = Column(_("What"), width=3), Column(_("Value"), width=4)
    told = tuple((day, name, said, row.reason, row.recorded_at) for day, name, said, row in changes)
    columns = (Column(_("Holds from"), "date"), what, value, Column(_("Remark"), width=4))
    return [
        Table(_("What holds"), (what, value, Column(_("Definition"), width=8)), tuple(rules)),
        Table(_("Changes on record"), (*columns, Column(_("Recorded"), "datetime")), told),
    ]


def _changes(as_of: datetime | None) -> list[tuple[date, str, str, Any]]:
    """Every change recorded by then, the newest first: from when, of what, to what, and its fact."""
    rows: list[tuple[date, str, str, Any]] = [
        (row.effective_on, str(Kpi(row.kpi).label), show_percent(Fraction(row.target)), row)
        for row in TargetVersion.objects.known_at(as_of)
    ]
    limits, definitions = LimitVersion.objects.known_at(as_of), DefinitionVersion.objects.known_at(as_of)
    rows += [(row.effective_on, row.get_code_display(), str(row.days), row) for row in limits]
    rows += [(row.effective_on, str(Kpi(row.kpi).label), row.text, row) for row in definitions]
    return sorted(rows, key=lambda one: (one[0], one[3].position), reverse=True)
