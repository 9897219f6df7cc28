"""The page for what went wrong, by its cause: a full disk, a database that is away or only read, or a fault of ours.

Django asks for it wherever the error arose, in a view or around it, and logs it. The pages use neither database nor
session, which may be what is broken.
"""

import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from datasets.disk import is_full

READ_ONLY = ("read-only transaction", "readonly database", "during recovery")
"""How PostgreSQL, SQLite and a standby say that nothing can be written."""
OUR_FAULT = ("no such ", "syntax error", "too many SQL variables")
"""What SQLite calls an operational error, and is one of the program or of a migration that was left out."""
AGAIN_AFTER = 30
"""Seconds, for Retry-After."""


def server_error(request: HttpRequest) -> HttpResponse:
    page, status = _page(sys.exc_info()[1])
    answer = HttpResponse(render_to_string(page), status=status)
    if status == 503:
        answer["Retry-After"] = str(AGAIN_AFTER)
    return answer


def _page(error: BaseException | None) -> tuple[str, int]:
    if error is None:
        return "500.html", 500
    if is_full(error):
        return "507.html", 507
    if isinstance(error, InternalError | OperationalError) and any(words in str(error) for words in READ_ONLY):
        return "503_read_only.html", 503
    away = isinstance(error, InterfaceError | OperationalError)
    if away and not any(words in str(error) for words in OUR_FAULT):
        return "503.html", 503
    return "500.html", 500
