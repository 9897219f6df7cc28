"""The facts as lines of canonical JSON, for anybody who wants to compute the figures again without the portal.

Each line: {"kind", "hash", "fact", "withheld"} in order of position, then {"kind": "quality.check", "fact"} for every
check that confirmed a failure: checks are no links of the chain, and an outage counts them. Texts and names of people
are no part of a fact; what opens a sender's thread is withheld, so the hash of that link cannot be computed again.
"""

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import rfc8785
from django.db.models import F

from datasets import ledger
from datasets.models import LedgerEntry
from datasets.replay.chain import batches, facts_of
from quality.models import Check

WITHHELD = {"feedback.feedbackmessage": ("tracking_code",)}


def fact_lines(head: LedgerEntry) -> Iterator[bytes]:
    """Every fact up to a link, and the checks until its moment. Streams; some queries a batch."""
    for entries in batches(LedgerEntry.objects.filter(position__lte=head.position).order_by("position")):
        facts = facts_of(entries)
        for entry in entries:
            yield _line(entry, json.loads(ledger.canonical(facts[entry.kind, entry.fact_id])))
    for row in _confirmed(head):
        yield rfc8785.dumps({"kind": "quality.check", "fact": row})


def _line(entry: LedgerEntry, fact: dict[str, Any]) -> bytes:
    withheld = WITHHELD.get(entry.kind, ())
    body = {name: value for name, value in fact.items() if name not in withheld}
    return rfc8785.dumps({"kind": entry.kind, "hash": entry.hash, "fact": body, "withheld": list(withheld)})


def _confirmed(head: LedgerEntry) -> Iterator[dict[str, Any]]:
    """Checks that saw the same failure as the observation that they point to; known since their own time."""
    rows = Check.objects.filter(
        observation__link="broken", checked_at__gt=F("observation__observed_at"), checked_at__lte=head.recorded_at
    ).select_related("observation")
    for row in rows.order_by("checked_at", "pk").iterator(chunk_size=2000):
        at = row.checked_at.astimezone(UTC).isoformat(timespec="microseconds")
        seen = row.observation
        yield {
            "distribution_id": str(row.distribution_id), "checked_at": at, "recorded_at": at, "link": seen.link,
            "machine_readable": seen.machine_readable, "fault": seen.fault,
        }  # fmt: skip
