"""拾貳 explanations, 拾參 commendations, 拾肆 outreach, 拾陸 where the figures come from (four queries)."""

from collections.abc import Sequence
from typing import Any

from datasets import ledger
from datasets.models import CalendarEdition
from datasets.rules.workdays import Count
from reports.facts.load import KPIS
from reports.facts.meetings import events_known_at, materials_known_at
from reports.facts.strategy import definitions_in_force
from reports.kpis.quarters import reported
from reports.kpis.scoreboard import commended, must_explain
from reports.kpis.tally import Tally
from reports.models import Explanation, Outreach, OutreachMaterial
from reports.packet.collect.performance import added
from reports.packet.collect.source import Source
from reports.packet.data import Annex, CommendationRow, ExplanationRow, KpiCode, Material, OutreachRow, Ratio, Wording


def explanations(source: Source) -> tuple[ExplanationRow, ...]:
    """Every unit below a target, with what it says; the last word holds."""
    figures = {kpi: source.facts.counted(kpi, reported(kpi, source.quarter)) for kpi in KPIS}
    known = Explanation.objects.known_at(source.as_of).filter(quarter=source.quarter.code).order_by("position")
    said = {(str(row.unit_id), row.kpi): row for row in known}
    rows = []
    scopes = source.facts.units.scopes(source.names.units)
    for one in must_explain(figures.values(), scopes):
        own, words = figures[one.kpi].of(scopes[one.unit]), said.get((one.unit, one.kpi))
        rows.append(
            ExplanationRow(
                source.unit(one.unit),
                one.kpi,  # type: ignore[arg-type]
                own.ratio,
                own.target,
                words.text if words else "",
                words.recorded_at if words else None,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.unit.identifier, KPIS.index(row.kpi))))


def commendations(source: Source) -> tuple[CommendationRow, ...]:
    counted = source.facts.counted
    quarters = {one.code: [counted(kpi, reported(kpi, one)) for kpi in KPIS] for one in source.quarters_to_date()}
    units = sorted(source.names.units, key=lambda key: source.unit(key).identifier)
    scopes = source.facts.units.scopes(units)
    chosen = commended(quarters, scopes)
    return tuple(CommendationRow(source.unit(unit), _year(scopes[unit], quarters)) for unit in chosen)


def _year(scope: frozenset[str], quarters: dict[str, list[Tally]]) -> tuple[tuple[KpiCode, Ratio], ...]:
    """The unit's figures of the year, those without items left out; stocks as the last quarter tells them."""
    rows: list[tuple[KpiCode, Ratio]] = []
    for place, kpi in enumerate(KPIS):
        own = [figures[place].of(scope) for figures in quarters.values()]
        total = own[-1].ratio if kpi in {"open_ratio", "quality_pass"} else added(own)
        if total.denominator:
            rows.append((kpi, total))  # type: ignore[arg-type]
    return tuple(rows)


def outreach(source: Source) -> tuple[OutreachRow, ...]:
    rows = [row for row in events_known_at(source.as_of) if row.held_on in source.quarter]
    files = materials_known_at(source.as_of)
    # Sorted here: databases order text differently, and the record must not.
    return tuple(
        _event(row, files.get(row.event, ()))
        for row in sorted(rows, key=lambda row: (row.held_on, row.title, row.kind, row.people, row.hours, row.note))
    )


def _event(row: Outreach, files: Sequence[OutreachMaterial]) -> OutreachRow:
    materials = tuple(Material(one.file_name, one.size, one.sha256) for one in files)
    # For the type checker: the model's choices are those very kinds.
    kind: Any = row.kind
    return OutreachRow(kind, row.title, row.held_on, row.hours, row.people, row.note, materials, row.material)


def _wordings(source: Source) -> tuple[Wording, ...]:
    """The adopted definitions in force on the quarter's last day."""
    held = definitions_in_force(source.quarter.end, source.as_of)
    # For the type checker: KPIS holds those very codes.
    return tuple(Wording(kpi, held[kpi].text, held[kpi].text_en) for kpi in KPIS if kpi in held)  # type: ignore[arg-type]


def annex(source: Source, count: Count) -> Annex:
    head = ledger.head(source.as_of)
    editions = CalendarEdition.objects.known_at(source.as_of).order_by("year", "position")
    calendars = tuple(f"{year} ({file})" for year, file in editions.values_list("year", "source"))
    return Annex(head.position if head else 0, head.hash if head else "", count, calendars, KPIS, _wordings(source))
