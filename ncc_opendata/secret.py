"""The secret that a portal without one makes for itself: whole or not there, the same for whoever comes at once."""

import os
from pathlib import Path
from uuid import uuid4

from django.core.management.utils import get_random_secret_key


def own_secret(file: Path) -> str:
    """What the file holds; it is made where there is none, for its owner's eyes alone.

    Two processes of a first run come at the same moment, and one may be killed in the middle: the file takes its name
    when all of it is there, and the first one stays.
    """
    if not file.exists():
        part = file.with_name(f"{file.name}.{uuid4().hex}")
        part.touch(mode=0o600)
        part.write_text(get_random_secret_key())
        try:
            os.link(part, file)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return file.read_text()
