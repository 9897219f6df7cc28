"""`PacketData`: everything a packet says, typed and frozen, in the order of its sixteen sections."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from reports.packet.data.common import OPTIONAL, Count, KpiCode, KpiFigure, Name, Ratio
from reports.packet.data.inventory import (
    ClosedRow,
    DatasetEvent,
    Decision,
    DecisionChange,
    LeastUsedRow,
    NewSystems,
    PlannedRow,
    OpenState,
    SystemRow,
    SystemYear,
)
from reports.packet.data.meeting import (
    CommendationRow,
    Cover,
    ExplanationRow,
    Material,
    MeetingNotice,
    OutreachRow,
    ResolutionRow,
)
from reports.packet.data.performance import (
    Contradiction,
    DatasetUsage,
    FailingDataset,
    LateUpdate,
    MonthRatio,
    MonthUsage,
    Move,
    Opinion,
    Opinions,
    Performance,
    Quality,
    QualityPart,
    Restatement,
    SourceUsage,
    Trend,
    UnitUpdates,
    Updates,
    Usage,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A definition that the group adopted in other words than the strategy's first."""

    kpi: KpiCode
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Annex:
    """拾陸: where the figures come from. `head` is the chain's hash at `position`, the newest fact at as-of."""

    position: int
    head: str
    day_rule: Literal["calendar", "working"]
    calendars: tuple[str, ...]
    definitions: tuple[str, ...]
    wordings: tuple[Wording, ...] = field(default=(), metadata=OPTIONAL)


@dataclass(frozen=True, slots=True)
class PacketData:
    """One quarter as it was known at `as_of`. The same facts and as-of give the same value on every database."""

    quarter: str
    as_of: datetime
    agency: Name
    demonstration: bool
    cover: Cover
    resolutions: tuple[ResolutionRow, ...]
    open_state: OpenState
    performance: Performance
    updates: Updates
    quality: Quality
    opinions: Opinions
    usage: Usage
    least_used: tuple[LeastUsedRow, ...]
    closed: tuple[ClosedRow, ...]
    new_systems: NewSystems
    explanations: tuple[ExplanationRow, ...]
    commendations: tuple[CommendationRow, ...]
    outreach: tuple[OutreachRow, ...]
    motions: tuple[str, ...]
    annex: Annex
    schema: str = "open-data-review-packet/1"


__all__ = [
    "Annex",
    "ClosedRow",
    "CommendationRow",
    "Contradiction",
    "Count",
    "Cover",
    "DatasetEvent",
    "DatasetUsage",
    "Decision",
    "DecisionChange",
    "ExplanationRow",
    "FailingDataset",
    "KpiCode",
    "KpiFigure",
    "LateUpdate",
    "LeastUsedRow",
    "Material",
    "MeetingNotice",
    "MonthRatio",
    "MonthUsage",
    "Move",
    "Name",
    "NewSystems",
    "PlannedRow",
    "OpenState",
    "Opinion",
    "Opinions",
    "OutreachRow",
    "PacketData",
    "Performance",
    "Quality",
    "QualityPart",
    "Ratio",
    "ResolutionRow",
    "Restatement",
    "SourceUsage",
    "SystemRow",
    "SystemYear",
    "Trend",
    "UnitUpdates",
    "Updates",
    "Usage",
    "Wording",
]
