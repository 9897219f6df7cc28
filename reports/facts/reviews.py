"""Review items with their decisions and due dates (three queries)."""

from datetime import date, datetime

from datasets.rules.days import taipei_day
from reports.facts.grouping import grouped
from reports.facts.inventory import Inventory
from reports.kpis.quarters import parse_period
from reports.kpis.reviews_done import ItemFacts, decision_due
from reports.models import Meeting, ReviewDecision, ReviewItem


def item_facts(as_of: datetime, inventory: Inventory) -> list[ItemFacts]:
    """Every item fixed by as-of. It counts for the dataset's owner at its quarter's end.

    A meeting sets the due date once it was held: plans change, and no figure of the past with them.
    """
    decided = grouped(ReviewDecision.objects.known_at(as_of), "item_id", lambda row: row.recorded_at)
    held = Meeting.objects.filter(held_at__lte=as_of).order_by("-held_at")
    meetings = {meeting.quarter: taipei_day(meeting.held_at) for meeting in held}
    return [
        _item(row, tuple(decided[str(row.pk)]), meetings.get(row.quarter), inventory)
        for row in ReviewItem.objects.known_at(as_of).order_by("position")
    ]


def _item(row: ReviewItem, decided: tuple[datetime, ...], meeting: date | None, inventory: Inventory) -> ItemFacts:
    dataset = str(row.dataset_id)
    owner = inventory.items[dataset].owner(parse_period(row.quarter).last_moment)
    due = decision_due(meeting) if meeting else None
    return ItemFacts(str(row.pk), owner, dataset, row.quarter, row.recorded_at, decided, due)
