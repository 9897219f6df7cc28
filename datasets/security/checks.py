"""System checks: what must be so before the portal meets the public (`manage.py check --deploy`)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security)
def rules_of_the_house(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Settings whose values would undo what docs/security.md promises."""
    found: list[CheckMessage] = []
    if settings.SIGN_IN_FAILURES < 1 or settings.SIGN_IN_FAILURES > 5:
        found.append(Error("SIGN_IN_FAILURES must be 1 to 5", hint="資通系統防護基準: five at most", id="portal.E001"))
    if settings.LOCK_MINUTES < 15:
        found.append(Error("LOCK_MINUTES must be at least 15", id="portal.E002"))
    if settings.PASSWORD_HISTORY < 3:
        found.append(Error("PASSWORD_HISTORY must be at least 3", id="portal.E003"))
    return found


@register(Tags.security, deploy=True)
def ready_for_the_public(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What is fine on a desk and wrong in production."""
    found: list[CheckMessage] = []
    if not settings.SITE_URL.startswith("https://"):
        found.append(Warning("SITE_URL is not https: links in mails would be", id="portal.W001"))
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(Warning("EMAIL_BACKEND prints mail and sends none", id="portal.W002"))
    if not settings.SECOND_FACTOR:
        found.append(Warning("SECOND_FACTOR is off: officers sign in with a password alone", id="portal.W004"))
    if settings.DEMO:
        found.append(Warning("DEMO is on: the first run would make a demonstration", id="portal.W003"))
    return found
