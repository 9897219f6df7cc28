"""What the three tabular formats share: one clean table a sheet, its header first, a list of sheets before them.

Numbers are numbers and dates dates. An unknown value is an empty cell; a share without items says so in words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from datasets.rules.days import taipei_day
from reports.packet.paper import Column, Kind, Paper, Table, Tick, Value
from reports.packet.text import visible
from reports.packet.words import ordinal

_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NAME_LIMIT = 31

Number = Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is unique in the packet and one that every spreadsheet accepts."""

    name: str
    table: Table


def sheets(paper: Paper) -> list[Sheet]:
    """The list of sheets, then every table of the packet."""
    tables = [
        (Sheet(_name(f"{section.number:02d}-{number} {table.caption}"), table), section.heading, section.number)
        for section, number, table in paper.tables
    ]
    columns = (
        Column(_("Sheet"), width=4),
        Column(_("Section"), width=5),
        Column(_("Table"), width=5),
        Column(_("Rows"), "integer", 1),
    )
    rows = tuple(
        (sheet.name, ordinal(number, 1, paper.language) + heading, sheet.table.caption, len(sheet.table.rows))
        for sheet, heading, number in tables
    )
    listed = Sheet(_name(_("List of sheets")), Table(paper.title, columns, rows))
    return [listed, *(sheet for sheet, _heading, _number in tables)]


def cell(value: Value, kind: Kind) -> str | Decimal | date | datetime | None:
    """A value as a spreadsheet keeps it: text, number (points in per cent points), date, or nothing."""
    match value:
        case None:
            return _("no items") if kind == "percent" else None
        case bool():
            return _("yes") if value else _("no")
        case str():
            return visible(value) or None
        case datetime():
            return taipei_day(value) if kind == "date" else value
        case date():
            return value
        case Fraction():
            return decimal(value * 100 if kind == "points" else value)
    return Decimal(value)


def decimal(share: Fraction) -> Decimal:
    """Fifteen significant digits: what a spreadsheet keeps of any number."""
    return Decimal(f"{Decimal(share.numerator) / Decimal(share.denominator):.15g}")


def cells(table: Table, tick: Tick) -> Iterator[list[str | Decimal | date | datetime | None]]:
    """Row by row; `tick` hears of every hundredth."""
    kinds = [column.kind for column in table.columns]
    for place, row in enumerate(table.rows):
        if place % 100 == 0:
            tick()
        yield [cell(value, kind) for value, kind in zip(row, kinds, strict=True)]


def _name(words: str) -> str:
    """Cut where Excel counts: 31 UTF-16 units."""
    return (
        _FORBIDDEN.sub(" ", visible(words)).encode("utf-16-le")[: _NAME_LIMIT * 2].decode("utf-16-le", "ignore").strip()
    )
