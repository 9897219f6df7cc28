"""Accounts: under which name failures are counted, and which ones nobody uses any more."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from datasets.models import AuditAction, AuditEntry, Role, User
from datasets.security.audit import append


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that a sign-in is tried for. allauth finds accounts whatever the case: so it is one name here too."""
    name = (credentials or {}).get("username") or request.POST.get("login") or request.POST.get("username") or ""
    return str(name).replace("\x00", "").casefold()[:150]


def disable_idle(*, since: datetime, now: datetime) -> list[User]:
    """Disable who neither signed in nor was made since then; the last active officer always stays."""
    idle = Q(last_login__lt=since) | Q(last_login__isnull=True, date_joined__lt=since)
    disabled = [user for user in User.objects.filter(idle, is_active=True) if not _last_officer(user)]
    for user in disabled:
        User.objects.filter(pk=user.pk).update(is_active=False)
        append(AuditEntry(at=now, user=user, who=user.username, role=user.role, action=AuditAction.ACCOUNT_DISABLED))
    return disabled


def _last_officer(user: User) -> bool:
    others = User.objects.filter(role=Role.OFFICER, is_active=True).exclude(pk=user.pk)
    return user.is_officer and not others.exists()
