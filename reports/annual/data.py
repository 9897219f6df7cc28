"""What the annual review says, typed and frozen; no query below it."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from reports.kpis.ratio import Ratio
from reports.packet.data import Name


@dataclass(frozen=True, slots=True)
class Cell:
    """One KPI of one quarter, or of the year. `period` is the one measured; `target` was in force on its last day."""

    period: str
    ratio: Ratio
    target: Fraction
    closed: bool

    @property
    def met(self) -> bool | None:
        return self.ratio.meets(self.target)


@dataclass(frozen=True, slots=True)
class Line:
    """One KPI: its quarters in order, and the year so far."""

    kpi: str
    quarters: tuple[Cell, ...]
    year: Cell


@dataclass(frozen=True, slots=True)
class UnitYear:
    """`key` of the unit; `commended` by the rule, `missed`: (quarter, KPI) of closed quarters below the target."""

    key: str
    unit: Name
    lines: tuple[Line, ...]
    commended: bool
    missed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit below a target in a quarter, and what it says; an empty text was not handed in."""

    key: str
    unit: Name
    quarter: str
    kpi: str
    ratio: Ratio
    target: Fraction
    text: str
    written: datetime | None


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure that was closed or sealed, and is another one at as-of. `unit` None: the agency. `facts`: positions."""

    period: str
    kpi: str
    unit: Name | None
    printed: Ratio
    now: Ratio
    sealed: bool
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TargetInForce:
    """`since` None: the strategy's own."""

    kpi: str
    share: Fraction
    since: date | None


@dataclass(frozen=True, slots=True)
class AnnualData:
    """`quarters`: of the year that had ended by as-of, each with whether it is closed. `position`, `head`: the chain's.

    Everything in it was known at `as_of`; nothing else is.
    """

    year: int
    as_of: datetime
    agency: Name
    demonstration: bool
    quarters: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    units: tuple[UnitYear, ...]
    explanations: tuple[Owed, ...]
    restated: tuple[Restated, ...]
    targets: tuple[TargetInForce, ...]
    position: int
    head: str

    @property
    def commended(self) -> tuple[UnitYear, ...]:
        return tuple(one for one in self.units if one.commended)
