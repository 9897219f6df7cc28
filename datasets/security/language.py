"""The language that a person chose, for this browser."""

from django.conf import settings
from django.http import HttpResponseBase


def remember_language(response: HttpResponseBase, language: str) -> None:
    """As Django's own page for it does (`set_language`)."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE, httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
    )  # fmt: skip
