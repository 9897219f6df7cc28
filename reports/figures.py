"""Figures for readers outside the portal: JSON for programs, rows of text for tables and CSV."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports.facts import Facts
from reports.kpis.figure import Figure, Row, Told
from reports.kpis.quarters import ReportPeriod
from reports.kpis.ratio import Ratio
from reports.kpis.tally import Tally

HEADINGS = ("kpi", "unit", "numerator", "denominator", "rate", "target", "met", "pending", "aside", "closed", "beside")


def figures_of(facts: Facts, period: ReportPeriod, unit: str | None = None) -> list[Figure]:
    """All five with their rows, of the agency or of a unit with those below it."""
    whole = facts.figures(period)
    return whole if unit is None else [figure.of(facts.units.with_descendants(unit)) for figure in whole]


def tallies_of(facts: Facts, period: ReportPeriod, unit: str | None = None) -> list[Tally]:
    """The same, without rows."""
    whole = facts.tallies(period)
    return whole if unit is None else [figure.of(facts.units.with_descendants(unit)) for figure in whole]


def as_json(figure: Figure, names: Mapping[str, str], unit: str | None = None) -> dict[str, Any]:
    """One figure with its rows. Shares are exact, as "numerator/denominator"; `names` gives unit codes by key."""
    return {
        "kpi": figure.kpi,
        "period": figure.period.code,
        "unit": unit,
        "as_of": figure.as_of.isoformat(),
        **_ratio(figure.ratio),
        "target": str(figure.target),
        "met": figure.met,
        "pending": figure.pending,
        "closed": figure.closed,
        "beside": {name: _ratio(ratio) for name, ratio in figure.beside.items()},
        "rows": {
            "numerator": _rows(figure.numerator_rows, names),
            "denominator": _rows(figure.denominator_rows, names),
            "pending": _rows(figure.pending_rows, names),
            "aside": _rows(figure.aside_rows, names),
        },
    }


def _ratio(ratio: Ratio) -> dict[str, Any]:
    return {"numerator": ratio.numerator, "denominator": ratio.denominator, "rate": ratio.shown}


def _rows(rows: Iterable[Row], names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "key": row.key,
            "unit": names.get(row.unit, row.unit),
            "dataset": row.dataset or None,
            "state": row.state,
            "day": row.day and row.day.isoformat(),
            "deadline": row.deadline and row.deadline.isoformat(),
            "flags": sorted(row.flags),
        }
        for row in rows
    ]


def as_lines(figures: Iterable[Told], unit: str = "") -> Iterator[list[str]]:
    """One line a figure under `HEADINGS`."""
    for figure in figures:
        yield [
            figure.kpi,
            unit,
            str(figure.numerator),
            str(figure.denominator),
            figure.ratio.shown,
            Ratio(figure.target.numerator, figure.target.denominator).shown,
            {True: "yes", False: "no", None: "-"}[figure.met],
            str(figure.pending),
            str(figure.aside),
            "yes" if figure.closed else "no",
            ", ".join(f"{name} {ratio.numerator}/{ratio.denominator}" for name, ratio in figure.beside.items()),
        ]
