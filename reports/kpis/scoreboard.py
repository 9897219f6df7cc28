"""獎勵 and 檢討報告 (the strategy, 陸四): which units are commended, and which must explain themselves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.kpis.figure import Figure


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A unit below a target in the quarter."""

    unit: str
    kpi: str


Scopes = Mapping[str, Collection[str]]
"""By unit, the units whose rows make its figure: itself and those below it (`UnitTree.scopes`)."""


def must_explain(figures: Iterable[Figure], scopes: Scopes) -> tuple[Shortfall, ...]:
    """Each unit and KPI below its target. "No items" neither meets nor misses.

    A unit without a row of its own is not asked: whatever its figure lacks, the units below it explain.
    """
    told = list(figures)
    return tuple(
        Shortfall(unit, figure.kpi)
        for unit, scope in scopes.items()
        for figure in told
        if figure.of({unit}).denominator and figure.of(scope).met is False
    )


def commended(quarters: Mapping[str, Sequence[Figure]], scopes: Scopes) -> tuple[str, ...]:
    """Units that met every target in all closed quarters of the year, with items of their own.

    `quarters`: the figures of each quarter of the year by its code; a quarter that is not closed does not count yet.
    """
    closed = [figure for figures in quarters.values() if all(f.closed for f in figures) for figure in figures]
    return tuple(unit for unit, scope in scopes.items() if _met_all(unit, scope, closed))


def _met_all(unit: str, scope: Collection[str], figures: Sequence[Figure]) -> bool:
    has_items = any(figure.of({unit}).denominator for figure in figures)
    return has_items and all(figure.of(scope).met is not False for figure in figures)
