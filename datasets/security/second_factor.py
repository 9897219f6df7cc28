"""Codes of a second factor: one guess at a time, five wrong ones lock for a while, and a code opens once.

All of it is asked of the database, under a lock on the person's row: a cache that fails or that two processes ask at
once lets no guess and no second use through.
"""

from datetime import datetime, timedelta

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models import AuditAction, AuditEntry, User
from datasets.security import audit

WRONG = (AuditAction.SIGN_IN_FAILED, AuditAction.LOCKED_OUT)


class CountedCode(BaseAuthenticateForm):  # type: ignore[misc]  # allauth has no types
    def clean_code(self) -> str:
        """The wrong code's line is kept although the form refuses it: hence the error leaves after the commit."""
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=self.user.pk)  # lines of the log may point at it
            try:
                return self._guess(timezone.now())
            except ValidationError as error:
                refused = error
        raise refused

    def _guess(self, now: datetime) -> str:
        if _lines(self.user, now).filter(action=AuditAction.LOCKED_OUT).exists():
            self._note(AuditAction.LOCKED_OUT)
            raise ValidationError(_("Too many wrong codes. Try again in %d minutes.") % settings.LOCK_MINUTES)
        try:
            code = str(super().clean_code())
            _use(self.authenticator, now)
        except ValidationError:
            last = _wrong(self.user, now) + 1 >= settings.SIGN_IN_FAILURES
            self._note(AuditAction.LOCKED_OUT if last else AuditAction.SIGN_IN_FAILED)
            raise
        return code

    def _note(self, action: AuditAction) -> None:
        audit.note(action, context.request, user=self.user)


class SignInCode(CountedCode, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """After the password."""


class RepeatedCode(CountedCode, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Before something weighty, of a person who signed in a while ago."""


def _lines(user: User, now: datetime) -> QuerySet[AuditEntry]:
    """What the log says of this person's codes lately; who fails at the password is nobody yet, and not in it."""
    since = now - timedelta(minutes=settings.LOCK_MINUTES)
    return AuditEntry.objects.filter(user=user, at__gt=since)


def _wrong(user: User, now: datetime) -> int:
    """Wrong codes since the last right one."""
    lines = _lines(user, now)
    right = lines.filter(action=AuditAction.SIGNED_IN).order_by("-position").values_list("position", flat=True).first()
    return lines.filter(action__in=WRONG, position__gt=right or 0).count()


def _use(authenticator: Authenticator, now: datetime) -> None:
    """RFC 6238, 5.2: a code is good once. A code belongs to its half minute, so the last use tells."""
    if authenticator.type == Authenticator.Type.TOTP:
        used = authenticator.last_used_at
        if used and _half_minute(used) == _half_minute(now):
            raise get_adapter().validation_error("incorrect_code")
        authenticator.record_usage()


def _half_minute(moment: datetime) -> int:
    return int(moment.timestamp()) // int(app_settings.TOTP_PERIOD)
