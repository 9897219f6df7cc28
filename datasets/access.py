"""The only door to an object: it finds the object and checks the right to it (domain.md, People).

Who may not know that a thing exists gets 404; who may know but not do gets 403; who has not signed in is
sent to sign in.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from datasets.models import Dataset, Lifecycle, Role, Unit, User
from datasets.past import known_then
from datasets.querysets import descendants

AnyUser: TypeAlias = User | AnonymousUser
P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

UNIT_PEOPLE = (Role.STAFF, Role.HEAD)
READERS = (Role.ADVISORY, Role.OFFICER, Role.AUDITOR)
"""Who reads the dashboards, drill-downs and packets of every unit."""
EDITORS = (*UNIT_PEOPLE, Role.OFFICER)
"""Who may change something of a unit; `units_to_edit` says of which."""


def require_role(*roles: str) -> Callable[[View[P]], View[P]]:
    """Decorate a view: only these roles get in; no role named means anybody who signed in."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if isinstance(request.user, AnonymousUser):
                return to_sign_in(request)
            if roles and request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in, then back. What was sent meanwhile is lost, which is said; back is then the page with the form, for
    many an address takes what is sent and shows nothing."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    messages.warning(request, _("You were signed out, so what you sent was not saved. Sign in and enter it again."))
    page = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect_to_login(urlunsplit(("", "", *urlsplit(page)[2:])) if known else request.get_full_path())


def signed_in(request: HttpRequest) -> User:
    """The person of a request that passed `require_role`; for the type checker as much as for the reader."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


def unit_scope(user: AnyUser) -> QuerySet[Unit]:
    """The units whose internal rows a person may read: all for readers, the own unit with those below it and
    those merged into it for unit people, none for the public."""
    if isinstance(user, AnonymousUser):
        return Unit.objects.none()
    if user.reads_everything:
        return Unit.objects.all()
    return Unit.objects.filter(pk__in=descendants(user.unit_id))


def units_to_edit(user: AnyUser) -> QuerySet[Unit]:
    """The units whose rows a person may change: all for an officer, `unit_scope` for unit people, else none."""
    if isinstance(user, AnonymousUser) or user.role not in EDITORS:
        return Unit.objects.none()
    return unit_scope(user)


def may_edit(user: AnyUser, unit_id: UUID) -> bool:
    return units_to_edit(user).filter(pk=unit_id).exists()


def visible_datasets(user: AnyUser) -> QuerySet[Dataset]:
    """What the public catalogue shows (withdrawn ones too, as withdrawn), and to insiders what their scope adds."""
    return Dataset.objects.filter(~Q(lifecycle=Lifecycle.UNPUBLISHED) | Q(unit__in=unit_scope(user)))


def visible_then(user: AnyUser, as_of: datetime) -> QuerySet[Dataset]:
    """Of what this person may see now, what the catalogue showed at a moment (`past.known_then`): no draft of then."""
    known = known_then(visible_datasets(user), as_of)
    return known.filter(~Q(life=Lifecycle.UNPUBLISHED) | Q(unit__in=unit_scope(user)))


def dataset_for(user: AnyUser, identifier: str) -> Dataset:
    """A dataset to read; 404 where this person may not know of it."""
    return get_object_or_404(visible_datasets(user).select_related("unit"), identifier=identifier)


def dataset_to_edit(user: AnyUser, identifier: str) -> Dataset:
    """A dataset to change; 403 where it may be seen but belongs to another unit."""
    dataset = dataset_for(user, identifier)
    if not may_edit(user, dataset.unit_id):
        raise PermissionDenied
    return dataset


def unit_for(user: AnyUser, code: str) -> Unit:
    """A unit whose internal pages this person may read; 403 for an insider of another unit, 404 where there is none."""
    unit = get_object_or_404(Unit, code=code)
    if not unit_scope(user).filter(pk=unit.pk).exists():
        raise PermissionDenied
    return unit
