"""Import pages: upload, see the difference, confirm; the history of runs; remarks and differences as CSV."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import signed_in
from datasets.fields import DayField
from datasets.models import Dataset, ImportRun, JobState, Lifecycle, Unit
from datasets.platform.notices import Notice
from datasets.services.cells import inert
from datasets.services.importing.remarks import write_notices
from datasets.services.importing.runs import COMPARE, agency_unit, cancel_import, confirm_import, start_import
from datasets.views.manage.door import crumbs, listed, officer_page, reading_page

LIMIT_MB = 200
SHOWN = 100
"""Entries of a list on the page; the CSV has all that are stored."""
KINDS = {"inventory": "imports", "usage": "usage_imports", "calendar": "calendars"}
"""Kind of run → the page it was started on."""


class UploadForm(forms.Form):
    """One file. Its content decides what it is; nothing else is trusted."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or JSON, UTF-8 or Big5, as the platform hands it out. Up to 200 MB."),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMIT_MB * 1024**2:
            raise ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": LIMIT_MB})
        return file

    def options(self) -> dict[str, Any]:
        """What the run needs to know, as JSON has it."""
        return {}


class InventoryForm(UploadForm):
    unit = forms.ModelChoiceField(
        Unit.objects.filter(merged_into=None),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Unit of new datasets"),
        help_text=gettext_lazy("A dataset whose publisher is the name of a unit goes to that unit instead."),
    )
    agency = forms.CharField(
        label=gettext_lazy("Only this publisher"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For a list of the whole platform: the publisher's name, to the letter."),
    )

    def options(self) -> dict[str, Any]:
        unit = self.cleaned_data["unit"] or agency_unit(settings.AGENCY_NAME, settings.AGENCY_NAME_EN)
        return {"unit": unit.code, "agency": self.cleaned_data["agency"]}


class UsageForm(UploadForm):
    taken_on = DayField(
        label=gettext_lazy("Day of the counts"),
        help_text=gettext_lazy("The day on which the platform showed these totals, such as 115/10/01 or 2026-10-01."),
    )

    def clean_taken_on(self) -> Any:
        day = self.cleaned_data["taken_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The day lies in the future."))
        return day

    def options(self) -> dict[str, Any]:
        return {"taken_on": self.cleaned_data["taken_on"].isoformat()}


@officer_page
def imports(request: HttpRequest) -> HttpResponse:
    top = Unit.objects.filter(parent=None, merged_into=None).order_by("code").first()
    form = InventoryForm(request.POST or None, request.FILES or None, initial={"unit": top and top.code})
    return started(request, "inventory", form) or _page(request, "inventory", form)


@officer_page
def usage_imports(request: HttpRequest) -> HttpResponse:
    form = UsageForm(request.POST or None, request.FILES or None)
    return started(request, "usage", form) or _page(request, "usage", form)


def started(request: HttpRequest, kind: str, form: UploadForm) -> HttpResponse | None:
    """Start a run from a valid form and go to its page; None where there is nothing to start."""
    if request.method != "POST" or not form.is_valid():
        return None
    run = start_import(kind, form.cleaned_data["file"], form.options(), by=signed_in(request))
    return redirect("import_run", run.pk)


@officer_page
def import_run(request: HttpRequest, run: int) -> HttpResponse:
    found = get_object_or_404(ImportRun.objects.select_related("asked_by"), pk=run)
    if request.method == "POST":
        return _decide(request, found)
    return render(
        request,
        "datasets/import_run.html",
        {
            "run": found,
            "waiting": found.state == JobState.DONE and found.options["phase"] == COMPARE,
            "applied": found.state == JobState.DONE and found.options["phase"] != COMPARE,
            "counts": found.summary.get("counts", {}),
            "changed": [(entry, _changes(entry)) for entry in found.summary.get("changed", [])[:SHOWN]],
            "new": found.summary.get("new", [])[:SHOWN],
            "gone": found.summary.get("gone", [])[:SHOWN],
            "missing": found.summary.get("missing", [])[:SHOWN],
            "years": found.summary.get("years", []),
            "notices": [Notice.from_dict(stored) for stored in found.warnings[:SHOWN]],
            "notice_count": found.summary.get("notices", 0),
            "nothing": _changes_nothing(found),
            "breadcrumbs": crumbs((_LABELS[found.kind], KINDS[found.kind])),
        },
    )


def _decide(request: HttpRequest, run: ImportRun) -> HttpResponse:
    if "confirm" in request.POST and not _changes_nothing(run):
        done = confirm_import(run, by=signed_in(request))
        sentence = _("The import was confirmed and is being applied.") if done else _("This import was decided before.")
    else:
        done = cancel_import(run)
        sentence = _("The import was put aside; nothing was changed.") if done else _("This import was decided before.")
    messages.info(request, sentence)
    return redirect("import_run", run.pk)


@reading_page
def import_remarks(request: HttpRequest, run: int) -> HttpResponse:
    """All stored remarks as CSV, in the reader's language."""
    found = get_object_or_404(ImportRun, pk=run)
    response = _csv(f"import-{run}-remarks.csv")
    write_notices(response, map(Notice.from_dict, found.warnings))
    return response


@reading_page
def import_difference(request: HttpRequest, run: int) -> HttpResponse:
    """The stored difference of an inventory as CSV: one line a new dataset, changed field or gone dataset."""
    found = get_object_or_404(ImportRun, pk=run)
    if found.kind != ImportRun.Kind.INVENTORY:
        raise Http404
    response = _csv(f"import-{run}-difference.csv")
    writer = csv.writer(response)
    writer.writerow([_("Kind"), _("Row"), _("Identifier"), _("Title"), _("Field"), _("Before"), _("After")])
    writer.writerows([inert(cell) for cell in line] for line in _lines(found.summary))
    return response


def _lines(summary: dict[str, Any]) -> Iterator[list[object]]:
    for entry in summary.get("new", []):
        yield [_("new"), entry["row"], entry["identifier"], entry["title"], "", "", ""]
    for entry in summary.get("changed", []):
        for label, before, after in _changes(entry):
            yield [_("changed"), entry["row"], entry["identifier"], entry["title"], label, before, after]
    for entry in summary.get("gone", []):
        yield [_("gone from the list"), "", entry["identifier"], entry["title"], "", "", ""]


def _changes(entry: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field as people call it, before, after) of a changed dataset."""
    changes: dict[str, tuple[Any, Any]] = entry["changes"]
    return [(_label(name), _shown(name, old), _shown(name, new)) for name, (old, new) in changes.items()]


def _label(name: str) -> str:
    if name == "distributions":
        return _("files")
    names = {field.name: field for field in Dataset._meta.concrete_fields}
    return str(names[name].verbose_name) if name in names else name


def _shown(name: str, value: Any) -> str:
    if name == "lifecycle":
        return str(Lifecycle(value).label)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _changes_nothing(run: ImportRun) -> bool:
    summary = run.summary
    if run.kind == ImportRun.Kind.CALENDAR:
        return bool(summary.get("changes_nothing", True)) or not summary.get("usable")
    counts = summary.get("counts", {})
    return not counts.get("new") and not counts.get("changed")


def _page(request: HttpRequest, kind: str, form: UploadForm) -> HttpResponse:
    return render(
        request,
        "datasets/imports.html",
        {
            "form": form,
            "kind": kind,
            "title": _LABELS[kind],
            "breadcrumbs": crumbs(),
            **listed(request, runs_so_far(kind), 20),
        },
    )


def runs_so_far(kind: str) -> QuerySet[ImportRun]:
    """For a list, newest first, with `remarks`: how many; without what makes a row large."""
    counted = ImportRun.objects.annotate(remarks=KT("summary__notices")).defer("summary", "warnings")
    return counted.filter(kind=kind).select_related("asked_by")


def _csv(name: str) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_LABELS = {
    "inventory": gettext_lazy("Import the inventory"),
    "usage": gettext_lazy("Import usage"),
    "calendar": gettext_lazy("Office calendars"),
}
