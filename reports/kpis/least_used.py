"""點閱最低: the open datasets with the fewest uses in a quarter, fairly counted (the strategy, 伍七)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.kpis.quarters import ReportPeriod

TENTH = 10
MANY = 30


@dataclass(frozen=True, slots=True)
class UseFacts:
    """One open dataset's uses (views + downloads) in the quarter, robots and double clicks already out.

    `platform` None: not known (fewer than two snapshots), which is never zero.
    `published_throughout`: on every day of the quarter.
    """

    dataset: str
    portal: Decimal
    platform: Decimal | None
    published_throughout: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A dataset with its place; equal uses share one place."""

    rank: int
    dataset: str
    uses: Decimal


@dataclass(frozen=True, slots=True)
class LeastUsed:
    """The ranked items; `with_platform` False where no platform figure is known and the portal's alone ranks.

    `not_known` are datasets that could not be ranked beside the others; `as_one_item` where there are more than thirty.
    """

    quarter: ReportPeriod
    as_of: datetime
    items: tuple[Ranked, ...]
    not_known: tuple[str, ...]
    with_platform: bool

    @property
    def as_one_item(self) -> bool:
        return len(self.items) > MANY


def least_used(facts: Iterable[UseFacts], quarter: ReportPeriod, as_of: datetime, limit: int = TENTH) -> LeastUsed:
    """The `limit` least used, zero included; all that tie with the last place come in."""
    fair = [fact for fact in facts if fact.published_throughout]
    with_platform = any(fact.platform is not None for fact in fair)
    known = [fact for fact in fair if fact.platform is not None or not with_platform]
    uses = {fact.dataset: fact.portal + (fact.platform or 0) for fact in known}
    return LeastUsed(
        quarter,
        as_of,
        _ranked(uses, limit),
        tuple(sorted(fact.dataset for fact in fair if fact.dataset not in uses)),
        with_platform,
    )


def _ranked(uses: dict[str, Decimal], limit: int) -> tuple[Ranked, ...]:
    order = sorted(uses.values())
    last = order[min(limit, len(order)) - 1] if order else Decimal(0)
    chosen = sorted((count, dataset) for dataset, count in uses.items() if count <= last)
    return tuple(Ranked(order.index(count) + 1, dataset, count) for count, dataset in chosen)
