"""What every KPI answers with: numbers, the rows behind them, the target, for the agency and for each unit."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from operator import itemgetter

from reports.kpis.quarters import ReportPeriod, is_closed
from reports.kpis.ratio import Ratio
from reports.kpis.tally import Beside, Count, Tally


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured. `key` finds the fact, `state` is its code, `flags` feed the figures that stand beside."""

    key: str
    unit: str
    state: str
    dataset: str = ""
    day: date | None = None
    deadline: date | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI of one period as of one moment.

    `pending`: outcome not known yet. `aside`: shown, in neither number (excused, lapsed, spam, incomplete).
    """

    kpi: str
    period: ReportPeriod
    as_of: datetime
    target: Fraction
    numerator_rows: tuple[Row, ...]
    denominator_rows: tuple[Row, ...]
    pending_rows: tuple[Row, ...] = ()
    aside_rows: tuple[Row, ...] = ()
    besides: tuple[Beside, ...] = ()
    open_ended: bool = False
    """True while a row waits without a deadline yet: such a period is not closed."""
    _by_unit: dict[str, "ByUnit"] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def numerator(self) -> int:
        return len(self.numerator_rows)

    @property
    def denominator(self) -> int:
        return len(self.denominator_rows)

    @property
    def pending(self) -> int:
        return len(self.pending_rows)

    @property
    def aside(self) -> int:
        return len(self.aside_rows)

    @property
    def ratio(self) -> Ratio:
        return Ratio(self.numerator, self.denominator)

    @property
    def met(self) -> bool | None:
        return self.ratio.meets(self.target)

    @property
    def beside(self) -> Mapping[str, Ratio]:
        return {b.name: self._beside(b) for b in self.besides}

    def _beside(self, beside: Beside) -> Ratio:
        rows = [row for row in self.denominator_rows if not beside.among or beside.among in row.flags]
        return Ratio(sum(beside.flag in row.flags for row in rows), len(rows))

    def beside_rows(self, name: str) -> tuple[Row, ...]:
        """The rows that a number beside counts."""
        flag = next(b.flag for b in self.besides if b.name == name)
        return tuple(row for row in self.denominator_rows if flag in row.flags)

    @property
    def closed(self) -> bool:
        rows = (*self.denominator_rows, *self.pending_rows)
        return not self.open_ended and is_closed(
            self.period, [row.deadline for row in rows if row.deadline], self.as_of
        )

    def tally(self) -> Tally:
        """Its numbers alone."""
        by_unit: defaultdict[str, _Counting] = defaultdict(_Counting)
        for row in self.numerator_rows:
            by_unit[row.unit].numerator += 1
        for row in self.denominator_rows:
            own = by_unit[row.unit]
            own.denominator += 1
            own.deadlines.append(row.deadline)
            own.flags.update(row.flags)
        for row in self.pending_rows:
            by_unit[row.unit].pending += 1
            by_unit[row.unit].deadlines.append(row.deadline)
        for row in self.aside_rows:
            by_unit[row.unit].aside += 1
        counts = {unit: own.count() for unit, own in by_unit.items()}
        return Tally(self.kpi, self.period, self.as_of, self.target, counts, self.besides, self.open_ended)

    def missed_rows(self) -> tuple[Row, ...]:
        """What is in the denominator and not in the numerator: what keeps the figure down."""
        passed = {row.key for row in self.numerator_rows}
        return tuple(row for row in self.denominator_rows if row.key not in passed)

    def sides(self) -> set[tuple[str, str]]:
        """(key, numerator | denominator) of every row that counts: what differs between two readings has moved."""
        lists = {"numerator": self.numerator_rows, "denominator": self.denominator_rows}
        return {(row.key, side) for side, rows in lists.items() for row in rows}

    def within(self, period: ReportPeriod) -> "Figure":
        """Of a part of its period, where rows count by their day."""
        if period == self.period:
            return self
        days, lists = period.days, ("numerator_rows", "denominator_rows", "pending_rows", "aside_rows")
        own = {name: tuple(row for row in getattr(self, name) if row.day and row.day in days) for name in lists}
        return replace(self, period=period, **own)  # type: ignore[arg-type]  # the lists alone

    def of(self, units: Collection[str]) -> "Figure":
        """The same figure of some units alone: a parent's is of its own and its descendants' rows."""
        return replace(
            self,
            numerator_rows=self._of("numerator_rows", units),
            denominator_rows=self._of("denominator_rows", units),
            pending_rows=self._of("pending_rows", units),
            aside_rows=self._of("aside_rows", units),
        )

    def _of(self, name: str, units: Collection[str]) -> tuple[Row, ...]:
        """Of one list, in its order. Grouped once: a thousand units do not walk through all rows a thousand times."""
        if name not in self._by_unit:
            self._by_unit[name] = _by_unit(getattr(self, name))
        groups = self._by_unit[name]
        found = [placed for unit in set(units) for placed in groups.get(unit, ())]
        return tuple(row for _place, row in sorted(found, key=itemgetter(0)))


@dataclass(slots=True)
class _Counting:
    """One unit's rows while they are counted."""

    numerator: int = 0
    denominator: int = 0
    pending: int = 0
    aside: int = 0
    deadlines: list[date | None] = field(default_factory=list)
    flags: Counter[str] = field(default_factory=Counter)

    def count(self) -> Count:
        last = max((one for one in self.deadlines if one), default=None)
        return Count(self.numerator, self.denominator, self.pending, self.aside, last, dict(self.flags))


ByUnit = Mapping[str, Sequence[tuple[int, Row]]]
"""Rows by their unit, each with its place in the list."""


def _by_unit(rows: Iterable[Row]) -> ByUnit:
    groups: defaultdict[str, list[tuple[int, Row]]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[row.unit].append((place, row))
    return groups


Told = Figure | Tally
"""Who needs numbers alone takes either."""
