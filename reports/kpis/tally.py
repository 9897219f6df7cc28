"""A figure's numbers without its rows: per unit how many are in each list. What a page shows that lists no row."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from reports.kpis.quarters import ReportPeriod, is_closed
from reports.kpis.ratio import Ratio


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure that stands beside a KPI and never replaces it: rows with `flag` among the rows with `among`.

    Every row with `flag` bears `among` too.
    """

    name: str
    flag: str
    among: str = ""


class Count(NamedTuple):
    """Rows of one unit. `last`: the latest deadline of those that count or wait; `flags`: of those that count.

    A tuple: a page makes thousands, and a frozen dataclass takes four times as long.
    """

    numerator: int = 0
    denominator: int = 0
    pending: int = 0
    aside: int = 0
    last: date | None = None
    flags: Mapping[str, int] = {}


def added(counts: Iterable[Count]) -> Count:
    """The sum of several."""
    numerator = denominator = pending = aside = 0
    last: date | None = None
    flags: dict[str, int] = {}
    for one in counts:
        numerator, denominator = numerator + one.numerator, denominator + one.denominator
        pending, aside = pending + one.pending, aside + one.aside
        if one.last and (last is None or one.last > last):
            last = one.last
        for flag, number in one.flags.items():
            flags[flag] = flags.get(flag, 0) + number
    return Count(numerator, denominator, pending, aside, last, flags)


TOGETHER = ""
"""The key of units that were counted together."""


def together(parts: Sequence[Mapping[str, Count]]) -> Mapping[str, Count]:
    """By unit, the sum of several months."""
    if len(parts) == 1:
        return parts[0]
    units: defaultdict[str, list[Count]] = defaultdict(list)
    for part in parts:
        for unit, count in part.items():
            units[unit].append(count)
    return {unit: added(own) for unit, own in units.items()}


@dataclass(frozen=True)
class Tally:
    """One KPI of one period as of one moment, counted; it answers as a `Figure` does, but for its rows."""

    kpi: str
    period: ReportPeriod
    as_of: datetime
    target: Fraction
    by_unit: Mapping[str, Count]
    besides: tuple[Beside, ...] = ()
    open_ended: bool = False

    @cached_property
    def total(self) -> Count:
        return added(self.by_unit.values())

    @property
    def numerator(self) -> int:
        return self.total.numerator

    @property
    def denominator(self) -> int:
        return self.total.denominator

    @property
    def pending(self) -> int:
        return self.total.pending

    @property
    def aside(self) -> int:
        return self.total.aside

    @cached_property
    def ratio(self) -> Ratio:
        return Ratio(self.numerator, self.denominator)

    @property
    def met(self) -> bool | None:
        return self.ratio.meets(self.target)

    @property
    def beside(self) -> Mapping[str, Ratio]:
        return {one.name: Ratio(self.flagged(one.flag), self._among(one)) for one in self.besides}

    def _among(self, beside: Beside) -> int:
        return self.flagged(beside.among) if beside.among else self.denominator

    def flagged(self, flag: str) -> int:
        """How many rows of the denominator bear a flag."""
        return self.total.flags.get(flag, 0)

    @property
    def closed(self) -> bool:
        last = [self.total.last] if self.total.last else []
        return not self.open_ended and is_closed(self.period, last, self.as_of)

    def of(self, units: Collection[str]) -> "Tally":
        """Of some units alone."""
        if TOGETHER in self.by_unit:
            raise ValueError("these units were counted together")
        return replace(self, by_unit={unit: self.by_unit[unit] for unit in units if unit in self.by_unit})

    def together(self) -> "Tally":
        """The units not told apart any more."""
        return replace(self, by_unit={TOGETHER: self.total})

    def tally(self) -> "Tally":
        return self
