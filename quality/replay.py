"""Outages, computed again from the checks."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from datasets.replay.difference import Difference, differs
from quality.facts import seen_of
from quality.models import Check, Outage
from quality.rules import LIMITS, LinkLimits, outages


def outage_rows(limits: LinkLimits = LIMITS) -> Iterator[Difference]:
    """Each distribution's spans: when each began, was confirmed and ended."""
    kept = _kept()
    rows: Any = Check.objects.order_by("distribution_id", "checked_at", "pk").values_list(
        "distribution_id", "checked_at", "observation__link", "observation__machine_readable", "observation__fault",
        "observation__reason",
    )  # fmt: skip
    for distribution, own in groupby(rows.iterator(), key=lambda row: row[0]):
        spans = outages((seen_of(at, link, told, fault, reason) for _, at, link, told, fault, reason in own), limits)
        computed = [(span.began_at, span.confirmed_at, span.ended_at) for span in spans]
        yield from differs("outages of distribution", distribution, computed, kept.pop(distribution, []))
    for distribution, spans_without_checks in kept.items():
        yield from differs("outages of distribution", distribution, [], spans_without_checks)


def _kept() -> defaultdict[UUID, list[tuple[object, ...]]]:
    found: defaultdict[UUID, list[tuple[object, ...]]] = defaultdict(list)
    for row in Outage.objects.order_by("began_at"):
        found[row.distribution_id].append((row.began_at, row.confirmed_at, row.ended_at))
    return found
