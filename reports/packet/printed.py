"""The figures that a packet prints, and which of them a later reading moved. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import parse_period, reported
from reports.packet.data import KpiCode, PacketData, Ratio


@dataclass(frozen=True, slots=True)
class Printed:
    """One ratio of the page of figures, or of section 5 where it is a unit's; `unit` is its code."""

    kpi: KpiCode
    period: str
    unit: str
    numerator: int
    denominator: int

    @property
    def ratio(self) -> Ratio:
        return Ratio(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Moved:
    """A row of a figure that counted otherwise before: its states then and now, empty where it was not there."""

    key: str
    dataset: str
    before: str
    after: str


def printed(data: PacketData) -> Iterator[Printed]:
    """In the packet's order."""
    quarter = parse_period(data.quarter)
    for one in data.cover.figures:
        ratio = one.this_quarter
        yield Printed(one.kpi, reported(one.kpi, quarter).code, "", ratio.numerator, ratio.denominator)
    for unit in data.updates.units:
        yield Printed("timely_updates", quarter.code, unit.unit.identifier, unit.on_time, unit.due)


def as_rows(figures: Iterable[Printed]) -> list[dict[str, Any]]:
    """For the fact that seals them."""
    return [asdict(one) for one in figures]


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Printed]:
    return [Printed(**row) for row in rows]


def moved(before: Figure, after: Figure) -> list[Moved]:
    """The rows that make the difference between two readings of one figure, in a fixed order."""
    was, now = _counted(before), _counted(after)
    changed = sorted(key for key in was.keys() | now.keys() if _place(was.get(key)) != _place(now.get(key)))
    return [_moved(key, was.get(key), now.get(key)) for key in changed]


_Place = tuple[bool, Row]
"""Whether a row is in the numerator, and the row."""


def _counted(figure: Figure) -> dict[str, _Place]:
    top = {row.key for row in figure.numerator_rows}
    rows = {row.key: (row.key in top, row) for row in figure.denominator_rows}
    return {row.key: (True, row) for row in figure.numerator_rows} | rows


def _place(found: _Place | None) -> bool | None:
    return found[0] if found else None


def _moved(key: str, was: _Place | None, now: _Place | None) -> Moved:
    rows = [found[1] for found in (was, now) if found]
    return Moved(key, rows[-1].dataset, was[1].state if was else "", now[1].state if now else "")
