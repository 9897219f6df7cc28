"""The lists of one figure's rows, with how many each holds: a page costs what it shows.

Where the rows are kept, a list is counted and read a page at a time; where the rules answer, from the whole figure.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol, overload

from django.db.models import QuerySet

from reports.asking import Asked
from reports.facts import Facts
from reports.facts.counts import totals
from reports.facts.recall import KINDS
from reports.kept.asking import Kept, flagged, row_of
from reports.kpis.figure import Figure, Row, Told
from reports.kpis.quarters import ReportPeriod
from reports.kpis.tally import Tally
from reports.models import KeptRow, Kpi
from reports.requests import data_requests, requests_among
from reports.words import GROUPS

Keys = Collection[str] | QuerySet[Any, Any]
"""Known, or a query that finds them where they are kept."""


class Lists(Protocol):
    """By name: the four of `words.GROUPS`, then those of the numbers beside and of `words.MATTERS`."""

    @property
    def told(self) -> Told:
        """The figure's numbers."""

    @property
    def sizes(self) -> Mapping[str, int]: ...

    def rows(self, name: str) -> Sequence[Row]:
        """One list; what of it is not asked for is not read."""

    def keys(self, name: str) -> Keys:
        """Of one list's rows, for who looks for them in another table."""

    def standing(self, state: str, most: int) -> list[Row]:
        """Some rows of one state, by deadline."""

    def find(self, key: str) -> Row | None:
        """Wherever it stands."""


@dataclass(frozen=True)
class OfFigure:
    """Of a figure that was read whole."""

    told: Figure

    @cached_property
    def _lists(self) -> dict[str, tuple[Row, ...]]:
        return groups(self.told) | beside_groups(self.told)

    @property
    def sizes(self) -> Mapping[str, int]:
        return {name: len(rows) for name, rows in self._lists.items()}

    def rows(self, name: str) -> Sequence[Row]:
        return self._lists[name]

    def keys(self, name: str) -> Keys:
        return {row.key for row in self._lists[name]}

    def standing(self, state: str, most: int) -> list[Row]:
        there = (row for name in GROUPS for row in self._lists[name] if row.state == state)
        return sorted(there, key=lambda row: (row.deadline or date.max, row.day or date.max, row.key))[:most]

    def find(self, key: str) -> Row | None:
        return next((row for name in GROUPS for row in self._lists[name] if row.key == key), None)


@dataclass(frozen=True)
class _Rows(Sequence[Row]):
    """So many rows, of which only the asked ones are read."""

    found: QuerySet[KeptRow]
    size: int

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return [row_of(one) for one in self.found[place]] if isinstance(place, slice) else row_of(self.found[place])

    def __iter__(self) -> Iterator[Row]:
        return map(row_of, self.found)


@dataclass(frozen=True)
class OfKept:
    """Of rows that are kept. `units` None: of the whole agency."""

    kept: Kept
    told: Tally
    units: Collection[str] | None = None

    @cached_property
    def _all(self) -> QuerySet[KeptRow]:
        return self.kept.rows(self.told.kpi, self.kept.months(self.told.kpi, self.told.period), self.units)

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Counted together; only what no row bears a flag of is counted by itself."""
        told = self.told
        found = dict(
            zip(GROUPS, (told.denominator - told.numerator, told.numerator, told.pending, told.aside), strict=True)
        )
        found |= {one.name: told.flagged(one.flag) for one in told.besides}
        if told.kpi == Kpi.TIMELY_UPDATES:
            found["contradicted"] = told.flagged("contradicted")
        if told.kpi == Kpi.TIMELY_REPLIES:
            found["requests"] = self._list("requests").count()
        return found

    def rows(self, name: str) -> Sequence[Row]:
        return _Rows(self._list(name), self.sizes[name])

    def keys(self, name: str) -> Keys:
        return self._list(name).order_by().values("key")

    def standing(self, state: str, most: int) -> list[Row]:
        return [row_of(one) for one in self._all.filter(state=state).order_by("deadline", "day", "key")[:most]]

    def find(self, key: str) -> Row | None:
        found = self._all.filter(key=key).first()
        return row_of(found) if found else None

    def _list(self, name: str) -> QuerySet[KeptRow]:
        if name in GROUPS:
            return self._all.filter(side=name)
        if name == "requests":
            return self._all.exclude(side="aside").filter(key__in=data_requests(self.told.period).values("pk"))
        flag = next((one.flag for one in self.told.besides if one.name == name), name)
        return self._all.filter(flagged(flag), side__in=("numerator", "missed"))


def lists_of(facts: Facts, kpi: str, period: ReportPeriod, units: Collection[str] | None = None) -> Lists:
    """Of the agency (None), or of some units."""
    if facts.kept and facts.reaches(kpi, period):
        return OfKept(facts.kept, totals(facts, kpi, [period], units)[0], units)
    figure = _figure(facts, kpi, period)
    return OfFigure(figure if units is None else figure.of(units))


def _figure(facts: Facts, kpi: str, period: ReportPeriod) -> Figure:
    """One that rests on few facts is made once for all who look at it."""
    if kpi not in KINDS:
        return facts.figure(kpi, period)
    return facts.once(f"figure {kpi} {period.code}", None, lambda: facts.figure(kpi, period))


def lists_asked(facts: Facts, kpi: str, asked: Asked) -> Lists:
    return lists_of(facts, kpi, asked.period, facts.scope(asked.unit.pk if asked.unit else None))


def groups(figure: Figure) -> dict[str, tuple[Row, ...]]:
    """The figure's rows in the four lists of `words.GROUPS`. Of `open_ratio`, "missed" lists all the systems."""
    lists = (figure.missed_rows(), figure.numerator_rows, figure.pending_rows, figure.aside_rows)
    return dict(zip(GROUPS, lists, strict=True))


def beside_groups(figure: Figure) -> dict[str, tuple[Row, ...]]:
    """The rows of the numbers that stand beside, and of `words.MATTERS`, by name; each is among the four lists too."""
    lists = {beside.name: figure.beside_rows(beside.name) for beside in figure.besides}
    if figure.kpi == Kpi.TIMELY_UPDATES:
        lists["contradicted"] = tuple(row for row in figure.denominator_rows if "contradicted" in row.flags)
    if figure.kpi == Kpi.TIMELY_REPLIES:
        rows = (*figure.denominator_rows, *figure.pending_rows)
        asking = requests_among({row.key for row in rows}, figure.period)
        lists["requests"] = tuple(row for row in rows if row.key in asking)
    return lists
