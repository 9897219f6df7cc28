"""Pages about people: one's own settings, and the audit log for auditor and officer."""

import csv
from collections.abc import Iterator
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from datasets.access import require_role, signed_in
from datasets.models import AuditEntry, Role
from datasets.security.forms import AuditFilter, MySettingsForm
from datasets.security.language import remember_language
from datasets.services.cells import inert

COLUMNS = ("position", "at", "who", "role", "action", "method", "path", "view", "status", "address", "hash")


class Echo:
    """A file that gives each line back: csv writes into it, the answer streams out of it."""

    def write(self, line: str) -> str:
        return line


@require_http_methods(["GET", "POST"])
@require_role()
def my_settings(request: HttpRequest) -> HttpResponse:
    """Language, mail rhythm, and the ways to password and second factor."""
    user = signed_in(request)
    form = MySettingsForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        translation.activate(user.language)
        messages.success(request, _("Your settings are saved."))
        response = redirect("my_settings")
        remember_language(response, user.language)
        return response
    return render(request, "datasets/my_settings.html", {"form": form, "second_factor": is_mfa_enabled(user)})


@require_GET
@require_role(Role.OFFICER, Role.AUDITOR)
def audit_log(request: HttpRequest) -> HttpResponseBase:
    """Sign-ins and changes, newest first; `?format=csv` gives all lines that fit."""
    form = AuditFilter(request.GET or {})
    entries = form.entries()
    if request.GET.get("format") == "csv":
        return _as_csv(entries)
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    pages = page.paginator.get_elided_page_range(page.number)
    return render(request, "datasets/audit_log.html", {"form": form, "page": page, "pages": pages})


def _as_csv(entries: QuerySet[AuditEntry]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(entries), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate():%Y%m%d}.csv"'
    return response


def _lines(entries: QuerySet[AuditEntry]) -> Iterator[Any]:
    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow(COLUMNS)
    for row in entries.values_list(*COLUMNS).iterator():
        yield writer.writerow([inert(cell) for cell in row])
