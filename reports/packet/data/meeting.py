"""What the meeting decides, decided before, or is told: sections 1, 2 and 12 to 14."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from reports.packet.data.common import OPTIONAL, KpiCode, KpiFigure, Name, Ratio


@dataclass(frozen=True, slots=True)
class MeetingNotice:
    """The meeting that the packet is for, as planned at as-of."""

    title: str
    held_at: datetime
    place: str
    chair: str


@dataclass(frozen=True, slots=True)
class Cover:
    """壹: `meeting` is None while none is planned."""

    meeting: MeetingNotice | None
    figures: tuple[KpiFigure, ...]


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """貳: one resolution that still stands, or was released since the packet before."""

    number: str
    text: str
    owner: Name | None
    due: date | None
    progress: str
    advice: Literal["keep", "release"]


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """拾貳: a unit below a target, and what it says; an empty text was not handed in."""

    unit: Name
    kpi: KpiCode
    ratio: Ratio
    target: Fraction
    text: str
    written: datetime | None


@dataclass(frozen=True, slots=True)
class CommendationRow:
    """拾參: a unit that met every target in all closed quarters of the year and had items."""

    unit: Name
    figures: tuple[tuple[KpiCode, Ratio], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """A file that was used; `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OutreachRow:
    """拾肆: one session of training, or an event with civil society and academia. `link`: material elsewhere."""

    kind: Literal["training", "outreach"]
    title: str
    held: date
    hours: Decimal
    people: int
    note: str
    materials: tuple[Material, ...] = field(default=(), metadata=OPTIONAL)
    link: str = field(default="", metadata=OPTIONAL)
