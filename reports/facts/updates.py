"""Obligations with their claims, events and evidence (three queries, and one more for evidence)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from datasets.facts import claim_of, event_of, obligation_of
from datasets.models import ObligationEvent, UpdateAttestation, UpdateObligation
from datasets.rules.days import start_of, taipei_day
from datasets.rules.evidence import WITHIN, Sighting
from datasets.rules.obligations import standing_claim
from quality.models import Check
from reports.facts.grouping import grouped
from reports.kpis.quarters import ReportPeriod, period_of
from reports.kpis.timely_updates import LOOK_AFTER, LOOK_BEFORE, ObligationFacts, judged


def due_between(first: date, last: date, as_of: datetime) -> list[ObligationFacts]:
    """The obligations due on these days and recorded by as-of, in order of due date; evidence not judged yet."""
    return _read(Q(due__range=(first, last)), as_of)


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
    return _read(Q(dataset__in=datasets), None)


def overdue_candidates(as_of: datetime, since: datetime) -> list[ObligationFacts]:
    """Every obligation that may be overdue at a moment from `since` to as-of, by what as-of knows; and few others.

    Left out is only what cannot be: its last day lies ahead, or a claim of a day before or on `since` stands. A claim
    that was taken back or moved into the days after keeps its obligation in, for the rule to judge.
    """
    today, after = taipei_day(as_of), start_of(taipei_day(since) + timedelta(days=1))
    claims = UpdateAttestation.objects.known_at(as_of)
    undone = claims.filter(Q(claimed_at=None) | Q(claimed_at__gte=after)).values("obligation")
    stated = claims.filter(obligation=OuterRef("pk"), claimed_at__lt=after)
    moved = ObligationEvent.objects.known_at(as_of).filter(deadline__lt=today).values("obligation")
    passed = Q(deadline__lt=today) | Q(pk__in=moved)
    return _read(passed & (~Exists(stated) | Q(pk__in=undone)), as_of)


def _read(wanted: Q, as_of: datetime | None) -> list[ObligationFacts]:
    """Three queries: the obligations, and what was recorded about them."""
    rows = list(
        UpdateObligation.objects.known_at(as_of).filter(wanted).select_related("schedule").order_by("due", "position")
    )
    of_them = UpdateObligation.objects.known_at(as_of).filter(wanted).values("pk")
    claims = UpdateAttestation.objects.known_at(as_of).filter(obligation__in=of_them).order_by("position")
    events = ObligationEvent.objects.known_at(as_of).filter(obligation__in=of_them).order_by("position")
    claimed, happened = grouped(claims, "obligation_id", claim_of), grouped(events, "obligation_id", event_of)
    return [
        ObligationFacts(obligation_of(row), tuple(claimed[str(row.pk)]), tuple(happened[str(row.pk)])) for row in rows
    ]


def with_evidence(
    facts: Sequence[ObligationFacts], period: ReportPeriod, as_of: datetime, within: timedelta = WITHIN
) -> list[ObligationFacts]:
    """The same, which are those due in the period in order of due date, with their evidence judged. Two queries."""
    moments = [c.claimed_at for f in facts if (c := standing_claim(f.claims, as_of)) and c.claimed_at]
    seen = sightings(min(moments), max(moments), as_of) if moments else {}
    before = _previous_claims(facts, _claims_before(period, as_of), as_of)
    return [
        judged(fact, before.get(fact.obligation.key), seen.get(fact.obligation.dataset, ()), as_of, within)
        for fact in facts
    ]


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


def sightings(first: datetime, last: datetime, as_of: datetime) -> dict[str, list[list[Sighting]]]:
    """By dataset, what checks around claims from `first` to `last` saw.

    One that confirmed an older observation saw no change.
    """
    rows = Check.objects.filter(
        checked_at__gte=first - LOOK_BEFORE,
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
