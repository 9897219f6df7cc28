"""One dataset by hand: add, describe, list its files. Unit people edit descriptions; the officer edits the rest too."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import EDITORS, dataset_to_edit, require_role, signed_in
from datasets.fields import DayField, offer
from datasets.models import Dataset, Distribution, MetadataChange, Unit
from datasets.platform.fields import parse_fields
from datasets.services.inventory import add_dataset, edit_datasets, move_datasets, retire_file, save_file
from datasets.services.openness import decide_openness
from datasets.views.manage.door import Crumb, crumbs
from datasets.views.manage.inventory import categories
from datasets.views.manage.openness import RulingForm

KEYWORDS_LIMIT = 30


class KeywordsField(forms.CharField):
    """Words with `;`, `,` or `、` between them; cleans to a list without doubles."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        for mark in ";；,，、\n":
            text = text.replace(mark, ";")
        words = list(dict.fromkeys(word for part in text.split(";") if (word := " ".join(part.split()))))
        if len(words) > KEYWORDS_LIMIT or any(len(word) > 50 for word in words):
            raise ValidationError(_("Up to 30 keywords of up to 50 characters."))
        return words

    def prepare_value(self, value: Any) -> Any:
        return "；".join(value) if isinstance(value, list) else value


class DescriptionForm(forms.Form):
    """What the people of the unit may say of their dataset."""

    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=500, required=False)
    description = forms.CharField(
        label=gettext_lazy("Description"), widget=forms.Textarea({"rows": 6}), max_length=20_000, required=False
    )
    keywords = KeywordsField(
        label=gettext_lazy("Keywords"),
        required=False,
        help_text=gettext_lazy("Separate them with a semicolon or a comma."),
    )
    spatial = forms.CharField(
        label=gettext_lazy("Area covered"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Such as 臺灣 or 臺北市; blank where the data has no place."),
    )
    temporal_start = DayField(label=gettext_lazy("First day covered"), required=False)
    temporal_end = DayField(
        label=gettext_lazy("Last day covered"),
        required=False,
        help_text=gettext_lazy("Blank where the data goes on."),
    )
    landing_page = forms.URLField(
        label=gettext_lazy("Related page"), max_length=2000, required=False, assume_scheme="https"
    )
    note = forms.CharField(
        label=gettext_lazy("Remark"), widget=forms.Textarea({"rows": 3}), max_length=5000, required=False
    )

    def clean(self) -> dict[str, Any]:
        """The days covered must not run backwards."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("temporal_start"), values.get("temporal_end")
        if first and last and last < first:
            self.add_error("temporal_end", _("The last day covered is before the first."))
        return values


class DatasetForm(DescriptionForm):
    """What the officer keeps besides."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=500)
    theme = forms.ChoiceField(label=gettext_lazy("Service category"), required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.filter(merged_into=None), to_field_name="code", label=gettext_lazy("Unit")
    )
    license = forms.CharField(label=gettext_lazy("Licence"), max_length=200, required=False)
    priority = forms.BooleanField(
        label=gettext_lazy("Priority for opening: free, reusable academic or everyday-life data"), required=False
    )
    field_order = (
        *("title", "title_en", "unit", "theme", "description", "keywords", "spatial", "temporal_start"),
        *("temporal_end", "landing_page", "license", "note"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "theme", [("", "—"), *categories()])


class NewDatasetForm(DatasetForm):
    identifier = forms.CharField(
        label=gettext_lazy("Identifier"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave it blank for a dataset that the platform did not number; it gets one of ours."),
    )

    def clean_identifier(self) -> str:
        identifier: str = self.cleaned_data["identifier"]
        if identifier and Dataset.objects.filter(identifier=identifier).exists():
            raise ValidationError(_("A dataset has this identifier already."))
        if "/" in identifier:
            raise ValidationError(_("An identifier holds no slash."))
        return identifier


class FileForm(forms.Form):
    """One file or API of a dataset."""

    title = forms.CharField(label=gettext_lazy("Name of the file"), max_length=300, required=False)
    download_url = forms.CharField(
        label=gettext_lazy("Download address"),
        max_length=4000,
        help_text=gettext_lazy("Begins with http:// or https://."),
    )
    format = forms.CharField(label=gettext_lazy("Declared format"), max_length=40, required=False)
    encoding = forms.CharField(label=gettext_lazy("Declared encoding"), max_length=40, required=False)
    row_count = forms.CharField(label=gettext_lazy("Declared amount"), max_length=40, required=False)
    main_fields = forms.CharField(
        label=gettext_lazy("Main fields"),
        widget=forms.Textarea({"rows": 3}),
        max_length=20_000,
        required=False,
        help_text=gettext_lazy("As on the platform: name(explanation), with a semicolon between two."),
    )

    def clean_download_url(self) -> str:
        url: str = self.cleaned_data["download_url"].strip()
        if not url.lower().startswith(("http://", "https://")):
            raise ValidationError(_("The address begins with http:// or https://."))
        return url

    def clean_format(self) -> str:
        return str(self.cleaned_data["format"]).upper().strip()

    def fill(self, file: Distribution) -> Distribution:
        """Write the form's values into a row, which is not saved here."""
        for name in ("title", "download_url", "format", "encoding", "row_count"):
            setattr(file, name, self.cleaned_data[name])
        fields = parse_fields(self.cleaned_data["main_fields"])
        file.fields = [{"name": field.name, "explanation": field.explanation} for field in fields]
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@require_role("officer")
def dataset_add(request: HttpRequest) -> HttpResponse:
    """A dataset that the platform does not have: usually one that is not open, with its decision in one go."""
    form = NewDatasetForm(request.POST or None)
    ruling = RulingForm(request.POST or None, prefix="ruling")
    if request.method == "POST" and form.is_valid() and ruling.is_valid():
        user = signed_in(request)
        values = dict(form.cleaned_data)
        dataset = add_dataset(unit=values.pop("unit"), values=values, by=user)
        decide_openness(dataset, ruling.ruling(), by=user, today=timezone.localdate())
        messages.success(request, _("%(title)s is in the inventory.") % {"title": dataset})
        return redirect("dataset_edit", dataset.identifier)
    context = {"form": form, "ruling": ruling, "breadcrumbs": crumbs((_("Inventory"), "inventory"))}
    return render(request, "datasets/dataset_add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*EDITORS)
def dataset_edit(request: HttpRequest, identifier: str) -> HttpResponse:
    user = signed_in(request)
    dataset = dataset_to_edit(user, identifier)
    kind = DatasetForm if user.is_officer else DescriptionForm
    form = kind(request.POST or None, initial=_initial(dataset))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        unit = values.pop("unit", None)
        changed = edit_datasets([dataset], values, by=user)
        moved = move_datasets([dataset], unit, by=user) if unit else 0
        messages.success(request, _("Saved.") if changed or moved else _("Nothing was different; nothing was saved."))
        return redirect("dataset_edit", dataset.identifier)
    history = MetadataChange.objects.filter(dataset=dataset).select_related("recorded_by").order_by("-position")
    return render(
        request,
        "datasets/dataset_edit.html",
        {
            "form": form,
            "dataset": dataset,
            "files": dataset.distributions.order_by("retired", "order"),
            "history": history[:20],
            "breadcrumbs": _way(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role("officer")
def file_edit(request: HttpRequest, identifier: str, file: str) -> HttpResponse:
    """A new file (`new`) or one of the dataset's, by its id."""
    user = signed_in(request)
    dataset = dataset_to_edit(user, identifier)
    row = Distribution(dataset=dataset) if file == "new" else _file(dataset, file)
    form = FileForm(request.POST or None, initial=_file_initial(row))
    if request.method == "POST" and file != "new" and "retire" in request.POST:
        retire_file(row, retired=not row.retired, by=user)
        return redirect("dataset_edit", dataset.identifier)
    if request.method == "POST" and form.is_valid():
        save_file(form.fill(row), by=user)
        messages.success(request, _("Saved."))
        return redirect("dataset_edit", dataset.identifier)
    way = [*_way(), (str(dataset), reverse("dataset_edit", args=[identifier]))]
    return render(
        request,
        "datasets/file_edit.html",
        {"form": form, "file": row, "is_new": file == "new", "dataset": dataset, "breadcrumbs": way},
    )


def _file(dataset: Dataset, key: str) -> Distribution:
    try:
        return get_object_or_404(dataset.distributions, pk=UUID(key))
    except ValueError:
        raise Http404 from None


def _initial(dataset: Dataset) -> dict[str, Any]:
    names = (
        *("title", "title_en", "description", "keywords", "landing_page", "note", "theme", "license", "priority"),
        *("spatial", "temporal_start", "temporal_end"),
    )
    return {name: getattr(dataset, name) for name in names} | {"unit": dataset.unit.code}


def _file_initial(row: Distribution) -> dict[str, Any]:
    told = [f"{f['name']}({f['explanation']})" if f.get("explanation") else f["name"] for f in row.fields]
    names = ("title", "download_url", "format", "encoding", "row_count")
    return {name: getattr(row, name) for name in names} | {"main_fields": ";".join(told)}


def _way() -> list[Crumb]:
    return [(_("Inventory"), reverse("inventory"))]
