"""The agency's own letterhead: download, change in LibreOffice, upload."""

from pathlib import Path
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.fields import DayField, sentence
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from reports.models import LetterheadFile, LetterheadVersion
from reports.packet.letterhead import MOST_BYTES, PLACEHOLDERS, REQUIRED
from reports.services.letterheads import adopt_letterhead, starter, version_on
from reports.services.minutes import ODT


class LetterheadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Template (.ott or .odt)"))
    effective_on = DayField(label=gettext_lazy("Holds from"), help_text=gettext_lazy("2027-01-01 or 116/01/01"))


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def letterheads(request: HttpRequest) -> HttpResponse:
    """All versions, the newest first; the officer adopts another."""
    user, today = signed_in(request), taipei_day(timezone.now())
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = LetterheadForm(request.POST or None, request.FILES or None, initial={"effective_on": today})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            adopt_letterhead(file.read(MOST_BYTES + 1), file.name, form.cleaned_data["effective_on"], by=user)
            messages.success(request, _("The letterhead is taken."))
            return redirect("letterheads")
        except Refusal as refusal:
            form.add_error("file", sentence(refusal))
    context = {
        "form": form if user.is_officer else None,
        "versions": LetterheadVersion.objects.select_related("recorded_by").order_by("-effective_on", "-position"),
        "current": version_on(today),
        "required": [f"{{{{{name}}}}}" for name in REQUIRED],
        "optional": [f"{{{{{name}}}}}" for name in PLACEHOLDERS if name not in REQUIRED],
        "breadcrumbs": [(_("Packets"), reverse("packets"))],
    }
    return render(request, "reports/letterheads.html", context, status=400 if form.errors else 200)


@require_safe
@require_role(*READERS)
def letterhead_file(request: HttpRequest, name: str) -> HttpResponse:
    """A version by its key, or the template to begin with."""
    if name == "starter.odt":
        return _file(starter(), name)
    try:
        key = UUID(Path(name).stem)
    except ValueError:
        raise Http404 from None
    found = get_object_or_404(LetterheadFile.objects.select_related("version"), pk=key)
    return _file(bytes(found.content), found.version.file_name)


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, ODT, headers={"Content-Disposition": content_disposition_header(True, name)})
