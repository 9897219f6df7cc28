"""Workbooks as other programs write them, and as people leave them: all of one table, unless said otherwise."""

import io
import re
import zipfile
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from .case import Case, case, packed
from .odf import odf, sheet
from .sheets import ROWS, book

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml", b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
STACK = [
    ["縣市", "113年", None, None, None], [None, "上半年", None, "下半年", None], [None, "4G", "5G", "4G", "5G"],
    *([c, 1 + i, 2 + i, 3 + i, 4 + i] for i, c in enumerate("甲乙丙丁戊己")),
]


def cases() -> list[Case]:
    """Workbooks."""
    table = {"header_row": 1, "columns": 3, "rows": 2}

    def x(name: str, data: bytes, ok: bool = True, codes: str = "", **expect: object) -> Case:
        return case(f"book-{name}.xlsx", data, "XLSX", ok, codes, **({} if "corrupt" in codes else table | expect))

    plain = book()
    stray = book(lambda wb: wb.active.cell(3, 16_384, "x"))
    return [
        x("strict", edited(plain, lambda n, d: (n, _strict(d)))),
        x("macros", edited(plain, lambda n, d: (n, d.replace(MACRO[1], MACRO[0])))),
        x("prefixed", edited(plain, _prefixed)),
        x("names-with-backslashes", edited(plain, lambda n, d: (n.replace("/", "\\"), d))),
        x("names-in-capitals", edited(plain, lambda n, d: (n.replace("worksheets/s", "Worksheets/S"), d.replace(b"worksheets/s", b"Worksheets/S")))),
        x("without-places", edited(plain, lambda n, d: (n, re.sub(rb' r="[A-Z]+\d+"', b"", d) if "sheet1" in n else d))),
        x("wrong-extent", edited(plain, lambda n, d: (n, re.sub(rb"<dimension[^>]*/>", b'<dimension ref="A1"/>', d)))),
        x("whole-extent", edited(plain, lambda n, d: (n, re.sub(rb"<dimension[^>]*/>", b'<dimension ref="A1:XFD1048576"/>', d)))),
        x("words-behind-it", plain + b"<html>"),
        x("lines-before-it", b"\r\n" + plain),
        x("of-utf-16", edited(plain, _wide)),
        x("sheet-of-utf-16", edited(plain, lambda n, d: _wide(n, d) if "sheet1" in n else (n, d))),
        x("sheet-cut", edited(plain, lambda n, d: (n, d[:-30] if n.endswith("sheet1.xml") else d)), False, "corrupt"),
        x("chart-first", book(_chart_first)),
        x("hidden-first", book(_hidden_first)),
        x("stray-cell", stray, False, "ragged_rows"),
        x("stack-of-three", book(_merged, STACK), False, "stacked_header merged_cells", columns=5, rows=6),
        case("book-stray-cell.ods", odf("spreadsheet", sheet([ROWS[0], ROWS[1], [*ROWS[2], *[None] * 16_380, "x"]])), "ODS", False, "ragged_rows", **table),
    ]


def _wide(name: str, data: bytes) -> "tuple[str, bytes]":
    """A part in UTF-16, as some writers on Windows make all of them."""
    text = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return name, b"\xff\xfe" + text.encode("utf-16-le")


def edited(data: bytes, change: "Callable[[str, bytes], tuple[str, bytes]]") -> bytes:
    """The same workbook with every part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed(dict(change(name, archive.read(name)) for name in archive.namelist()))


def _strict(part: bytes) -> bytes:
    for usual, strict in STRICT.items():
        part = part.replace(usual, strict)
    return part


def _prefixed(name: str, part: bytes) -> "tuple[str, bytes]":
    if name.startswith("xl/worksheets/sheet"):
        part = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part.replace(b'xmlns="http', b'xmlns:x="http'))
    return name, part


def _chart_first(wb: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(wb.active, min_col=3, min_row=1, max_row=3))
    wb.create_chartsheet("圖").add_chart(chart)
    wb._sheets.reverse()


def _hidden_first(wb: Workbook) -> None:
    hidden = wb.create_sheet("隱藏", 0)
    hidden.append(["統計表"])
    hidden.sheet_state = "hidden"
    wb.active = 1


def _merged(wb: Workbook) -> None:
    for area in ("A1:A3", "B1:E1", "B2:C2", "D2:E2"):
        wb.active.merge_cells(area)
