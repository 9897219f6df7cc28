"""What a password must be: several kinds of characters, none of the last ones, not changed too often, not too old."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from datasets.models import PasswordRecord, User

KINDS = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
NEEDED = 3


class KindsValidator:
    """At least three of: small letters, capitals, digits, other characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        if sum(any(kind(c) for c in password) for kind in KINDS) < NEEDED:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return str(
            _("Use three kinds of characters: small letters, capitals, digits, punctuation or Chinese characters.")
        )


class HistoryValidator:
    """None of the passwords used last (PASSWORD_HISTORY, 3 by default), the present one among them."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and any(check_password(password, old) for old in last_passwords(user)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return str(_("Your last %(count)d passwords cannot be used again.") % {"count": settings.PASSWORD_HISTORY})


def refuse_if_too_young(user: User, now: datetime) -> None:
    """A password that was just changed stays for a while, lest the history be run through (0 hours: no limit)."""
    hours = settings.PASSWORD_MIN_HOURS
    changed = user.password_changed_at
    if changed and not user.must_change_password and now - changed < timedelta(hours=hours):
        message = _("A password can be changed again after %(hours)d hours.") % {"hours": hours}
        raise ValidationError(message, code="password_too_young")


def last_passwords(user: User) -> list[str]:
    """Hashes: the present password and those before it, as many as the setting says."""
    former = user.former_passwords.values_list("password", flat=True)[: max(settings.PASSWORD_HISTORY - 1, 0)]
    return [user.password, *former] if user.pk and not user._state.adding else []


def remember_password(user: User, password: str, *, now: datetime) -> None:
    """Set a password the person chose; the former one goes into the history, the duty to change it ends."""
    PasswordRecord.objects.create(user=user, password=user.password)
    user.set_password(password)
    user.password_changed_at, user.must_change_password = now, False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])


def must_change(user: User, now: datetime) -> bool:
    """The first password, one that somebody else set, or one that is too old (PASSWORD_MAX_DAYS, 0: never)."""
    if user.must_change_password:
        return True
    limit = settings.PASSWORD_MAX_DAYS
    set_at = user.password_changed_at or user.date_joined
    return bool(limit) and now - set_at > timedelta(days=limit)
