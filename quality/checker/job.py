"""What goes to a worker process and comes back: length-prefixed pickles on a socket between our own processes."""

import struct
from datetime import date
from typing import NamedTuple

from quality.checker.types import Body

LENGTH = struct.Struct("!I")
"""In front of every pickle: how many bytes follow. A worker's first word is its process id in the same form."""


class Job(NamedTuple):
    """A spooled body and all that is known of it. Plain values: a job is pickled for every distribution.

    `declared` holds format, encoding and fields. The limits are the nursery's, once for all.
    """

    body: Body
    declared: tuple[str, str, tuple[str, ...]]
    name_hint: str
    today: date
