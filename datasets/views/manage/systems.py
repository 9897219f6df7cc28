"""The register of information systems: introduced when, publishable or why not, which datasets they gave."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import signed_in
from datasets.asof import takes_as_of
from datasets.fields import DayField, offer_rows, sentence
from datasets.models import Dataset, InformationSystem, SystemAssessment, SystemOwner, Unit
from datasets.past import as_they_were, known_then
from datasets.rules.refusal import Refusal
from datasets.services.systems import assess, link_datasets, linked, save_system
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from datasets.views.manage.door import crumbs, listed, officer_page


class SystemForm(forms.ModelForm):
    class Meta:
        model = InformationSystem
        fields = ("code", "name", "name_en", "unit", "public_site")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "unit", Unit.objects.filter(merged_into=None))
        if not self.instance._state.adding:
            self.fields["code"].disabled = True


class AssessmentForm(forms.Form):
    """Whether something of the system can be published; a later assessment takes the place of an earlier one."""

    introduced_on = DayField(label=gettext_lazy("Introduced on"))
    publishable = forms.TypedChoiceField(
        label=gettext_lazy("Can its data be published?"),
        choices=[("yes", gettext_lazy("yes, at least in part")), ("no", gettext_lazy("no"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why not"), widget=forms.Textarea({"rows": 2}), max_length=2000, required=False
    )


class LinksForm(forms.Form):
    """The datasets that come from the system, by their identifiers: one a line, or with commas."""

    identifiers = forms.CharField(
        label=gettext_lazy("Identifiers of its datasets"),
        widget=forms.Textarea({"rows": 5}),
        required=False,
        max_length=20_000,
        help_text=gettext_lazy("One a line, or separated by commas. A dataset counts for its first system alone."),
    )

    def clean_identifiers(self) -> list[Dataset]:
        text = self.cleaned_data["identifiers"]
        wanted = list(dict.fromkeys(text.replace("，", " ").replace(",", " ").replace("、", " ").split()))
        found = {row.identifier: row for row in Dataset.objects.filter(identifier__in=wanted)}
        if unknown := [identifier for identifier in wanted if identifier not in found]:
            raise ValidationError(_("No dataset has this identifier: %(names)s.") % {"names": "、".join(unknown[:10])})
        return list(found.values())


@officer_page
@takes_as_of
def systems(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """The register, ?as_of= as it was known at a moment; a POST registers a system."""
    form = SystemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("system", save_system(form.save(commit=False), by=signed_in(request)).code)
    rows, title = _assessed(as_of), _("Information systems")
    shown = listed(request, rows)
    shown["page"].object_list = with_owners(shown["page"])
    context = {
        "form": form,
        "breadcrumbs": crumbs(),
        "as_of": as_of,
        "take": Take("systems", title, as_of or timezone.now(), lambda: [_table(title, with_owners(rows))]),
        **shown,
    }
    return TemplateResponse(request, "datasets/systems.html", context)


@officer_page
@takes_as_of
def system(request: HttpRequest, code: str, as_of: datetime | None) -> HttpResponse:
    """One system, its assessments and datasets, ?as_of= as known at a moment; the officer's forms are of now alone."""
    found = get_object_or_404(_assessed(as_of), code=code)
    datasets = linked_datasets(found, as_of)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    forms_of = _forms(request, what, found, datasets)
    form = forms_of.get(what)
    if form is not None and form.is_valid() and _done(request, found, form):
        messages.success(request, _("Recorded."))
        return redirect("system", code)
    (named,) = with_owners([_assessed(as_of).get(pk=found.pk)])
    told = SystemAssessment.objects.known_at(as_of).filter(system=found)
    context = {
        "forms": forms_of,
        "writes": as_of is None and signed_in(request).is_officer,
        "as_of": as_of,
        "system": named,
        "datasets": datasets,
        "assessments": told.select_related("recorded_by").order_by("-position"),
        "breadcrumbs": crumbs((_("Information systems"), "systems")),
        "take": Take(f"system-{code}", str(named), as_of or timezone.now(), lambda: _system_tables(named, datasets)),
    }
    return TemplateResponse(request, "datasets/system.html", context)


def linked_datasets(system: InformationSystem, as_of: datetime | None) -> list[Dataset]:
    """Those that come from the system, as they read now or read then."""
    rows = Dataset.objects.filter(pk__in=linked(system, as_of)).order_by("identifier")
    return as_they_were(known_then(rows, as_of), as_of) if as_of else list(rows)


def _forms(
    request: HttpRequest, what: str, found: InformationSystem, datasets: Sequence[Dataset]
) -> dict[str, forms.BaseForm]:
    """By the name that their button sends; only the one that was sent is bound."""
    identifiers = "\n".join(one.identifier for one in datasets)
    return {
        "edit": SystemForm(request.POST if what == "edit" else None, instance=found),
        "assess": AssessmentForm(request.POST if what == "assess" else None, initial=_last(found)),
        "link": LinksForm(request.POST if what == "link" else None, initial={"identifiers": identifiers}),
    }


def _done(request: HttpRequest, system: InformationSystem, form: forms.BaseForm) -> bool:
    by = signed_in(request)
    try:
        match form:
            case SystemForm():
                save_system(form.save(commit=False), by=by)
            case AssessmentForm():
                assess(system, **form.cleaned_data, by=by)
            case _:
                link_datasets(system, form.cleaned_data["identifiers"], by=by)
    except Refusal as refusal:
        form.add_error(refusal.code, sentence(refusal))
        return False
    return True


def _last(system: InformationSystem) -> dict[str, Any]:
    last = system.assessments.order_by("-position").first()
    if last is None:
        return {"introduced_on": system.introduced_on}
    publishable = "yes" if last.publishable else "no"
    return {"introduced_on": last.introduced_on, "publishable": publishable, "reason": last.reason}


def _assessed(as_of: datetime | None) -> QuerySet[InformationSystem]:
    """The systems registered by as-of, with owner and newest assessment of that moment."""
    assessments = _newest(SystemAssessment.objects.known_at(as_of))
    owners = _newest(SystemOwner.objects.known_at(as_of))
    rows = InformationSystem.objects.select_related("unit")
    if as_of:
        rows = rows.filter(Exists(owners) | Exists(assessments))
    return rows.annotate(
        introduced=Subquery(assessments.values("introduced_on")[:1]),
        publishable=Subquery(assessments.values("publishable")[:1]),
        why_not=Subquery(assessments.values("reason")[:1]),
        owner=Coalesce(Subquery(owners.values("unit")[:1]), F("unit_id"), output_field=UUIDField()),
    ).order_by("code")


def with_owners(rows: Iterable[InformationSystem]) -> list[InformationSystem]:
    """Rows of `_assessed` with the unit that owned them in the present one's place: for showing. One query at most."""
    shown: list[Any] = list(rows)
    units = Unit.objects.in_bulk({row.owner for row in shown if row.owner != row.unit_id})
    for row in shown:
        row.unit = units.get(row.owner, row.unit)
    return shown


def _newest(facts: QuerySet[Any]) -> QuerySet[Any]:
    return facts.filter(system=OuterRef("pk")).order_by("-position")


def _table(caption: str, rows: Iterable[InformationSystem]) -> Table:
    columns = (
        Column(_("Code")), Column(_("System"), width=4), Column(_("Unit"), width=3), Column(_("Introduced on"), "date"),
        Column(_("Publishable"), "yesno"), Column(_("Why not"), width=6),
    )  # fmt: skip
    return Table(caption, columns, tuple(_row(row) for row in rows))


def _row(row: Any) -> tuple[Value, ...]:
    why_not = row.why_not if row.publishable is False else ""
    return (row.code, str(row), str(row.unit), row.introduced, row.publishable, why_not)


def _system_tables(system: InformationSystem, datasets: Sequence[Dataset]) -> list[Table]:
    columns = (Column(_("Identifier")), Column(_("Dataset"), width=6), Column(_("Decision"), width=2))
    rows = tuple((one.identifier, str(one), str(one.get_openness_display())) for one in datasets)
    return [_table(_("Information system"), [system]), Table(_("Datasets that come from it"), columns, rows)]
