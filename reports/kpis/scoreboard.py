"""獎勵 and 檢討報告 (the strategy, 陸四): which units are commended, and which must explain themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.kpis.figure import Figure


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A unit below a target in the quarter."""

    unit: str
    kpi: str


def must_explain(figures: Iterable[Figure], units: Iterable[str]) -> tuple[Shortfall, ...]:
    """Each unit and KPI below its target. "No items" neither meets nor misses."""
    by_kpi = list(figures)
    return tuple(Shortfall(unit, figure.kpi) for unit in units for figure in by_kpi if figure.of({unit}).met is False)


def commended(quarters: Mapping[str, Sequence[Figure]], units: Iterable[str]) -> tuple[str, ...]:
    """Units that met every target in all closed quarters of the year and had items.

    `quarters`: the figures of each quarter of the year by its code; a quarter that is not closed does not count yet.
    """
    closed = [figures for figures in quarters.values() if all(figure.closed for figure in figures)]
    return tuple(unit for unit in units if _met_all(unit, closed))


def _met_all(unit: str, closed: Sequence[Sequence[Figure]]) -> bool:
    verdicts = [figure.of({unit}).met for figures in closed for figure in figures]
    return True in verdicts and False not in verdicts
