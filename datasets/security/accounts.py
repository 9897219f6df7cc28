"""Accounts that nobody uses any more."""

from datetime import datetime

from django.db.models import Q

from datasets.models import AuditAction, AuditEntry, Role, User
from datasets.security.audit import append


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
