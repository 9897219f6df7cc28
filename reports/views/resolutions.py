"""One resolution and what was done about it (section 2 of the packet)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from datasets.access import may_edit, require_role, signed_in, unit_scope
from reports.forms import ProgressForm
from reports.models import Resolution, ResolutionProgress
from reports.services.meetings import report_progress


def with_progress(rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
    newest = ResolutionProgress.objects.order_by("-position").select_related("recorded_by")
    return rows.select_related("owner", "meeting").prefetch_related(Prefetch("progress", newest)).order_by("position")


def still_open(rows: QuerySet[Resolution]) -> list[Resolution]:
    """Those that the group has not taken off the list."""
    return [one for one in with_progress(rows) if not any(step.released for step in list(one.progress.all())[:1])]


@require_http_methods(["GET", "POST"])
@require_role()
def resolution(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One resolution: its owner tells what was done, the officer also that the group released it."""
    user = signed_in(request)
    found = get_object_or_404(with_progress(Resolution.objects.all()), pk=pk)
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
