"""The inventory as its keepers see it: everything, open or not; filters, and one action for many."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from datasets.access import UNIT_PEOPLE, require_role, signed_in, unit_scope
from datasets.catalogue import with_frequency
from datasets.exporting import export_lines
from datasets.fields import offer, offer_rows
from datasets.models import Dataset, Lifecycle, Openness, Role, Unit, User
from datasets.platform.vocabularies import CATEGORIES, CATEGORIES_EN
from datasets.querysets import AS_NUMBERED, unscheduled
from datasets.services.inventory import edit_datasets, move_datasets
from datasets.views.manage.door import crumbs, listed, reading_page, ticked

ALL = ("", pgettext_lazy("filter", "all"))
READERS = (*UNIT_PEOPLE, Role.OFFICER, Role.AUDITOR)


def categories() -> list[tuple[str, str]]:
    return list((CATEGORIES_EN if get_language() == "en" else CATEGORIES).items())


class InventoryFilter(forms.Form):
    """Words and filters; what is not understood asks for nothing."""

    hide_optional = True

    q = forms.CharField(label=gettext_lazy("Search words"), required=False, max_length=200)
    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", required=False, label=gettext_lazy("Unit"))
    openness = forms.ChoiceField(choices=[ALL, *Openness.choices], required=False, label=gettext_lazy("Openness"))
    lifecycle = forms.ChoiceField(choices=[ALL, *Lifecycle.choices], required=False, label=gettext_lazy("State"))
    theme = forms.ChoiceField(required=False, label=gettext_lazy("Service category"))
    special = forms.ChoiceField(
        choices=[
            ALL,
            ("unscheduled", gettext_lazy("published without a schedule")),
            ("priority", gettext_lazy("priority for opening")),
            ("no_files", gettext_lazy("without files")),
            ("no_theme", gettext_lazy("without a service category")),
            ("no_description", gettext_lazy("without a description")),
        ],
        required=False,
        label=gettext_lazy("Only"),
    )

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        self.scope = unit_scope(user)
        offer_rows(self, "unit", self.scope.filter(merged_into=None), empty=ALL[1])
        offer(self, "theme", [ALL, *categories()])

    def found(self) -> QuerySet[Dataset]:
        """The datasets of the person's units that fit."""
        self.is_valid()
        asked = self.cleaned_data
        rows = Dataset.objects.filter(unit__in=self.scope)
        for word in asked.get("q", "").split():
            rows = rows.filter(Q(title__icontains=word) | Q(title_en__icontains=word) | Q(identifier__icontains=word))
        for name in ("unit", "openness", "lifecycle", "theme"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        return _special(rows, asked.get("special", ""))


def _special(rows: QuerySet[Dataset], what: str) -> QuerySet[Dataset]:
    match what:
        case "unscheduled":
            return rows.filter(pk__in=unscheduled().values("pk"))
        case "priority":
            return rows.filter(priority=True)
        case "no_files":
            return rows.exclude(distributions__retired=False)
        case "no_theme":
            return rows.filter(theme="")
        case "no_description":
            return rows.filter(description="")
    return rows


class ActionForm(forms.Form):
    """What to do with the chosen rows, or with all that the filter found."""

    action = forms.ChoiceField(
        label=gettext_lazy("With the chosen datasets"),
        choices=[
            ("", gettext_lazy("choose an action")),
            ("move", gettext_lazy("give to the unit")),
            ("theme", gettext_lazy("set the service category")),
            ("priority", gettext_lazy("mark as priority for opening")),
            ("no_priority", gettext_lazy("take the priority mark away")),
        ],
    )
    to_unit = forms.ModelChoiceField(
        Unit.objects.filter(merged_into=None), to_field_name="code", required=False, label=gettext_lazy("Unit")
    )
    to_theme = forms.ChoiceField(required=False, label=gettext_lazy("Service category"))
    everything = forms.BooleanField(required=False, label=gettext_lazy("All that the filter found, not only this page"))

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        offer(self, "to_theme", [("", "—"), *categories()])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needed = {"move": "to_unit", "theme": "to_theme"}.get(cleaned.get("action", ""))
        if needed and not cleaned.get(needed):
            self.add_error(needed, _("Choose one for this action."))
        return cleaned

    def apply(self, rows: QuerySet[Dataset], by: User) -> int:
        match self.cleaned_data["action"]:
            case "move":
                return move_datasets(rows, self.cleaned_data["to_unit"], by=by)
            case "theme":
                return edit_datasets(rows, {"theme": self.cleaned_data["to_theme"]}, by=by)
            case action:
                return edit_datasets(rows, {"priority": action == "priority"}, by=by)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*READERS)
def inventory(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = InventoryFilter(request.GET, user)
    action = ActionForm(request.POST or None)
    if request.method == "POST":
        if not user.is_officer:
            raise PermissionDenied
        if response := _act(request, form, action, user):
            return response
    counted = Count("distributions", filter=Q(distributions__retired=False))
    rows = with_frequency(form.found()).select_related("unit").annotate(files=counted).order_by(*AS_NUMBERED)
    return render(
        request,
        "datasets/inventory.html",
        {
            "form": form,
            "action": action,
            "chosen": ticked(request),
            "breadcrumbs": crumbs() if user.is_officer else [],
            **listed(request, rows),
        },
    )


@reading_page
def inventory_csv(request: HttpRequest) -> StreamingHttpResponse:
    """What the filter found, in the national platform's own layout."""
    rows = InventoryFilter(request.GET, signed_in(request)).found().order_by(*AS_NUMBERED)
    response = StreamingHttpResponse(export_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="inventory.csv"'
    return response


def _act(request: HttpRequest, form: InventoryFilter, action: ActionForm, user: User) -> HttpResponse | None:
    """Do what was asked with the rows; None where the form has to be shown again."""
    if not action.is_valid():
        return None
    rows = form.found()
    if not action.cleaned_data["everything"]:
        rows = rows.filter(identifier__in=ticked(request))
    count = action.apply(rows, user)
    messages.success(request, ngettext("%d dataset was changed.", "%d datasets were changed.", count) % count)
    return redirect(request.get_full_path())
