"""開放達成率 (the strategy, 伍四): open datasets of the year's new, publishable systems / those systems."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from datasets.rules.days import taipei_day
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import ReportPeriod
from reports.kpis.tally import Beside

CODE = "open_ratio"
BESIDES = (Beside("coverage", "covered"),)
"""The strategy's wording allows more than 100 %: the share of systems with an open dataset has equal weight."""


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """A system as assessed by as-of: introduced on a day, and confirmed publishable or not."""

    key: str
    unit: str
    introduced_on: date
    publishable: bool


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """An inventory item and its systems, in the order of their links; `is_open` at the period's end or as-of."""

    dataset: str
    systems: tuple[str, ...]
    is_open: bool
    state: str = ""


def open_ratio(
    systems: Sequence[SystemFacts],
    datasets: Iterable[SourceFacts],
    period: ReportPeriod,
    as_of: datetime,
    target: Fraction,
) -> Figure:
    """Of the period's year up to its end: open or partly open datasets / new systems confirmed publishable.

    A dataset counts once, for the first such system it comes from; withdrawn ones are not open.
    """
    new = {s.key: s for s in systems if s.publishable}
    year = {
        key
        for key, s in new.items()
        if s.introduced_on.year == period.year and s.introduced_on <= taipei_day(period.moment(as_of))
    }
    sources = [d for d in datasets if d.is_open]
    covered = {key for d in sources for key in d.systems}
    return Figure(
        CODE, period, as_of, target,
        numerator_rows=tuple(_dataset_row(d, new[first]) for d in sources if (first := _first(d, new)) in year),
        denominator_rows=tuple(_system_row(new[key], covered) for key in sorted(year)),
        besides=BESIDES,
    )  # fmt: skip


def _first(dataset: SourceFacts, new: dict[str, SystemFacts]) -> str:
    """The first such system, by introduction and then by link; "" where there is none."""
    own = [key for key in dataset.systems if key in new]
    return min(own, key=lambda key: (new[key].introduced_on, own.index(key)), default="")


def _dataset_row(dataset: SourceFacts, system: SystemFacts) -> Row:
    return Row(dataset.dataset, system.unit, dataset.state or "open", dataset.dataset)


def _system_row(system: SystemFacts, covered: set[str]) -> Row:
    has_open = system.key in covered
    return Row(
        system.key, system.unit, "covered" if has_open else "none_open", day=system.introduced_on,
        flags=frozenset({"covered"} if has_open else ()),
    )  # fmt: skip
