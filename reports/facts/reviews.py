"""Review items with their decisions, owners and due dates (seven queries)."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef, Q

from datasets.models.keys import KeyText
from datasets.rules.days import taipei_day
from reports.facts.grouping import gathered
from reports.facts.inventory import Item, owners
from reports.facts.meetings import plans_known_at
from reports.kpis.quarters import parse_period
from reports.kpis.reviews_done import ItemFacts, decision_due
from reports.models import ReviewDecision, ReviewItem


def undecided(as_of: datetime) -> Q:
    """Items without a decision by as-of."""
    return ~Q(Exists(ReviewDecision.objects.known_at(as_of).filter(item=OuterRef("pk"))))


def item_facts(as_of: datetime, wanted: Q, held: Mapping[str, Item] | None = None) -> list[ItemFacts]:
    """The wanted ones of the items fixed by as-of. Each counts for the dataset's owner at its quarter's end.

    A meeting sets the due date once it was held: plans change, and no figure of the past with them.
    """
    rows = ReviewItem.objects.known_at(as_of).filter(wanted).order_by("position")
    own = rows.order_by().values("pk")
    decisions = ReviewDecision.objects.known_at(as_of).filter(item__in=own)
    decided = gathered(decisions.values_list(KeyText("item_id"), "recorded_at"), _moment)
    held_by = owners(as_of, rows.order_by().values("dataset")) if held is None else held
    plans = [one for one in plans_known_at(as_of).values() if one.held_at <= as_of and not one.cancelled]
    past = sorted((one.held_at, one.quarter) for one in plans)
    meetings = {quarter: taipei_day(moment) for moment, quarter in reversed(past)}
    due = {quarter: decision_due(day) for quarter, day in meetings.items()}
    told = rows.values_list(KeyText("pk"), KeyText("dataset_id"), "quarter", "recorded_at")
    return [
        ItemFacts(
            key, held_by[dataset].owner(_end(quarter)), dataset, quarter, known, tuple(decided[key]), due.get(quarter)
        )
        for key, dataset, quarter, known in told
    ]


def _moment(recorded_at: datetime) -> datetime:
    return recorded_at


@cache
def _end(quarter: str) -> datetime:
    return parse_period(quarter).last_moment
