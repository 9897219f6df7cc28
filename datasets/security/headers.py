"""What every answer tells the browser beyond Django's own headers: use no device, keep nothing of a session."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]
NO_DEVICES = ", ".join(f"{one}=()" for one in ("camera", "geolocation", "microphone", "payment", "usb"))


def answer_headers(get_response: Next) -> Next:
    """Pages of a session are kept nowhere: not by a proxy, and not for who presses Back after the person signed out."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_DEVICES)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
