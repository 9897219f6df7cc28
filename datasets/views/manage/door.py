"""What every page of the officer shares: who gets in, the way back, pages of a list."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import require_role, signed_in
from datasets.models import Role

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Crumb = tuple[str | Promise, str]


def officer_page(view: View[P]) -> View[P]:
    """The officer reads and changes, the auditor reads."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and signed_in(request).role != Role.OFFICER:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(require_role(Role.OFFICER, Role.AUDITOR)(guarded))


def reading_page(view: View[P]) -> View[P]:
    """A page of the officer that changes nothing."""
    return require_safe(require_role(Role.OFFICER, Role.AUDITOR)(view))


def crumbs(*more: tuple[str | Promise, str]) -> list[Crumb]:
    """The way from the management page; `more` are (label, URL name)."""
    return [(_("Management"), reverse("manage")), *((label, reverse(name)) for label, name in more)]


def ticked(request: HttpRequest) -> list[str]:
    """Identifiers of the chosen rows; PostgreSQL refuses NUL, which no identifier holds."""
    return [row for row in request.POST.getlist("row") if "\x00" not in row]


def listed(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = 50) -> dict[str, Any]:
    """One page of a list for the template: `page` and `pages`."""
    page: Page[Any] = Paginator(rows, size).get_page(request.GET.get("page"))
    return {"page": page, "pages": page.paginator.get_elided_page_range(page.number)}
