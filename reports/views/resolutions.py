"""Resolutions that stand, and each with what was done about it (section 2 of the packet)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import may_edit, require_role, signed_in, unit_scope
from reports.facts.meetings import still_on_the_list, with_progress
from reports.forms import ProgressForm
from reports.models import Resolution
from reports.services.meetings import report_progress
from reports.views.around import tabs


@require_safe
@require_role()
def resolutions(request: HttpRequest) -> HttpResponse:
    """The resolutions on the list that a person may see: readers all, unit people those of their units."""
    user = signed_in(request)
    rows = Resolution.objects.all() if user.reads_everything else Resolution.objects.filter(owner__in=unit_scope(user))
    context = {"resolutions": still_on_the_list(rows), "tabs": tabs(user, "resolutions")}
    return render(request, "reports/resolutions_page.html", context)


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
        "breadcrumbs": [(_("Resolutions"), reverse("resolutions"))],
    }
    return render(request, "reports/resolution.html", context, status=400 if form.errors else 200)
