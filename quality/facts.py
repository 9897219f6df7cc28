"""Rows as the rules see them."""

from datetime import datetime

from quality.rules import Link, Seen

SEEN = ("link", "machine_readable", "fault", "reason")
"""The columns of an Observation that `seen_of` reads after the time."""


def seen_of(at: datetime, link: Link, machine_readable: bool | None, fault: bool, reason: str) -> Seen:
    return Seen(at, link, machine_readable, fault, reason)
