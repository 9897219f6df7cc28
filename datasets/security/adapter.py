"""allauth's hooks: no public sign-up, mail through the queue, every sign-in in the audit log."""

import base64
import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models import AuditAction, User
from datasets.security import audit
from datasets.security.address import client_address
from datasets.security.language import remember_language
from datasets.security.passwords import refuse_if_too_young, remember_password
from datasets.services.mail import queue_mail

WINDOW = timedelta(minutes=15)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the officer; the public needs none."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """One address may not try the passwords of many accounts; axes locks the single account."""
        since = timezone.now() - WINDOW
        if audit.failures_from(client_address(request), since=since) >= settings.SIGN_IN_FAILURES_PER_ADDRESS:
            audit.note(AuditAction.LOCKED_OUT, request, user=None, who=credentials.get("username", ""))
            raise ValidationError(_("Too many failed sign-ins from your network. Try again in 15 minutes."))
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        locked = getattr(request, "axes_locked_out", False)
        action = AuditAction.LOCKED_OUT if locked else AuditAction.SIGN_IN_FAILED
        audit.note(action, request, user=None, who=credentials.get("username", ""))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)
        audit.note(AuditAction.SIGNED_IN, request, user=user, status=response.status_code)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            audit.note(AuditAction.SIGNED_OUT, request, user=request.user)
        super().logout(request)

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Somebody who forgot the password may set a new one at once; else a young one stays for a while."""
        match = self.request.resolver_match
        if user and match and match.view_name == "account_change_password":
            refuse_if_too_young(user, timezone.now())
        return str(super().clean_password(password, user))

    def set_password(self, user: User, password: str) -> None:
        remember_password(user, password, now=timezone.now())
        audit.note(AuditAction.PASSWORD_CHANGED, self.request, user=user)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A reset link is a secret: its mail is forgotten once it is sent."""
        message = self.render_mail(template_prefix, email, {"request": self.request} | context)
        queue_mail(key=f"account:{uuid4()}", to=email, subject=message.subject, body=message.body, forget=True)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secret of a second factor lies encrypted: a copy of the database alone does not give it away."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return str(settings.AGENCY_NAME)


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
