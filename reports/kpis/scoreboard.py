"""獎勵 and 檢討報告 (the strategy, 陸四): which units are commended, and which must explain themselves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.kpis.figure import Told
from reports.kpis.ratio import reaches
from reports.kpis.tally import Tally


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A unit below a target in the quarter."""

    unit: str
    kpi: str


Scopes = Mapping[str, Collection[str]]
"""By unit, the units whose rows make its figure: itself and those below it (`UnitTree.scopes`)."""


def must_explain(figures: Iterable[Told], scopes: Scopes) -> tuple[Shortfall, ...]:
    """Each unit and KPI below its target. "No items" neither meets nor misses.

    A unit without a row of its own is not asked: whatever its figure lacks, the units below it explain.
    """
    told = [figure.tally() for figure in figures]
    return tuple(
        Shortfall(unit, figure.kpi)
        for unit, scope in scopes.items()
        for figure in told
        if (own := figure.by_unit.get(unit)) and own.denominator and not _reaches(figure, scope)
    )


def _reaches(figure: Tally, units: Collection[str]) -> bool:
    reached = known = 0
    for unit in units:
        if count := figure.by_unit.get(unit):
            reached, known = reached + count.numerator, known + count.denominator
    return reaches(reached, known, figure.target)


def commended(quarters: Mapping[str, Sequence[Told]], scopes: Scopes) -> tuple[str, ...]:
    """Units that met every target in all closed quarters of the year, with items of their own.

    `quarters`: the figures of each quarter of the year by its code; a quarter that is not closed does not count yet.
    """
    closed = [figure for figures in quarters.values() if all(f.closed for f in figures) for figure in figures]
    return tuple(unit for unit, scope in scopes.items() if _met_all(unit, scope, closed))


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit's year: by KPI its figure of each quarter. `missed`: (quarter, KPI) of closed quarters below target."""

    unit: str
    figures: Mapping[str, Mapping[str, Told]]
    missed: tuple[tuple[str, str], ...]
    commended: bool


def standings(quarters: Mapping[str, Sequence[Told]], scopes: Scopes) -> list[Standing]:
    """Every unit with rows of its own in the year, with what decides about its commendation (`commended`)."""
    chosen = commended(quarters, scopes)
    closed = {code for code, figures in quarters.items() if all(figure.closed for figure in figures)}
    found = []
    for unit, scope in scopes.items():
        if not any(figure.of({unit}).denominator for figures in quarters.values() for figure in figures):
            continue
        own = [(code, figure.of(scope)) for code, figures in quarters.items() for figure in figures]
        by_kpi: dict[str, dict[str, Told]] = {}
        for code, figure in own:
            by_kpi.setdefault(figure.kpi, {})[code] = figure
        missed = tuple((code, figure.kpi) for code, figure in own if code in closed and figure.met is False)
        found.append(Standing(unit, by_kpi, missed, unit in chosen))
    return found


def _met_all(unit: str, scope: Collection[str], figures: Sequence[Told]) -> bool:
    has_items = any(figure.of({unit}).denominator for figure in figures)
    return has_items and all(figure.of(scope).met is not False for figure in figures)
