"""Obligations with their claims, events and evidence (three queries, and one more for evidence)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from datasets.facts import OBLIGATION, obligation_told
from datasets.models import ObligationEvent, UpdateAttestation, UpdateObligation
from datasets.models.keys import KeyText
from datasets.models.ledger import FactQuerySet
from datasets.rules.days import start_of, taipei_day
from datasets.rules.evidence import WITHIN, Sighting
from datasets.rules.obligations import Claim, Event, standing_claim
from quality.models import Check
from reports.facts.grouping import gathered
from reports.kpis.quarters import ReportPeriod, period_of
from reports.kpis.timely_updates import LOOK_AFTER, LOOK_BEFORE, ObligationFacts, judged

AT_ONCE = 1_000
"""Obligations whose evidence is read together."""


def due_between(first: date, last: date, as_of: datetime) -> list[ObligationFacts]:
    """The obligations due on these days and recorded by as-of, in order of due date; evidence not judged yet."""
    return _about(Q(due__range=(first, last)), as_of)


def by_period(
    facts: Iterable[ObligationFacts], periods: Sequence[ReportPeriod]
) -> dict[ReportPeriod, list[ObligationFacts]]:
    """Those due in each of the periods, which are of one kind."""
    found: dict[ReportPeriod, list[ObligationFacts]] = {period: [] for period in periods}
    for fact in facts:
        found[period_of(fact.obligation.due, periods[0].kind)].append(fact)
    return found


def owed_by(datasets: Collection[UUID]) -> list[ObligationFacts]:
    """All obligations of some datasets, with all that was ever recorded about them."""
    return _about(Q(dataset__in=datasets), None)


def overdue_candidates(as_of: datetime, since: datetime) -> list[ObligationFacts]:
    """Every obligation that may be overdue at a moment from `since` to as-of, by what as-of knows; and few others.

    Left out is only what cannot be: its last day lies ahead, or all its claims are of a day before or on `since` or
    its deadline. One that was taken back, or whose deadline was moved, stays in for the rule to judge.
    """
    today, after = taipei_day(as_of), start_of(taipei_day(since) + timedelta(days=1))
    claims, events = UpdateAttestation.objects.known_at(as_of), ObligationEvent.objects.known_at(as_of)
    late = Q(claimed_at__gte=after, claimed_at__date__gt=F("obligation__deadline"))
    undone = claims.filter(Q(claimed_at=None) | late).values("obligation")
    moved = events.exclude(deadline=None).values("obligation")
    passed = UpdateObligation.objects.known_at(as_of).filter(Q(deadline__lt=today) | Q(pk__in=moved)).order_by()
    # A union, not an OR: so the database joins each.
    never = passed.exclude(pk__in=moved).filter(~Exists(claims.filter(obligation=OuterRef("pk"))))
    told = passed.filter(Q(pk__in=undone) | Q(pk__in=moved))
    of_them = claims.filter(Q(obligation__in=undone) | Q(obligation__in=moved))
    return _read(never.values_list(*OBLIGATION).union(told.values_list(*OBLIGATION), all=True), of_them, events)


def _about(wanted: Q, as_of: datetime | None) -> list[ObligationFacts]:
    """Some obligations, with what was recorded about them."""
    owed = UpdateObligation.objects.known_at(as_of).filter(wanted)
    of_them = Q(obligation__in=owed.values("pk"))
    claims, events = UpdateAttestation.objects.known_at(as_of), ObligationEvent.objects.known_at(as_of)
    rows = owed.order_by("due", "position").values_list(*OBLIGATION)
    return _read(rows, claims.filter(of_them), events.filter(of_them))


def _read(rows: QuerySet[Any, Any], claims: FactQuerySet, events: FactQuerySet) -> list[ObligationFacts]:
    """`rows`: obligations by their columns; claims and events are of them or of more. Three queries."""
    of = KeyText("obligation_id")
    told = claims.order_by("position").values_list(of, "recorded_at", "claimed_at")
    claimed = gathered(told.iterator(), Claim)
    followed = events.order_by("position").values_list(of, "recorded_at", "kind", "deadline")
    happened = gathered(followed.iterator(), Event)
    return [
        ObligationFacts(one, tuple(claimed.get(one.key, ())), tuple(happened.get(one.key, ())))
        for one in (obligation_told(*row) for row in rows.iterator())
    ]


def with_evidence(
    facts: Sequence[ObligationFacts], period: ReportPeriod, as_of: datetime, within: timedelta = WITHIN
) -> list[ObligationFacts]:
    """The same, which are those due in the period in order of due date, with their evidence judged.

    One query, and one for each thousand of them: checks are many, and what is due about the same day is claimed then.
    """
    before = _previous_claims(facts, _claims_before(period, as_of), as_of)
    parts = (facts[start : start + AT_ONCE] for start in range(0, len(facts), AT_ONCE))
    return [
        judged(fact, before.get(fact.obligation.key), seen.get(fact.obligation.dataset, ()), as_of, within)
        for part in parts
        for seen in [_seen_around(part, as_of)]
        for fact in part
    ]


def _seen_around(facts: Sequence[ObligationFacts], as_of: datetime) -> dict[str, list[list[Sighting]]]:
    moments = [c.claimed_at for f in facts if (c := standing_claim(f.claims, as_of)) and c.claimed_at]
    datasets = {fact.obligation.dataset for fact in facts}
    return sightings(min(moments), max(moments), as_of, datasets) if moments else {}


def _claims_before(period: ReportPeriod, as_of: datetime) -> dict[str, datetime]:
    """By dataset with an obligation due in the period: when the last one due before it that was met was met."""
    newest = UpdateAttestation.objects.known_at(as_of).filter(obligation=OuterRef("pk")).order_by("-position")
    standing = UpdateObligation.objects.known_at(as_of).annotate(claimed_at=Subquery(newest.values("claimed_at")[:1]))
    earlier = standing.filter(dataset=OuterRef("dataset"), due__lt=period.start, claimed_at__isnull=False)
    met = earlier.order_by("-due", "-position").values("claimed_at")[:1]
    due = UpdateObligation.objects.known_at(as_of).filter(due__range=(period.start, period.end)).order_by()
    rows = due.values_list("dataset").distinct().annotate(met=Subquery(met)).values_list("dataset", "met")
    return {str(dataset): at for dataset, at in rows if at is not None}


def _previous_claims(
    facts: Sequence[ObligationFacts], last: dict[str, datetime], as_of: datetime
) -> dict[str, datetime]:
    """By obligation: when the dataset's obligation before it was met. `last`: before the first of `facts`."""
    last, before = dict(last), {}
    for fact in facts:
        dataset, claim = fact.obligation.dataset, standing_claim(fact.claims, as_of)
        if dataset in last:
            before[fact.obligation.key] = last[dataset]
        if claim and claim.claimed_at:
            last[dataset] = claim.claimed_at
    return before


def sightings(
    first: datetime, last: datetime, as_of: datetime, datasets: Collection[str]
) -> dict[str, list[list[Sighting]]]:
    """By dataset, what checks around claims from `first` to `last` saw.

    One that confirmed an older observation saw no change.
    """
    rows = Check.objects.filter(
        distribution__dataset__in=[UUID(one) for one in datasets],
        checked_at__gte=first - LOOK_BEFORE,
        checked_at__lte=min(last + LOOK_AFTER, as_of),
        observation__fault=False,
    ).values_list(
        KeyText("distribution__dataset_id"), KeyText("distribution_id"), "checked_at", "full",
        "observation__observed_at", "observation__content_changed", "observation__newest_date",
    )  # fmt: skip
    found: dict[str, defaultdict[str, list[Sighting]]] = {}
    for dataset, distribution, at, full, observed_at, changed, newest in rows.iterator():
        own = found.setdefault(dataset, defaultdict(list))
        own[distribution].append(Sighting(at, changed if at <= observed_at else False, full, newest))
    return {dataset: list(own.values()) for dataset, own in found.items()}
