"""伍: obligations of the quarter by unit, the late ones, and claims that checks contradict (four queries)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from datasets.models import UpdateAttestation, UpdateObligation
from datasets.rules.days import taipei_day
from datasets.rules.evidence import BEFORE
from quality.models import Check
from reports.claims import words_on
from reports.kpis.figure import Row
from reports.kpis.timely_updates import LOOK_AFTER
from reports.models import ClaimExplanation, Explanation
from reports.packet.collect.source import Source, period_code
from reports.packet.data import Contradiction, LateUpdate, Name, UnitUpdates, Updates

KPI = "timely_updates"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an obligation beyond its outcome: its period, the claimed day, the note beside the claim."""

    period: str
    claimed: date | None
    note: str


def updates(source: Source) -> Updates:
    figure = source.figure(KPI, source.quarter)
    rows = (*figure.denominator_rows, *figure.pending_rows, *figure.aside_rows)
    told = _told([one for one in figure.denominator_rows if _is_listed(one)], source.as_of)
    return Updates(
        units=_units(rows, source),
        late=_late(figure.denominator_rows, told, source),
        contradicted=_contradicted(figure.denominator_rows, told, source),
        supported=figure.beside["supported"],
        recorded_late=figure.beside["recorded_late"],
    )


def _is_listed(row: Row) -> bool:
    return row.state in {"late", "overdue"} or "contradicted" in row.flags


def _units(rows: Iterable[Row], source: Source) -> tuple[UnitUpdates, ...]:
    states: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        states[row.unit][row.state] += 1
    target = source.figure(KPI, source.quarter).target
    order = sorted(states, key=lambda unit: source.unit(unit).identifier)
    return tuple(_unit(source.unit(unit), states[unit], target) for unit in order)


def _unit(name: Name, states: Mapping[str, int], target: Fraction) -> UnitUpdates:
    return UnitUpdates(
        name,
        on_time=states["on_time"],
        late=states["late"],
        overdue=states["overdue"],
        pending=states["pending"],
        excused=states["excused"],
        lapsed=states["lapsed"],
        target=target,
    )


def _told(rows: Iterable[Row], as_of: datetime) -> dict[str, Told]:
    keys = [row.key for row in rows]
    claims: dict[Any, tuple[datetime | None, str]] = {}
    known = UpdateAttestation.objects.known_at(as_of).filter(obligation__in=keys).order_by("position")
    for pk, claimed, note in known.values_list("obligation_id", "claimed_at", "note"):
        claims[pk] = (claimed, note)
    periods = UpdateObligation.objects.filter(pk__in=keys).values_list("pk", "period_start", "period_end")
    found = {}
    for pk, start, end in periods:
        claimed, note = claims.get(pk, (None, ""))
        found[str(pk)] = Told(period_code(start, end), claimed and taipei_day(claimed), note)
    return found


def _late(rows: Iterable[Row], told: Mapping[str, Told], source: Source) -> tuple[LateUpdate, ...]:
    explained = _explanations(source)
    today = taipei_day(source.as_of)
    late = [(row, told[row.key]) for row in rows if row.state in {"late", "overdue"} and row.deadline]
    made = (
        LateUpdate(
            source.dataset(row.dataset),
            source.unit(row.unit),
            own.period,
            row.deadline,
            own.claimed if row.state == "late" else None,
            ((own.claimed if row.state == "late" and own.claimed else today) - row.deadline).days,
            own.note or explained.get(row.unit, ""),
        )
        for row, own in late
        if row.deadline
    )
    return tuple(sorted(made, key=lambda one: (one.unit.identifier, one.dataset.identifier, one.period)))


def _explanations(source: Source) -> dict[str, str]:
    """What each unit says of the KPI in this quarter; the last word holds."""
    rows = Explanation.objects.known_at(source.as_of).filter(quarter=source.quarter.code, kpi=KPI).order_by("position")
    return {str(unit): text for unit, text in rows.values_list("unit_id", "text")}


def _contradicted(rows: Iterable[Row], told: Mapping[str, Told], source: Source) -> tuple[Contradiction, ...]:
    found = [(row, told[row.key]) for row in rows if "contradicted" in row.flags]
    looks = _full_checks([own.claimed for _row, own in found if own.claimed], {row.dataset for row, _own in found})
    said = words_on({row.key for row, _own in found}, source.as_of)
    made = []
    for row, own in found:
        before = [at for at in looks[row.dataset] if own.claimed and taipei_day(at) <= own.claimed]
        after = [at for at in looks[row.dataset] if own.claimed and taipei_day(at) > own.claimed]
        if own.claimed and before and after:
            names = source.dataset(row.dataset), source.unit(row.unit)
            made.append(Contradiction(*names, own.period, own.claimed, max(before), min(after), _text(said, row)))
    return tuple(sorted(made, key=lambda one: (one.unit.identifier, one.dataset.identifier, one.period)))


def _text(said: Mapping[str, ClaimExplanation], row: Row) -> str:
    return said[row.key].text if row.key in said else ""


def _full_checks(claimed: list[date], datasets: set[str]) -> defaultdict[str, list[datetime]]:
    """By dataset, when its distributions were checked in full around the claims."""
    looks: defaultdict[str, list[datetime]] = defaultdict(list)
    if claimed:
        rows = Check.objects.filter(
            full=True,
            distribution__dataset_id__in=datasets,
            checked_at__date__gte=min(claimed) - BEFORE - timedelta(days=1),
            checked_at__date__lte=max(claimed) + LOOK_AFTER,
        )
        for dataset, at in rows.values_list("distribution__dataset_id", "checked_at"):
            looks[str(dataset)].append(at)
    return looks
