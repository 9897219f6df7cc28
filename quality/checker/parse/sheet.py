"""XLSX, XLS and ODS: every sheet's values by calamine, merged cells and formulas from the file itself."""

import datetime
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

import python_calamine as calamine

from quality.checker.budget import ExceededError
from quality.checker.parse import bigbook, bigxls, bookmarks, narrow, oldbook
from quality.checker.parse.damage import DAMAGED, corrupt, is_panic
from quality.checker.parse.grid import Rows
from quality.checker.parse.source import Source
from quality.checker.table import Parsed, Table
from quality.checker.types import Finding


def parse(source: Source, kind: str) -> Parsed:
    """Read all sheets that hold anything."""
    head = source.head[:8]
    if kind == "XLSX" and head.startswith(b"\xd0\xcf"):
        return Parsed(kind, False, faults=(Finding("encrypted", "error", {"name": source.name_hint}),))
    try:
        marks = bookmarks.read(source, kind)
        if marks.wide:
            with narrow.rewritten(source) as inner:
                return parse(inner, kind)
        tables = _large(source, kind, marks)
        tables = tuple(_sheets(source, kind, marks)) if tables is None else tables
        if not tables and kind == "XLSX" and not bookmarks.has_workbook(source):
            return Parsed(kind, False, faults=(corrupt("workbook"),))
    except calamine.PasswordError:
        return Parsed(kind, False, faults=(Finding("encrypted", "error", {"name": source.name_hint}),))
    except ExceededError:
        raise
    except (calamine.CalamineError, *DAMAGED) as error:
        return Parsed(kind, False, faults=(corrupt(error),))
    except BaseException as error:
        if not is_panic(error):
            raise
        return Parsed(kind, False, faults=(corrupt(error),))
    newest = max(filter(None, (table.newest for table in tables)), default=None)
    return Parsed(kind, True, tables=tables, newest=newest)


def _large(source: Source, kind: str, marks: bookmarks.Marks) -> tuple[Table, ...] | None:
    """The tables of a large XLSX or XLS, read row by row; None where only the other reader can."""
    try:
        if kind == "XLSX" and marks.large:
            with zipfile.ZipFile(source.file) as archive:
                return _tables(bigbook.Book(archive, source.budget), source, marks)
        if kind == "XLS" and marks.cells > bigxls.MANY:
            return _tables(bigxls.Book(source, source.budget, marks.merged), source, marks)
    except (bigbook.OtherError, LookupError, ValueError, OverflowError, struct.error):
        pass
    return None


def _tables(book: bigbook.Book | bigxls.Book, source: Source, marks: bookmarks.Marks) -> tuple[Table, ...] | None:
    tables = []
    for name, number, cells in book.each():
        rows = Rows()
        for row in cells:
            rows.add(row)
        if rows.filled:
            counts = {"merged": marks.merged[number], "formulas": marks.formulas[number]}
            tables.append(rows.table(name=name, **counts, until=source.today))
    return tuple(tables) or None


def _sheets(source: Source, kind: str, marks: bookmarks.Marks) -> Iterator[Table]:
    old = oldbook.opened(source) if kind == "XLS" else None
    with source.open() as file:
        book = calamine.CalamineWorkbook.from_filelike(old[0] if old else file)
    first = True
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet or meta.visible != calamine.SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(index)
        source.budget.tick()
        if not sheet.height:
            continue
        merged = len(sheet.merged_cell_ranges or ()) if kind != "ODS" else marks.merged[0] if first else 0
        count = marks.formulas[index + 1] if kind == "XLSX" else marks.formulas[0] if first else 0
        first = False
        yield _table(meta.name, sheet, merged, count, source, old[1] if old else None)


def _table(name: str, sheet: Any, merged: int, formulas: int, source: Source, restore: oldbook.Restore | None) -> Table:
    """One pass over a sheet's rows."""
    rows = Rows()
    name = restore(name) if restore else name
    for number, cells in enumerate(sheet.iter_rows()):
        row = map(_text, cells)
        rows.add(tuple(map(restore, row) if restore else row))
        if number % 10_000 == 0:
            source.budget.tick()
    return rows.table(name=name, merged=merged, formulas=formulas, until=source.today)


def _text(value: Any) -> str:
    """A cell as a reader sees it: whole numbers without .0, dates in ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)
