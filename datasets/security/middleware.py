"""What holds for every request: methods, session limits, first password, second factor, audit log."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import (
    HttpRequest,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models import AuditAction, Installation, User
from datasets.security import audit
from datasets.security.passwords import must_change

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponseBase]

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
SEEN_EVERY = 60
"""Seconds: how often "last seen" is written, so that reading pages does not write the session each time."""
ALWAYS_OPEN = ("account_logout", "account_reauthenticate", "set_language", "mfa_reauthenticate")
PASSWORD_PAGES = ("account_change_password", *ALWAYS_OPEN)


def plain_requests(get_response: Next) -> Next:
    """Pages are read with GET and changed with POST, in UTF-8, without NUL: no view has to think of anything else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        charset = (request.content_params or {}).get("charset", "utf-8").lower()
        nul = "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")
        if nul or charset not in {"utf-8", "utf8"}:
            return HttpResponseBadRequest("This portal reads UTF-8 without NUL.", content_type="text/plain")
        return get_response(request)

    return middleware


def session_limits(get_response: Next) -> Next:
    """A session ends when it was idle too long, and in any case some hours after its sign-in."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, User) and _ended(request, timezone.now()):
            audit.note(AuditAction.SESSION_ENDED, request, user=request.user)
            logout(request)
            messages.info(request, _("You were signed out because your session had reached its time limit."))
        return get_response(request)

    return middleware


def _ended(request: HttpRequest, now: datetime) -> bool:
    session, moment = request.session, now.timestamp()
    since, seen = session.setdefault("signed_in_at", moment), session.setdefault("seen_at", moment)
    if moment - since > timedelta(hours=settings.SESSION_HOURS).total_seconds():
        return True
    if moment - seen > timedelta(minutes=settings.SESSION_IDLE_MINUTES).total_seconds():
        return True
    if moment - seen > SEEN_EVERY:
        session["seen_at"] = moment
    return False


class Duties:
    """A first or outdated password, then a missing second factor, are mended before anything else is shown."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponseRedirect | None:
        if not isinstance(request.user, User):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if must_change(request.user, timezone.now()):
            return None if name in PASSWORD_PAGES else redirect("account_change_password")
        if needs_second_factor(request.user):
            allowed = name in ALWAYS_OPEN or name.startswith("mfa_") or name == "account_change_password"
            return None if allowed else redirect("mfa_activate_totp")
        return None


def needs_second_factor(user: User) -> bool:
    """Administrators sign in with a second factor; a demonstration only offers it."""
    if not settings.SECOND_FACTOR or not (user.is_officer or user.is_staff):
        return False
    return not is_mfa_enabled(user) and not Installation.is_demonstration()


def audit_log(get_response: Next) -> Next:
    """Every change that a signed-in person asks for is a line: who, what, when, from where, and the answer.

    So is every page that was refused to them, for want of the right to it.

    A log that cannot be written does not stop the work; it is said on the error log (日誌處理失效之回應).
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user if isinstance(request.user, User) else None  # asked now: signing out forgets it
        response = get_response(request)
        change, refused = request.method == "POST", response.status_code == 403
        if user and (change or refused):
            action = AuditAction.REQUEST if change else AuditAction.REFUSED
            try:
                audit.note(action, request, user=user, status=response.status_code)
            except DatabaseError:
                log.exception("the audit log could not be written: %s %s", user.username, request.path)
        return response

    return middleware
