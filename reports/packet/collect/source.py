"""What every section's collector reads: the facts, the quarter, and short ways to ask them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from reports.facts import Facts
from reports.facts.inventory import Item
from reports.kpis.figure import Figure
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.packet.collect.names import Names
from reports.packet.collect.uses import UsesBy, read_uses
from reports.packet.data import Name


@dataclass(frozen=True)
class Source:
    facts: Facts
    quarter: ReportPeriod
    as_of: datetime
    names: Names
    _told: dict[tuple[str, ReportPeriod], Figure] = field(default_factory=dict)

    def figure(self, kpi: str, period: ReportPeriod) -> Figure:
        """One KPI of the agency, computed once."""
        key = kpi, period
        if key not in self._told:
            self._told[key] = self.facts.figure(kpi, period)
        return self._told[key]

    @cached_property
    def uses(self) -> UsesBy:
        """Of the quarter."""
        return read_uses(self.quarter, self.as_of)

    @property
    def at(self) -> datetime:
        """The moment that stocks are told at: the quarter's end, or as-of if earlier."""
        return self.quarter.moment(self.as_of)

    def unit(self, key: str) -> Name:
        return self.names.units[key]

    def dataset(self, key: str) -> Name:
        return self.names.datasets[key]

    def owner(self, dataset: str) -> Name:
        """The unit that owned the dataset at `at`."""
        return self.unit(self.facts.inventory.items[dataset].owner(self.at))

    def items(self) -> Iterator[Item]:
        """The inventory as it was known at `at`: items of which anything had been recorded by then."""
        return (item for item in self.facts.inventory.items.values() if _known(item, self.at))

    def quarters_to_date(self) -> list[ReportPeriod]:
        return [one for one in ReportPeriod(self.quarter.year, "year").quarters() if one.number <= self.quarter.number]


def period_code(start: date, end: date) -> str:
    """2026-07, 2026Q3, 2026 where the days make such a period, else 2026-07-01/2026-08-31."""
    for code in (f"{start:%Y-%m}", f"{start.year}Q{(start.month + 2) // 3}", f"{start.year}"):
        period = parse_period(code)
        if (period.start, period.end) == (start, end):
            return code
    return f"{start}/{end}"


def _known(item: Item, at: datetime) -> bool:
    recorded = [one.recorded_at for one in item.decisions] + [one.recorded_at for one in item.changes]
    return any(moment <= at for moment in (*recorded, *(moment for moment, _unit in item.owners)))
