"""What happens when the disk is full: it is said in so many words, and no half of a file stays."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_noop

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
