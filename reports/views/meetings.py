"""Meetings of the advisory group, their resolutions, and what was done about them (section 2 of the packet)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import READERS, may_edit, require_role, signed_in, unit_scope
from datasets.fields import DayField, StampField
from datasets.models import Unit
from reports.models import Meeting, Resolution, ResolutionProgress
from reports.services.meetings import plan_meeting, record_resolution, report_progress
from reports.views.around import last_quarter, quarter_or_404, said, tabs


class MeetingForm(forms.Form):
    quarter = forms.CharField(label=gettext_lazy("Quarter"), max_length=10, help_text=gettext_lazy("2026Q3 or 115Q3"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    held_at = StampField(
        label=gettext_lazy("Date and time"), help_text=gettext_lazy("2026-10-20 14:00 or 115/10/20 14:00")
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    chair = forms.CharField(label=gettext_lazy("Chair"), max_length=100, required=False)

    def clean_quarter(self) -> str:
        try:
            return quarter_or_404(self.cleaned_data["quarter"]).code
        except Http404:
            raise forms.ValidationError(_("Write a quarter, such as 2026Q3.")) from None


class ResolutionForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Resolution"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ModelChoiceField(Unit.objects.all(), label=gettext_lazy("Responsible unit"), required=False)
    due_on = DayField(label=gettext_lazy("Due date"), required=False)


class ProgressForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    released = forms.BooleanField(label=gettext_lazy("The group takes it off the list"), required=False)

    def __init__(self, data: object, may_release: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if not may_release:
            del self.fields["released"]


def _with_progress(rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
    newest = ResolutionProgress.objects.order_by("-position").select_related("recorded_by")
    return rows.select_related("owner", "meeting").prefetch_related(Prefetch("progress", newest)).order_by("position")


def _open(rows: QuerySet[Resolution]) -> list[Resolution]:
    """Those that the group has not taken off the list."""
    return [one for one in _with_progress(rows) if not any(step.released for step in list(one.progress.all())[:1])]


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings and the resolutions that still stand; the officer plans the next."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = MeetingForm(request.POST or None, initial={"quarter": last_quarter(timezone.now()).code})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = plan_meeting(**given | {"held_at": given["held_at"].at}, by=user)
        messages.success(request, _("The meeting is planned."))
        return redirect("meeting", made.pk)
    context = {
        "form": form if user.is_officer else None,
        "meetings": Meeting.objects.all(),
        "resolutions": _open(Resolution.objects.all()),
        "tabs": tabs(user, "meetings"),
    }
    return render(request, "reports/meetings.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One meeting with its resolutions; the officer records another."""
    user, found = signed_in(request), get_object_or_404(Meeting, pk=pk)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_resolution(meeting=found, **form.cleaned_data, by=user)
        messages.success(request, _("The resolution is recorded."))
        return redirect("meeting", found.pk)
    context = {
        "form": form if user.is_officer else None,
        "meeting": found,
        "quarter": said(quarter_or_404(found.quarter)),
        "resolutions": _with_progress(found.resolutions.all()),
        "breadcrumbs": [(_("Meetings"), reverse("meetings"))],
    }
    return render(request, "reports/meeting.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_role()
def resolution(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One resolution: its owner tells what was done, the officer also that the group released it."""
    user = signed_in(request)
    found = get_object_or_404(_with_progress(Resolution.objects.all()), pk=pk)
    mine = found.owner_id is not None and may_edit(user, found.owner_id)
    if not (user.reads_everything or (found.owner_id and unit_scope(user).filter(pk=found.owner_id).exists())):
        raise PermissionDenied
    if request.method == "POST" and not (user.is_officer or mine):
        raise PermissionDenied
    form = ProgressForm(request.POST or None, may_release=user.is_officer)
    if request.method == "POST" and form.is_valid():
        given = {"released": False, **form.cleaned_data}
        report_progress(resolution=found, **given, by=user)
        messages.success(request, _("What was done is recorded."))
        return redirect("resolution", found.pk)
    context = {
        "form": form if user.is_officer or mine else None,
        "resolution": found,
        "progress": found.progress.all(),
        "breadcrumbs": [(_("Meetings"), reverse("meetings"))] if user.reads_everything else [],
    }
    return render(request, "reports/resolution.html", context, status=400 if form.errors else 200)
