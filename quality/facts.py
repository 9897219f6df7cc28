"""Rows as the rules see them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from sys import intern
from uuid import UUID

from quality.checker.readable import BLOCKING, HOLLOW
from quality.models import Dispute, Observation
from quality.rules import Link, Pardon, Seen

SEEN = ("link", "machine_readable", "fault", "reason")
"""The columns of an Observation that `seen_of` reads after the time."""


def seen_of(at: datetime, link: Link, machine_readable: bool | None, fault: bool, reason: str) -> Seen:
    return Seen(at, intern(link), machine_readable, fault, intern(reason))  # type: ignore[arg-type]  # the same word


def pardons(as_of: datetime) -> dict[UUID, Pardon]:
    """By observation, what disputes accepted by as-of deny of it. One query."""
    rows = Dispute.objects.filter(ruling__accepted=True, ruling__recorded_at__lte=as_of, recorded_at__lte=as_of)
    accepted: defaultdict[UUID, dict[str, date]] = defaultdict(dict)
    observations: dict[UUID, Observation] = {}
    for row in rows.select_related("observation"):
        observations[row.observation_id] = row.observation
        own = accepted[row.observation_id]
        own[row.code] = max(row.expires_on, own.get(row.code, row.expires_on))
    return {key: pardon_of(one.reason, _codes(one), accepted[key]) for key, one in observations.items()}


def denied(accepted: Iterable[Dispute]) -> tuple[int, int]:
    """How many broken links, and how many unreadable files, accepted disputes of their newest checks deny."""
    codes: defaultdict[UUID, dict[str, date]] = defaultdict(dict)
    seen: dict[UUID, Observation] = {}
    for one in accepted:
        seen[one.observation_id] = one.observation
        codes[one.observation_id][one.code] = one.expires_on
    found = [(seen[key], pardon_of(seen[key].reason, _codes(seen[key]), own)) for key, own in codes.items()]
    broken = sum(one.link == "broken" and pardon.link is not None for one, pardon in found)
    return broken, sum(one.machine_readable is False and pardon.readable is not None for one, pardon in found)


def pardon_of(reason: str, findings: Iterable[str], accepted: dict[str, date]) -> Pardon:
    """Readability is regained only where everything that denied it is denied: every blocking finding, or the reason.

    `accepted`: by code, the last day on which an accepted dispute of it stands.
    """
    codes = list(findings)
    causes = [c for c in codes if c in BLOCKING] or [c for c in codes if c in HOLLOW] or [reason]
    days = [accepted.get(code) for code in causes]
    return Pardon(accepted.get(reason), min(day for day in days if day) if all(days) else None)


def _codes(observation: Observation) -> list[str]:
    return [found["code"] for found in observation.findings]
