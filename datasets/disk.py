"""What happens when the disk is full: it is said in so many words, and no half of a file stays."""

import errno
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop

logger = logging.getLogger(__name__)
FULL = gettext_noop("The portal's disk is full: nothing could be written. Make room, then ask again.")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SAID = ("database or disk is full", "No space left on device")
"""How SQLite and PostgreSQL say it."""


def is_full(error: BaseException) -> bool:
    """Whether this error, or the one that caused it, is for want of room."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    if any(sentence in str(error) for sentence in SAID):
        return True
    return error.__cause__ is not None and is_full(error.__cause__)


def full_disk(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """507 with what is wrong, where a page could not write; without database and session, which may be on that disk."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_full(error):
            return None
        logger.critical("the disk is full: %s: %s", type(error).__name__, error)
        return HttpResponse(render_to_string("507.html"), status=507)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # Django's way for functions
    return middleware


class WholeFiles(FileSystemStorage):
    """A file shows up under its name when all of it is there; of one that could not be written nothing stays."""

    def _save(self, name: str, content: Any) -> str:
        part = Path(self.path(f"{name}.{uuid4().hex}.part"))
        try:
            super()._save(str(part.relative_to(self.location)), content)  # type: ignore[misc]  # stubs lack it
            while True:
                with suppress(FileExistsError):
                    os.link(part, self.path(name))
                    return name
                name = self.get_available_name(name)
        finally:
            part.unlink(missing_ok=True)
