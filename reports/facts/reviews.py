"""Review items with their decisions, owners and due dates (seven queries)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from datasets.rules.days import taipei_day
from reports.facts.grouping import grouped
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
    decided = grouped(
        ReviewDecision.objects.known_at(as_of).filter(item__in=own), "item_id", lambda row: row.recorded_at
    )
    held_by = owners(as_of, rows.order_by().values("dataset")) if held is None else held
    plans = [one for one in plans_known_at(as_of).values() if one.held_at <= as_of and not one.cancelled]
    past = sorted((one.held_at, one.quarter) for one in plans)
    meetings = {quarter: taipei_day(moment) for moment, quarter in reversed(past)}
    return [
        _item(row, tuple(decided[str(row.pk)]), meetings.get(row.quarter), held_by[str(row.dataset_id)]) for row in rows
    ]


def _item(row: ReviewItem, decided: tuple[datetime, ...], meeting: date | None, held: Item) -> ItemFacts:
    owner = held.owner(parse_period(row.quarter).last_moment)
    due = decision_due(meeting) if meeting else None
    return ItemFacts(str(row.pk), owner, held.key, row.quarter, row.recorded_at, decided, due)
