"""Review items with their decisions, owners and due dates (five queries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from datasets.models import OwnershipChange, Unit
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
    """The wanted ones of the items fixed by as-of. Each counts for the dataset's owner at its quarter's end."""
    rows = ReviewItem.objects.known_at(as_of).filter(wanted)
    own = rows.order_by().values("pk")
    decisions = ReviewDecision.objects.known_at(as_of).filter(item__in=own)
    decided = gathered(decisions.values_list(KeyText("item_id"), "recorded_at"), _moment)
    held_by = owners(as_of, rows.order_by().values("dataset")) if held is None else held
    return _told(_columns(rows), decided, held_by, as_of)


def undecided_items(as_of: datetime) -> list[ItemFacts]:
    """Those that wait for a decision: looked for once among all, and the rest is read of them alone."""
    rows = _columns(ReviewItem.objects.known_at(as_of).filter(undecided(as_of)))
    return _told(rows, {}, owners(as_of, {dataset for _key, dataset, *_own in rows}), as_of)


def left_behind(units: QuerySet[Unit], as_of: datetime) -> list[str]:
    """Keys of the items that count for these units though their datasets went to another since. Five queries."""
    keys = set(units.values_list(KeyText("pk"), flat=True))
    moved = OwnershipChange.objects.filter(unit__in=units).exclude(dataset__unit__in=units).values("dataset")
    rows = _columns(ReviewItem.objects.known_at(as_of).filter(dataset__in=moved))
    held_by = owners(as_of, {dataset for _key, dataset, *_own in rows})
    return [key for key, dataset, quarter, _known in rows if held_by[dataset].owner(_end(quarter)) in keys]


def counts_for(item: ReviewItem, as_of: datetime) -> str:
    """The key of the unit that owned the item's dataset when the quarter ended. Two queries."""
    return owners(as_of, {str(item.dataset_id)})[str(item.dataset_id)].owner(_end(item.quarter))


def _columns(rows: QuerySet[Any, Any]) -> Sequence[tuple[str, str, str, datetime]]:
    told = rows.order_by("position").values_list(KeyText("pk"), KeyText("dataset_id"), "quarter", "recorded_at")
    return list(told)


def _told(
    rows: Sequence[tuple[str, str, str, datetime]],
    decided: Mapping[str, Sequence[datetime]],
    held_by: Mapping[str, Item],
    as_of: datetime,
) -> list[ItemFacts]:
    """A meeting sets the due date once it was held: plans change, and no figure of the past with them."""
    plans = [one for one in plans_known_at(as_of).values() if one.held_at <= as_of and not one.cancelled]
    past = sorted((one.held_at, one.quarter) for one in plans)
    due = {quarter: decision_due(taipei_day(moment)) for moment, quarter in reversed(past)}
    return [
        ItemFacts(
            key, held_by[dataset].owner(_end(quarter)), dataset, quarter, known, tuple(decided.get(key, ())),
            due.get(quarter),
        )
        for key, dataset, quarter, known in rows
    ]  # fmt: skip


def _moment(recorded_at: datetime) -> datetime:
    return recorded_at


@cache
def _end(quarter: str) -> datetime:
    return parse_period(quarter).last_moment
