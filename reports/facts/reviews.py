"""Review items with their decisions and due dates (three queries)."""

from datetime import date, datetime

from datasets.rules.days import taipei_day
from reports.facts.grouping import grouped
from reports.facts.inventory import Inventory
from reports.facts.meetings import plans_known_at
from reports.kpis.quarters import parse_period
from reports.kpis.reviews_done import ItemFacts, decision_due
from reports.models import ReviewDecision, ReviewItem


def item_facts(as_of: datetime, inventory: Inventory) -> list[ItemFacts]:
    """Every item fixed by as-of. It counts for the dataset's owner at its quarter's end.

    A meeting sets the due date once it was held: plans change, and no figure of the past with them.
    """
    decided = grouped(ReviewDecision.objects.known_at(as_of), "item_id", lambda row: row.recorded_at)
    plans = [one for one in plans_known_at(as_of).values() if one.held_at <= as_of and not one.cancelled]
    held = sorted((one.held_at, one.quarter) for one in plans)
    meetings = {quarter: taipei_day(moment) for moment, quarter in reversed(held)}
    return [
        _item(row, tuple(decided[str(row.pk)]), meetings.get(row.quarter), inventory)
        for row in ReviewItem.objects.known_at(as_of).order_by("position")
    ]


def _item(row: ReviewItem, decided: tuple[datetime, ...], meeting: date | None, inventory: Inventory) -> ItemFacts:
    dataset = str(row.dataset_id)
    owner = inventory.items[dataset].owner(parse_period(row.quarter).last_moment)
    due = decision_due(meeting) if meeting else None
    return ItemFacts(str(row.pk), owner, dataset, row.quarter, row.recorded_at, decided, due)
