"""XLSX, XLS, ODS and Parquet."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import polars
from openpyxl import Workbook

from .biff import in_a_circle, xls
from .case import Case, case
from .odf import odf, sheet

ROWS = [["縣市", "日期", "件數"], ["臺北市", date(2024, 4, 30), 5], ["新北市", date(2024, 5, 1), 6]]
STAMP = datetime(2024, 1, 1)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def cases() -> list[Case]:
    """Spreadsheets and Parquet."""
    return [*_xlsx(), *_xls(), *_ods(), *_parquet()]


def stable(data: bytes) -> bytes:
    """The same ZIP with fixed times, so that the corpus is made equal twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (2024, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, MODIFIED.sub(rb"\g<1>2024-01-01T00:00:00Z", old.read(info)))
    return out.getvalue()


def book(change: "Callable[[Workbook], object] | None" = None, rows: "list[list[object]]" = ROWS) -> bytes:
    """A workbook of these rows, changed before it is saved."""
    wb = openpyxl.Workbook()
    for row in rows:
        wb.active.append(row)
    if change:
        change(wb)
    wb.properties.created = wb.properties.modified = STAMP
    out = io.BytesIO()
    wb.save(out)
    return stable(out.getvalue())


def _second(wb: Workbook, rows: "list[list[object]]" = ROWS, name: str = "二") -> None:
    sheet = wb.create_sheet(name)
    for row in rows:
        sheet.append(row)


def _put(wb: Workbook, cell: str, value: object) -> None:
    wb.active[cell] = value


def _xlsx() -> list[Case]:
    def x(name: str, data: bytes, ok: bool, codes: str = "", **expect: object) -> Case:
        return case(name, data, "XLSX", ok, codes, **expect)

    title = [["統計表", None, None], *ROWS]
    group = [["縣市", "男", None, "女", None], [None, "人數", "比率", "人數", "比率"], ["甲", 1, 2, 3, 4], ["乙", 5, 6, 7, 8]]
    return [
        x("xlsx.xlsx", book(), True, header_row=1, columns=3, rows=2, newest_date="2024-05-01", stars=2),
        x("xlsx-named-zip.zip", book(), True, "format_mismatch", declared={"format": "ZIP"}, rows=2),
        x("xlsx-two-sheets.xlsx", book(_second), True, header_row=1, columns=3, rows=2),
        x("xlsx-second-sheet-bad.xlsx", book(lambda wb: _second(wb, title)), False, "title_above_header", rows=2),
        x("xlsx-title.xlsx", book(rows=title), False, "title_above_header", header_row=2, columns=3, rows=2),
        x("xlsx-title-merged.xlsx", book(lambda wb: wb.active.merge_cells("A1:C1"), title), False, "title_above_header merged_cells", header_row=2, rows=2),
        x("xlsx-merged-rows.xlsx", book(lambda wb: wb.active.merge_cells("A2:A3")), False, "merged_cells", header_row=1, columns=3),
        x("xlsx-stacked.xlsx", book(lambda wb: wb.active.merge_cells("B1:C1"), group), False, "stacked_header merged_cells", header_row=1, columns=5, rows=2),
        x("xlsx-formula.xlsx", book(lambda wb: _put(wb, "C4", "=SUM(C2:C3)") or _put(wb, "A4", "合計")), True, "formula_cells", header_row=1, columns=3),
        x("xlsx-header-only.xlsx", book(rows=ROWS[:1]), True, "header_only", header_row=1, columns=3, rows=0),
        x("xlsx-empty.xlsx", book(rows=[]), True, "no_rows"),
        x("xlsx-duplicate-header.xlsx", book(rows=[["a", "a"], [1, 2], [3, 4]]), False, "duplicate_header", rows=2),
        x("xlsx-empty-header.xlsx", book(rows=[["a", None, "c"], [1, "x", 2], [3, "y", 4]]), False, "empty_header", rows=2),
        x("xlsx-notes.xlsx", book(rows=[*ROWS, ["資料來源：通傳會", None, None]]), False, "ragged_rows", rows=3),
        x("xlsx-blank-row.xlsx", book(rows=[*ROWS, [None, None, None], ["桃園市", date(2024, 5, 2), 7]]), True, "blank_rows", rows=3),
        x("xlsx-two-tables.xlsx", book(rows=[*ROWS, [], ["業者", "年月", "用戶"], ["甲", 11304, 7], ["乙", 11304, 9]]), False, "several_tables blank_rows"),
        x("xlsx-offset.xlsx", book(rows=[[], [], *ROWS]), True, header_row=3, columns=3, rows=2),
        x("xlsx-no-header.xlsx", book(rows=[["甲", 1, 2], ["乙", 3, 4], ["丙", 5, 6]]), True, "no_header", header_row=None, rows=3, columns=3),
        x("xlsx-years.xlsx", book(rows=[["縣市", 2019, 2020, 2021], ["甲", 5, 6, 7], ["乙", 8, 9, 3]]), True, header_row=1, rows=2, columns=4),
        x("xlsx-padded.xlsx", book(rows=[["業者", "件數"], ["甲   ", 1], ["乙", 2]]), True, "padded_cells", rows=2),
        x("xlsx-roc-text-dates.xlsx", book(rows=[["日期", "件數"], ["113/04/30", 1], ["113/05/01", 2]]), True, rows=2, newest_date="2024-05-01"),
        x("xlsx-declared-fields.xlsx", book(), True, "field_missing", declared={"fields": ["縣市", "日期", "件數", "備註"], "format": "xlsx"}, rows=2),
        x("xlsx-hidden-sheet.xlsx", book(lambda wb: (_second(wb, title), setattr(wb.worksheets[1], "sheet_state", "hidden"))), True, rows=2),
        x("xlsx-trailing-format.xlsx", book(lambda wb: wb.active.cell(60, 9, " ")), True, rows=2, columns=3),
        x("xlsx-cut.xlsx", book()[:-400], False, "corrupt"),
    ]


def _xls() -> list[Case]:
    rows = [["縣市", "日期", "件數"], ["臺北市", "113/04/30", 5], ["新北市", "113/05/01", 6]]
    return [
        case("xls.xls", xls(rows), "XLS", True, header_row=1, columns=3, rows=2, stars=2, newest_date="2024-05-01"),
        case("xls-ends-before-it-begins.xls", xls(rows, first=16), "XLS", False, "corrupt"),
        case("xls-directory-in-a-circle.xls", in_a_circle(xls(rows)), "XLS", False, "corrupt"),
        case("xls-title.xls", xls([["統計表"], *rows]), "XLS", False, "title_above_header", header_row=2, rows=2),
        case("xls-declared-excel.xls", xls(rows), "XLS", True, declared={"format": "Excel"}, rows=2),
        case("xls-declared-xlsx.xlsx", xls(rows), "XLS", True, "format_mismatch", declared={"format": "XLSX"}, rows=2),
    ]


def ods(rows: "list[list[object]]", span: bool = False, formula: bool = False) -> bytes:
    """A spreadsheet of one sheet."""
    return odf("spreadsheet", sheet(rows, span, formula))


def _ods() -> list[Case]:
    return [
        case("ods.ods", ods(ROWS), "ODS", True, header_row=1, columns=3, rows=2, stars=3, newest_date="2024-05-01"),
        case("ods-title-spanned.ods", ods([["統計表", None, None], *ROWS], span=True), "ODS", False, "title_above_header merged_cells", header_row=2, rows=2),
        case("ods-formula.ods", ods(ROWS, formula=True), "ODS", True, "formula_cells", header_row=1, columns=3, rows=3),
        case("ods-named-xlsx.xlsx", ods(ROWS), "ODS", True, "format_mismatch", declared={"format": "XLSX"}, rows=2),
    ]


def parquet(frame: polars.DataFrame) -> bytes:
    """Parquet bytes of a frame."""
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()


def _parquet() -> list[Case]:
    frame = polars.DataFrame({"縣市": ["臺北市", "新北市"], "日期": [date(2024, 4, 30), date(2024, 5, 1)], "件數": [5, 6]})
    data = parquet(frame)
    return [
        case("parquet.parquet", data, "PARQUET", True, header_row=None, columns=3, rows=2, newest_date="2024-05-01", stars=3),
        case("parquet-no-rows.parquet", parquet(frame.clear()), "PARQUET", True, "header_only", columns=3, rows=0),
        case("parquet-cut.parquet", data[:-30], "PARQUET", False, "corrupt"),
        case("parquet-damaged-page.parquet", data[:8] + bytes(b ^ 0x55 for b in data[8:60]) + data[60:], "PARQUET", False, "corrupt"),
    ]
