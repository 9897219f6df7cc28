"""The packet as XLSX. Every text is written as text: no formula, no link.

What is longer than a cell holds continues on a sheet of its own.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from datasets.rules.days import TAIPEI
from reports.packet.fonts import FAMILY
from reports.packet.paper import NUMBERS, Column, Kind, Paper, Table, Tick, quiet
from reports.packet.sheets import Sheet, cells, sheets
from reports.packet.text import split_utf16

LIMIT = 32_767
"""UTF-16 units in a cell; Excel calls a longer one damage."""
_ROOM = LIMIT - 200  # for the words that say where it continues

_NUMBERS: dict[Kind, str] = {
    "integer": "#,##0",
    "decimal": "#,##0.0##",
    "percent": "0.0%",
    "points": "+0.0;-0.0;0.0",
}
_DATES = {"zh-hant": '[$-404]e"年"m"月"d"日"', "en": "yyyy-mm-dd"}


def render(paper: Paper, out: BinaryIO, tick: Tick = quiet) -> None:
    with translation.override(paper.language):
        _Workbook(paper, out, tick).write()


class _Workbook:
    def __init__(self, paper: Paper, out: BinaryIO, tick: Tick) -> None:
        self.paper, self.tick = paper, tick
        # Rows go to a temporary file as they come, so texts stand in their cells and not in a shared list.
        self.book = xlsxwriter.Workbook(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
        # Noto is named where it is there; Excel falls back to the machine's own CJK font.
        head = {"bold": True, "bg_color": "#E8EDF3", "font_color": "#162E51", "bottom": 1, "valign": "vcenter"}
        self.head, self.head_number = self._format(**head), self._format(**head, align="right")
        self.formats = {kind: self._format(num_format=shown) for kind, shown in _NUMBERS.items()}
        self.day = self._format(num_format=_DATES.get(paper.language, _DATES["en"]), align="left")
        self.moment = self._format(num_format="yyyy-mm-dd hh:mm", align="left")
        self.text = self._format(num_format="@")
        self.continued: list[tuple[str, str, int, str]] = []

    def _format(self, **look: object) -> Format:
        return self.book.add_format({"font_name": FAMILY, "font_size": 10, "valign": "top", "text_wrap": True, **look})

    def write(self) -> None:
        self.book.set_properties(
            {"title": self.paper.title, "author": self.paper.agency, "created": self.paper.written.replace(tzinfo=None)}
        )
        for sheet in sheets(self.paper):
            self._sheet(sheet)
        if self.continued:
            columns = (
                Column(_("Sheet"), width=4),
                Column(_("Cell")),
                Column(_("Part"), "integer"),
                Column(_("Text"), width=12),
            )
            self._sheet(Sheet(_("Continued texts"), Table("", columns, tuple(self.continued))))
        self.book.close()

    def _sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        for place, column in enumerate(sheet.table.columns):
            page.set_column(place, place, 6 + 5 * column.width)
            page.write_string(0, place, column.title, self.head_number if column.kind in NUMBERS else self.head)
        for row, values in enumerate(cells(sheet.table, self.tick), 1):
            for place, (value, column) in enumerate(zip(values, sheet.table.columns, strict=True)):
                self._cell(page, row, place, value, column.kind)
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.autofilter(0, 0, max(1, len(sheet.table.rows)), len(sheet.table.columns) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        pages = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
        page.set_footer(f"&L{self.paper.watermark}&C{pages}")

    def _cell(self, page: Worksheet, row: int, place: int, value: object, kind: Kind) -> None:
        match value:
            case str():
                page.write_string(row, place, self._fitting(value, page, row, place), self.text)
            case Decimal():
                page.write_number(row, place, float(value), self.formats.get(kind, self.formats["decimal"]))
            case datetime():
                page.write_datetime(row, place, value.astimezone(TAIPEI).replace(tzinfo=None), self.moment)
            case date():
                page.write_datetime(row, place, datetime(value.year, value.month, value.day), self.day)  # noqa: DTZ001

    def _fitting(self, text: str, page: Worksheet, row: int, place: int) -> str:
        """The text, or its first part and where the rest stands."""
        if len(text) * 2 <= LIMIT or len(text.encode("utf-16-le")) // 2 <= LIMIT:
            return text
        first, *rest = split_utf16(text, _ROOM)
        at = xl_rowcol_to_cell(row, place)
        self.continued += [(page.get_name(), at, part, words) for part, words in enumerate(rest, 2)]
        said = _("[continued %(part)s of %(parts)s in sheet “%(sheet)s”]") % {
            "part": 2,
            "parts": len(rest) + 1,
            "sheet": _("Continued texts"),
        }
        return f"{first}\n{said}"
