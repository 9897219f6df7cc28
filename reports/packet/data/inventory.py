"""What is open and what is not: sections 3 and 9 to 11."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from reports.packet.data.common import OPTIONAL, Count, Name, Ratio

Decision = Literal["undecided", "open", "partly_open", "not_open"]
State = Literal["undecided", "open", "partly_open", "not_open", "withdrawn"]
"""Of an item under review: its decision, or that it was withdrawn."""


@dataclass(frozen=True, slots=True)
class DatasetEvent:
    """A dataset that was published or withdrawn in the quarter; `on` is the day it took effect."""

    dataset: Name
    unit: Name
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionChange:
    dataset: Name
    unit: Name
    before: Decision
    after: Decision
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class OpenState:
    """參: totals as of the packet, and what the quarter changed."""

    by_decision: tuple[Count, ...]
    new: tuple[DatasetEvent, ...]
    withdrawn: tuple[DatasetEvent, ...]
    by_format: tuple[Count, ...]
    by_badge: tuple[Count, ...]
    by_category: tuple[Count, ...]
    changes: tuple[DecisionChange, ...]


@dataclass(frozen=True, slots=True)
class LeastUsedRow:
    """玖: `rank`, `views` and `downloads` are None where they are not known; estimates keep their fraction."""

    rank: int | None
    dataset: Name
    unit: Name
    views: Decimal | None
    downloads: Decimal | None
    published: date | None
    days_down: int
    proposal: str
    decision: str


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """拾: `decision` is a code of the review's decisions, empty before the meeting."""

    dataset: Name
    unit: Name
    state: State
    grounds: tuple[str, ...]
    legal_basis: str
    since: date | None
    reviewed: date | None
    proposal: str
    decision: str


@dataclass(frozen=True, slots=True)
class SystemRow:
    """拾壹: `publishable` None: not assessed yet."""

    system: Name
    unit: Name
    introduced: date
    publishable: bool | None
    reason: str
    opened: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class SystemYear:
    """One year of new systems: the strategy's ratio, and coverage beside it with equal weight."""

    year: int
    ratio: Ratio
    coverage: Ratio
    met: bool | None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A line of the year's plan (肆): what, whose, by which month (its first day), and since when it is open."""

    what: Name
    unit: Name
    month: date
    state: Literal["in_time", "late", "overdue", "ahead"]
    opened: date | None


@dataclass(frozen=True, slots=True)
class NewSystems:
    systems: tuple[SystemRow, ...]
    years: tuple[SystemYear, ...]
    planned: tuple[PlannedRow, ...] = field(default=(), metadata=OPTIONAL)
