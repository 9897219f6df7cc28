"""What goes to a worker process and comes back: length-prefixed pickles on a socket between our own processes."""

import struct
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from quality.checker.types import Declared, Limits

LENGTH = struct.Struct("!I")
"""In front of every pickle: how many bytes follow. A worker's first word is its process id in the same form."""


@dataclass(frozen=True, slots=True)
class Job:
    """A spooled body and all that is known of it."""

    path: Path
    declared: Declared
    limits: Limits
    name_hint: str
    today: date
