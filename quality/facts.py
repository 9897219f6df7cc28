"""Rows as the rules see them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from quality.checker.readable import BLOCKING
from quality.models import Dispute, Observation
from quality.rules import Link, Pardon, Seen

SEEN = ("link", "machine_readable", "fault", "reason")
"""The columns of an Observation that `seen_of` reads after the time."""


def seen_of(at: datetime, link: Link, machine_readable: bool | None, fault: bool, reason: str) -> Seen:
    return Seen(at, link, machine_readable, fault, reason)


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


def pardon_of(reason: str, findings: Iterable[str], accepted: dict[str, date]) -> Pardon:
    """Readability is regained only where everything that denied it is denied: every blocking finding, or the reason.

    `accepted`: by code, the last day on which an accepted dispute of it stands.
    """
    causes = [code for code in findings if code in BLOCKING] or [reason]
    days = [accepted.get(code) for code in causes]
    return Pardon(accepted.get(reason), min(day for day in days if day) if all(days) else None)


def _codes(observation: Observation) -> list[str]:
    return [found["code"] for found in observation.findings]
