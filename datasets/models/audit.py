"""Who did what, when, from where: sign-ins and every change a signed-in person asked for (insert-only, chained)."""

from datetime import UTC
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.ledger import InsertOnly


class AuditAction(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    LOCKED_OUT = "locked_out", _("sign-in refused: locked")
    SIGNED_OUT = "signed_out", _("signed out")
    SESSION_ENDED = "session_ended", _("session ended by its time limit")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    ACCOUNT_DISABLED = "account_disabled", _("account disabled")
    REQUEST = "request", _("asked for a change")
    REFUSED = "refused", _("a page was refused")


class AuditEntry(InsertOnly):
    """One line of the audit log. `hash` = SHA-256(previous hash ‖ RFC 8785 JSON of the line): a chain of its own.

    `who` is the user name as it was, or as it was typed at a failed sign-in. Times are stored in UTC.
    """

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    who = models.CharField(_("who"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=10, blank=True)
    action = models.CharField(_("what"), max_length=20, choices=AuditAction, db_index=True)
    method = models.CharField(max_length=10, blank=True)
    path = models.CharField(_("page"), max_length=500, blank=True)
    view = models.CharField(max_length=100, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    address = models.CharField(_("from where"), max_length=45, blank=True, db_index=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-position"]
        verbose_name = _("audit log")

    def __str__(self) -> str:
        return f"{self.position} {self.who} {self.action} {self.path}"

    def plain(self) -> dict[str, Any]:
        """What the chain hashes: every column but the hash itself, whole numbers as text (as ledger.py does)."""
        return {
            "position": str(self.position),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "user": str(self.user_id or ""),
            "who": self.who,
            "role": self.role,
            "action": str(self.action),
            "method": self.method,
            "path": self.path,
            "view": self.view,
            "status": str(self.status or ""),
            "address": self.address,
        }
