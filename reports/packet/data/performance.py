"""How well it was kept: targets, updates, quality, opinions and usage, sections 4 to 8."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from reports.packet.data.common import OPTIONAL, KpiCode, KpiFigure, Name, Ratio


@dataclass(frozen=True, slots=True)
class MonthRatio:
    """One point of a trend; `month` is its first day."""

    month: date
    ratio: Ratio


@dataclass(frozen=True, slots=True)
class Trend:
    kpi: KpiCode
    target: Fraction
    points: tuple[MonthRatio, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A row that counted otherwise when it was printed: its states then and now, empty where it was not there.

    `position` and `recorded` are those of the fact that moved it, None where no single fact did.
    """

    dataset: Name | None
    before: str
    after: str
    position: int | None
    recorded: date | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure that a sealed packet printed and that differs today, with what moved it. `unit` None: the agency."""

    kpi: KpiCode
    period: str
    unit: Name | None
    printed: Ratio
    today: Ratio
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Performance:
    """肆."""

    figures: tuple[KpiFigure, ...]
    trends: tuple[Trend, ...]
    restated: tuple[Restatement, ...]


@dataclass(frozen=True, slots=True)
class UnitUpdates:
    """One unit's obligations of the quarter. 應更新 is the sum of the three; pending, excused and lapsed stand apart."""

    unit: Name
    on_time: int
    late: int
    overdue: int
    pending: int
    excused: int
    lapsed: int
    target: Fraction

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.overdue

    @property
    def ratio(self) -> Ratio:
        return Ratio(self.on_time, self.due)

    @property
    def met(self) -> bool | None:
        value = self.ratio.value
        return None if value is None else value >= self.target


@dataclass(frozen=True, slots=True)
class LateUpdate:
    """An obligation met late (`claimed` set) or overdue; `period` is ISO text such as 2026-07."""

    dataset: Name
    unit: Name
    period: str
    deadline: date
    claimed: date | None
    days_late: int
    explanation: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A claim that the checks around it contradict."""

    dataset: Name
    unit: Name
    period: str
    claimed: date
    checked_before: datetime
    checked_after: datetime
    explanation: str = field(default="", metadata=OPTIONAL)
    """What the unit said of it; empty where it said nothing."""


@dataclass(frozen=True, slots=True)
class Updates:
    """伍: `supported` and `recorded_late` stand beside the rate and never replace it."""

    units: tuple[UnitUpdates, ...]
    late: tuple[LateUpdate, ...]
    contradicted: tuple[Contradiction, ...]
    supported: Ratio
    recorded_late: Ratio


@dataclass(frozen=True, slots=True)
class QualityPart:
    """One part of the pass rate; `unknown` are datasets that could not be judged.

    `undisputed`: all three, with what accepted disputes deny left out.
    """

    part: Literal["link", "freshness", "machine_readable", "all", "undisputed"]
    ratio: Ratio
    unknown: int


@dataclass(frozen=True, slots=True)
class FailingDataset:
    """One reason why a dataset fails: code and sentence in both languages, since when, and what mends it."""

    dataset: Name
    unit: Name
    part: Literal["link", "freshness", "machine_readable"]
    problem: Name
    since: date | None
    remedy: Name


@dataclass(frozen=True, slots=True)
class Quality:
    """陸."""

    parts: tuple[QualityPart, ...]
    failing: tuple[FailingDataset, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One message with its answer. Names are masked before they come here; `answered` None: no reply yet.

    `published`: question and answer as the public may read them, where the officer had released them.
    """

    number: str
    received: datetime
    unit: Name | None
    dataset: Name | None
    question: str
    answer: str
    answered: datetime | None
    days: int | None
    state: Literal["in_time", "late", "overdue", "pending"]
    published: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Opinions:
    """柒: days are exact decimals, None without any reply."""

    received: int
    in_time: int
    late: int
    overdue: int
    pending: int
    spam: int
    mean_days: Decimal | None
    median_days: Decimal | None
    messages: tuple[Opinion, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthUsage:
    month: date
    views: Decimal
    downloads: Decimal


@dataclass(frozen=True, slots=True)
class SourceUsage:
    """`estimated`: spread evenly between two snapshots of a cumulative figure."""

    source: str
    views: Decimal
    downloads: Decimal
    estimated: bool


@dataclass(frozen=True, slots=True)
class DatasetUsage:
    rank: int
    dataset: Name
    unit: Name
    views: Decimal
    downloads: Decimal


@dataclass(frozen=True, slots=True)
class Usage:
    """捌: estimated shares of platform figures keep their fraction, as text in the JSON."""

    views: Decimal
    downloads: Decimal
    views_before: Decimal
    downloads_before: Decimal
    months: tuple[MonthUsage, ...]
    top: tuple[DatasetUsage, ...]
    sources: tuple[SourceUsage, ...]
