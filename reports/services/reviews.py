"""The quarterly review: items fixed once, what units propose for them, what is decided; and units' explanations."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from datasets import ledger
from datasets.models import Dataset, Unit, User
from reports.facts import load
from reports.kpis.quarters import ReportPeriod
from reports.models import Explanation, ReviewDecision, ReviewItem, ReviewProposal
from reports.packet.collect.names import read_names
from reports.packet.collect.review import closed_rows, least_used_rows
from reports.packet.collect.source import Source
from reports.packet.data import ClosedRow, LeastUsedRow


def fix_items(*, quarter: ReportPeriod, as_of: datetime, by: User) -> list[ReviewItem]:
    """Put up for review what the rule names as known at as-of. Twice is harmless: what is there already stays."""
    source = Source(load(as_of), quarter, as_of, read_names(as_of))
    return fix_listed(quarter, least_used_rows(source), closed_rows(source), by=by)


def fix_listed(
    quarter: ReportPeriod, least_used: Iterable[LeastUsedRow], closed: Iterable[ClosedRow], *, by: User | None
) -> list[ReviewItem]:
    """Put up for review what a packet lists in its sections 9 and 10."""
    wanted = list(_items(least_used, closed))
    with transaction.atomic():
        ledger.lock()
        there = set(ReviewItem.objects.filter(quarter=quarter.code).values_list("dataset__identifier", "rule"))
        datasets = {
            one.identifier: one for one in Dataset.objects.filter(identifier__in={key for key, *_rest in wanted})
        }
        new = [
            ReviewItem(quarter=quarter.code, dataset=datasets[key], rule=rule, uses=uses, rank=rank)
            for key, rule, uses, rank in wanted
            if (key, rule) not in there
        ]
        return ledger.record(new, by=by)


def _items(
    least_used: Iterable[LeastUsedRow], closed: Iterable[ClosedRow]
) -> Iterator[tuple[str, str, Decimal | None, int | None]]:
    for row in least_used:
        if row.rank is not None:
            uses = (row.views or Decimal(0)) + (row.downloads or Decimal(0))
            yield row.dataset.identifier, ReviewItem.Rule.LEAST_USED, uses, row.rank
    for one in closed:
        yield one.dataset.identifier, ReviewItem.Rule.NOT_OPEN, None, None


CHOICES = {
    ReviewItem.Rule.LEAST_USED: ("keep", "improve", "merge", "stop_updating", "withdraw"),
    ReviewItem.Rule.NOT_OPEN: ("stay_closed", "open", "partly_open"),
}
"""What may be decided of an item, by the rule that put it up (domain.md, Quarterly review)."""


def propose(*, item: ReviewItem, proposal: str, by: User) -> ReviewProposal:
    """What the unit proposes; a later one supersedes."""
    made = ReviewProposal(quarter=item.quarter, dataset=item.dataset, proposal=proposal)
    return ledger.record([made], by=by)[0]


def decide(
    *, item: ReviewItem, decision: str, reason: str, owner: Unit | None, due_on: date | None, by: User
) -> ReviewDecision:
    """What the group decided; a later one supersedes."""
    made = ReviewDecision(item=item, decision=decision, reason=reason, owner=owner, due_on=due_on)
    return ledger.record([made], by=by)[0]


def decide_rest(*, quarter: str, rule: str, decision: str, reason: str, by: User) -> int:
    """The same decision for every item of a rule that has none yet; each stays with its dataset's unit."""
    with transaction.atomic():
        ledger.lock()
        rows = ReviewItem.objects.filter(quarter=quarter, rule=rule, decisions=None).select_related("dataset")
        made = [
            ReviewDecision(item=one, decision=decision, reason=reason, owner_id=one.dataset.unit_id)
            for one in rows.order_by("position")
        ]
        return len(ledger.record(made, by=by))


def explain(*, quarter: ReportPeriod, unit: Unit, kpi: str, text: str, by: User) -> Explanation:
    """Why a unit stays below a target; a later one supersedes."""
    return ledger.record([Explanation(quarter=quarter.code, unit=unit, kpi=kpi, text=text)], by=by)[0]
