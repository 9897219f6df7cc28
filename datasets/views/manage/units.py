"""Units as a tree: add, rename, nest, merge; and the history of each with its old names."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import signed_in
from datasets.fields import offer_rows, sentence
from datasets.models import Unit
from datasets.querysets import descendants
from datasets.rules.refusal import Refusal
from datasets.services.units import add_unit, change_unit, merge_unit
from datasets.views.manage.door import crumbs, officer_page

Branch = tuple[Unit, int]
"""A unit and how deep it lies."""


class UnitForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100, required=False)
    parent = forms.ModelChoiceField(
        Unit.objects.filter(merged_into=None),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Lies under"),
        empty_label=gettext_lazy("no other unit"),
    )


class NewUnitForm(UnitForm):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits and hyphens; it stands in addresses and never changes."),
    )
    field_order = ("code", "name", "name_en", "parent")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Unit.objects.filter(code=code).exists():
            raise ValidationError(_("A unit has this code already."))
        return code


class MergeForm(forms.Form):
    successor = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=gettext_lazy("Unit that goes on")
    )

    def __init__(self, unit: Unit, *args: Any) -> None:
        super().__init__(*args)
        others = Unit.objects.filter(merged_into=None).exclude(pk__in=descendants(unit.pk))
        offer_rows(self, "successor", others)


@officer_page
def units(request: HttpRequest) -> HttpResponse:
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_unit(**form.cleaned_data, by=signed_in(request))
        messages.success(request, _("Recorded."))
        return redirect("units")
    merged = Unit.objects.exclude(merged_into=None).select_related("merged_into")
    context = {"form": form, "tree": tree(), "merged": merged, "breadcrumbs": crumbs()}
    return render(request, "datasets/units.html", context)


@officer_page
def unit_edit(request: HttpRequest, unit: str) -> HttpResponse:
    found = get_object_or_404(Unit.objects.select_related("merged_into"), code=unit)
    merging = "merge" in request.POST
    form = UnitForm(request.POST if request.method == "POST" and not merging else None, initial=_initial(found))
    merge = MergeForm(found, request.POST if merging else None)
    if request.method == "POST" and _done(request, found, merge if merging else form):
        messages.success(request, _("Recorded."))
        return redirect("units")
    return render(
        request,
        "datasets/unit_edit.html",
        {
            "form": form,
            "merge": merge,
            "found": found,
            "changes": found.changes.select_related("recorded_by", "successor", "parent").order_by("-position"),
            "breadcrumbs": crumbs((_("Units"), "units")),
        },
    )


def _done(request: HttpRequest, unit: Unit, form: forms.Form) -> bool:
    if not form.is_valid():
        return False
    by = signed_in(request)
    try:
        if isinstance(form, MergeForm):
            merge_unit(unit, form.cleaned_data["successor"], by=by)
        else:
            change_unit(unit, **form.cleaned_data, by=by)
    except Refusal as refusal:
        form.add_error(refusal.code, sentence(refusal))
        return False
    return True


def tree() -> list[Branch]:
    """The units that go on, parents before their children, with `people_count` and `dataset_count`."""
    counted = Unit.objects.filter(merged_into=None).annotate(
        people_count=Count("people", filter=Q(people__is_active=True), distinct=True),
        dataset_count=Count("datasets", distinct=True),
    )
    below: dict[Any, list[Unit]] = {}
    for unit in counted.order_by("code"):
        below.setdefault(unit.parent_id, []).append(unit)
    return list(_walk(below, None, 0))


def _walk(below: dict[Any, list[Unit]], parent: Any, depth: int) -> list[Branch]:
    return [branch for unit in below.get(parent, []) for branch in [(unit, depth), *_walk(below, unit.pk, depth + 1)]]


def _initial(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name, "name_en": unit.name_en, "parent": unit.parent and unit.parent.code}
