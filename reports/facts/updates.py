"""Obligations with their claims, events and evidence (three queries, and one more for evidence)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from datasets.facts import claim_of, event_of, obligation_of
from datasets.models import ObligationEvent, UpdateAttestation, UpdateObligation
from datasets.rules.evidence import BEFORE, WITHIN, Sighting, evidence
from datasets.rules.obligations import standing_claim
from quality.models import Check
from reports.facts.grouping import grouped
from reports.kpis.quarters import ReportPeriod
from reports.kpis.timely_updates import ObligationFacts

LOOK_AFTER = timedelta(days=14)
"""How far after a claim checks are read: the next full one comes within 7 days (quality.md)."""

Sightings = Mapping[str, Sequence[Sequence[Sighting]]]
"""By dataset, the sightings of each of its distributions."""


def obligation_facts(as_of: datetime) -> list[ObligationFacts]:
    """Every obligation recorded by as-of, in order of due date; evidence not judged yet."""
    claims = grouped(UpdateAttestation.objects.known_at(as_of).order_by("position"), "obligation_id", claim_of)
    events = grouped(ObligationEvent.objects.known_at(as_of).order_by("position"), "obligation_id", event_of)
    rows = UpdateObligation.objects.known_at(as_of).select_related("schedule").order_by("due", "position")
    return [ObligationFacts(obligation_of(row), tuple(claims[str(row.pk)]), tuple(events[str(row.pk)])) for row in rows]


def with_evidence(
    facts: Sequence[ObligationFacts], period: ReportPeriod, as_of: datetime, within: timedelta = WITHIN
) -> list[ObligationFacts]:
    """The same, with the evidence judged for those due in the period. One query."""
    due = [fact for fact in facts if fact.obligation.due in period]
    moments = [c.claimed_at for f in due if (c := standing_claim(f.claims, as_of)) and c.claimed_at]
    seen = sightings(min(moments), max(moments), as_of) if moments else {}
    before = _previous_claims(facts, as_of)
    return [
        _judged(fact, before.get(fact.obligation.key), seen, as_of, within) if fact.obligation.due in period else fact
        for fact in facts
    ]


def _judged(
    fact: ObligationFacts, previous: datetime | None, seen: Sightings, as_of: datetime, within: timedelta
) -> ObligationFacts:
    claim = standing_claim(fact.claims, as_of)
    if claim is None or claim.claimed_at is None:
        return fact
    found = evidence(claim.claimed_at, previous, seen.get(fact.obligation.dataset, ()), as_of, within)
    return replace(fact, evidence=found)


def _previous_claims(facts: Sequence[ObligationFacts], as_of: datetime) -> dict[str, datetime]:
    """By obligation: when the dataset's obligation before it was met. `facts` in order of due date."""
    last: dict[str, datetime] = {}
    before: dict[str, datetime] = {}
    for fact in facts:
        dataset, claim = fact.obligation.dataset, standing_claim(fact.claims, as_of)
        if dataset in last:
            before[fact.obligation.key] = last[dataset]
        if claim and claim.claimed_at:
            last[dataset] = claim.claimed_at
    return before


def sightings(first: datetime, last: datetime, as_of: datetime) -> Sightings:
    """What checks around claims from `first` to `last` saw; one that confirmed an older observation saw no change."""
    rows = Check.objects.filter(
        checked_at__gte=first - BEFORE - timedelta(days=1),
        checked_at__lte=min(last + LOOK_AFTER, as_of),
        observation__fault=False,
    ).values_list(
        "distribution__dataset_id", "distribution_id", "checked_at", "full",
        "observation__observed_at", "observation__content_changed", "observation__newest_date",
    )  # fmt: skip
    found: dict[str, defaultdict[str, list[Sighting]]] = {}
    for dataset, distribution, at, full, observed_at, changed, newest in rows.iterator():
        own = found.setdefault(str(dataset), defaultdict(list))
        own[str(distribution)].append(Sighting(at, changed if at <= observed_at else False, full, newest))
    return {dataset: list(own.values()) for dataset, own in found.items()}
