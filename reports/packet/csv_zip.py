"""The packet as CSV files in one zip: UTF-8 with a byte order mark, ISO dates, shares as decimal numbers.

A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers.
"""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from django.utils import translation

from datasets.rules.days import TAIPEI
from reports.packet.paper import Paper
from reports.packet.sheets import Sheet, cells, sheets
from reports.packet.zipped import Entry, zipped

_LIVE = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def render(paper: Paper) -> bytes:
    with translation.override(paper.language):
        return zipped([Entry(f"{one.name}.csv", _file(one)) for one in sheets(paper)], paper.written)


def _file(sheet: Sheet) -> bytes:
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(column.title for column in sheet.table.columns)
    write.writerows([_shown(value) for value in row] for row in cells(sheet.table))
    return out.getvalue().encode("utf-8-sig")


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
    return f"'{value}" if value.lstrip(" ").startswith(_LIVE) else value
