"""The packet as CSV files in one zip: UTF-8 with a byte order mark, ISO dates, shares as decimal numbers.

A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers.
"""

import codecs
import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import chain
from typing import BinaryIO

from django.utils import translation

from datasets.rules.days import TAIPEI
from reports.packet.paper import Paper, Tick, quiet
from reports.packet.sheets import Sheet, cells, sheets
from reports.packet.zipped import Entry, zipped

_LIVE = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def render(paper: Paper, out: BinaryIO, tick: Tick = quiet) -> None:
    with translation.override(paper.language):
        zipped([Entry(f"{one.name}.csv", _file(one, tick)) for one in sheets(paper)], paper.written, out)


def _file(sheet: Sheet, tick: Tick) -> Iterator[bytes]:
    line = StringIO()
    write = csv.writer(line, lineterminator="\r\n")
    head = [one.title for one in sheet.table.columns]
    yield codecs.BOM_UTF8
    for row in chain([head], ([_shown(value) for value in row] for row in cells(sheet.table, tick))):
        write.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _shown(value: str | Decimal | date | datetime | None) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(TAIPEI).isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
    return f"'{value}" if value.lstrip(" \u00a0\u3000").startswith(_LIVE) else value
