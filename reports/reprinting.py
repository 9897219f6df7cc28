"""What sealed packets printed and a later reading of the facts tells otherwise, with the fact that moved each row.

A packet is never edited: what it printed stands in the fact that sealed it, and today's figure stands beside it here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from datasets.models import Unit
from datasets.rules.days import taipei_day
from reports.facts import Facts, load
from reports.kpis.figure import Figure
from reports.kpis.quarters import parse_period
from reports.models import ReviewPacket
from reports.moving import moving_facts
from reports.packet.data import Ratio
from reports.packet.printed import Moved, Printed, from_rows, moved

MOST = 50
"""Rows of a figure whose facts are looked up; beyond them the states alone are told."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A row that moved, and the last fact about it since it was printed (None: only time passed)."""

    row: Moved
    position: int | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Restated:
    packet: ReviewPacket
    printed: Printed
    today: Ratio
    causes: tuple[Cause, ...]


def standing(as_of: datetime) -> list[ReviewPacket]:
    """The sealed packets that hold at as-of: of each quarter the last one."""
    rows = ReviewPacket.objects.known_at(as_of).order_by("quarter", "number")
    return list({row.quarter: row for row in rows}.values())


def reprinted(facts: Facts) -> list[Restated]:
    """Every printed figure that these facts tell otherwise. Where one does, the packet's own facts are read too."""
    packets = standing(facts.as_of)
    units = {code: str(pk) for code, pk in Unit.objects.values_list("code", "pk")} if packets else {}
    return [one for packet in packets for one in _of(packet, facts, units)]


def _of(packet: ReviewPacket, facts: Facts, units: Mapping[str, str]) -> Iterator[Restated]:
    changed = [one for one in from_rows(packet.figures) if _ratio(facts, one, units) != one.ratio]
    before = load(packet.as_of) if changed else facts
    for one in changed:
        figure = _figure(facts, one, units)
        rows = moved(_figure(before, one, units), figure)
        yield Restated(packet, one, figure.ratio, tuple(_causes(one.kpi, rows, packet.as_of, facts.as_of)))


def _ratio(facts: Facts, one: Printed, units: Mapping[str, str]) -> Ratio:
    """By the numbers alone: most figures stay as they were printed."""
    told = facts.counted(one.kpi, parse_period(one.period))
    return (told.of({units.get(one.unit, "")}) if one.unit else told).ratio


def _figure(facts: Facts, one: Printed, units: Mapping[str, str]) -> Figure:
    figure = facts.figure(one.kpi, parse_period(one.period))
    return figure.of({units.get(one.unit, "")}) if one.unit else figure


def _causes(kpi: str, rows: list[Moved], since: datetime, until: datetime) -> Iterator[Cause]:
    for row in rows[:MOST]:
        facts = moving_facts(kpi, {row.key}, (), since, until)
        yield Cause(row, facts[-1].position, taipei_day(facts[-1].recorded_at)) if facts else Cause(row, None, None)
    yield from (Cause(row, None, None) for row in rows[MOST:])
