"""What units owe: obligations with their state, the claim that stands and the claims before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from datasets.facts import claim_of, event_of, obligation_of
from datasets.models import ObligationEvent, Unit, UpdateAttestation, UpdateObligation
from datasets.rules.days import taipei_day
from datasets.rules.obligations import ASIDE, Outcome, outcome


@dataclass(frozen=True, slots=True)
class Due:
    """One obligation as its unit sees it at a moment. `claims` oldest first; the last one stands."""

    row: UpdateObligation
    outcome: Outcome
    claims: tuple[UpdateAttestation, ...]
    today: date

    @property
    def standing(self) -> UpdateAttestation | None:
        """The attestation in force; one that takes a claim back does not count as a claim."""
        return self.claims[-1] if self.claims else None

    @property
    def days_left(self) -> int:
        """Days to the deadline; negative after it."""
        return (self.outcome.deadline - self.today).days


def with_history(rows: QuerySet[UpdateObligation], as_of: datetime | None = None) -> QuerySet[UpdateObligation]:
    """Everything that `dues` reads, in a constant number of queries."""
    claims = UpdateAttestation.objects.known_at(as_of).select_related("recorded_by").order_by("position")
    events = ObligationEvent.objects.known_at(as_of).order_by("position")
    return rows.select_related("dataset", "schedule", "unit").prefetch_related(
        Prefetch("attestations", queryset=claims), Prefetch("events", queryset=events)
    )


def dues(rows: Iterable[UpdateObligation], now: datetime) -> list[Due]:
    """States at `now` of rows that came through `with_history`."""
    return [_due(row, now) for row in rows]


def owed_in(month: date, units: QuerySet[Unit], *, with_arrears: bool) -> QuerySet[UpdateObligation]:
    """Due in the month (any day of it names it) and, with arrears, everything older that nobody stated yet."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    own = UpdateObligation.objects.filter(unit__in=units).order_by()
    wanted = own.filter(due__gte=first, due__lt=following).values("pk")
    if with_arrears:  # found along two indexes: of a long history only what is shown is read
        wanted = wanted.union(_with_claim(own).filter(UNSTATED, due__lt=first).values("pk"), all=True)
    return _with_claim(UpdateObligation.objects.filter(pk__in=wanted)).order_by("due", "dataset__identifier")


UNSTATED = Q(claimed_at=None) & ~Exists(ObligationEvent.objects.filter(obligation=OuterRef("pk"), kind__in=ASIDE))
"""Of rows with their claim: nobody stated them yet, or the claim was taken back; lapsed and excused are not asked."""


def unstated() -> QuerySet[UpdateObligation]:
    """Obligations that nobody stated yet, or whose claim was taken back; lapsed and excused ones are not asked for."""
    return _with_claim(UpdateObligation.objects.all()).filter(UNSTATED)


def _with_claim(rows: QuerySet[UpdateObligation]) -> QuerySet[UpdateObligation]:
    newest = UpdateAttestation.objects.filter(obligation=OuterRef("pk")).order_by("-position")
    return rows.annotate(claimed_at=Subquery(newest.values("claimed_at")[:1]))


def _due(row: UpdateObligation, now: datetime) -> Due:
    claims = tuple(row.attestations.all())
    found = outcome(obligation_of(row), map(claim_of, claims), map(event_of, row.events.all()), now)
    return Due(row, found, claims, taipei_day(now))
