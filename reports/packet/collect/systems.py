"""拾壹: the year's new systems and what was opened of them, and every year since 2017 (two queries)."""

from datetime import date

from datasets.models import InformationSystem, SystemAssessment
from reports.kpis.quarters import ReportPeriod
from reports.packet.collect.source import Source
from reports.packet.data import Name, NewSystems, PlannedRow, SystemRow, SystemYear
from reports.plan import Planned, plan_of

FIRST_YEAR = 2017
"""民國106年, from which the strategy counts."""


def new_systems(source: Source) -> NewSystems:
    years = range(FIRST_YEAR, source.quarter.year + 1)
    return NewSystems(_systems(source), tuple(_year(source, year) for year in years), _planned(source))


def _planned(source: Source) -> tuple[PlannedRow, ...]:
    """The plan of the packet's year as known at as-of (one query)."""
    return tuple(_line(one, source) for one in plan_of(source.facts, source.quarter.year))


def _line(one: Planned, source: Source) -> PlannedRow:
    row = one.line
    what = source.dataset(str(row.dataset_id)) if row.dataset_id else source.names.systems[str(row.system_id)]
    return PlannedRow(what, source.unit(str(row.unit_id)), row.month, one.state, one.opened_on)


def _year(source: Source, year: int) -> SystemYear:
    """A past year at its end; the packet's own year up to the quarter."""
    whole = ReportPeriod(year, "year")
    figure = source.figure("open_ratio", source.quarter if year == source.quarter.year else whole)
    return SystemYear(year, figure.ratio, figure.beside["coverage"], figure.met)


def _systems(source: Source) -> tuple[SystemRow, ...]:
    """Introduced in the packet's year up to the quarter's end, assessed or not."""
    last = {row.system_id: row for row in SystemAssessment.objects.known_at(source.as_of).order_by("position")}
    opened = _opened(source)
    rows = []
    for system in InformationSystem.objects.all():
        own = last.get(system.pk)
        day = own.introduced_on if own else system.introduced_on
        if day and date(source.quarter.year, 1, 1) <= day <= source.quarter.end:
            key = str(system.pk)
            rows.append(
                SystemRow(
                    source.names.systems[key],
                    source.unit(str(system.unit_id)),
                    day,
                    own.publishable if own else None,
                    own.reason if own else "",
                    tuple(opened.get(key, ())),
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.introduced, row.system.identifier)))


def _opened(source: Source) -> dict[str, list[Name]]:
    """By system, its open datasets."""
    found: dict[str, list[Name]] = {}
    for one in source.facts.inventory.sources(source.quarter, source.as_of):
        for system in one.systems if one.is_open else ():
            found.setdefault(system, []).append(source.dataset(one.dataset))
    return {key: sorted(names, key=lambda name: name.identifier) for key, names in found.items()}
