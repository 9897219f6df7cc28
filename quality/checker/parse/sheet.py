"""XLSX, XLS and ODS: every sheet's values by calamine, merged cells and formulas from the file itself."""

import datetime
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import olefile
import python_calamine as calamine

from quality.checker.budget import Budget, ExceededError
from quality.checker.parse import bigbook, oldbook
from quality.checker.parse.damage import DAMAGED, corrupt, is_panic
from quality.checker.parse.grid import Rows
from quality.checker.parse.source import Source
from quality.checker.table import Parsed, Table
from quality.checker.types import Finding

MAX_XML = 256 * 1024**2
"""Bytes of unpacked sheet XML that the reader may hold at once; beyond it a workbook is `too_large` to be judged."""
_FORMULA = {"XLSX": re.compile(rb"<(?:\w+:)?f[ >/]"), "ODS": re.compile(rb"table:formula=\"")}
_SPAN = {
    "XLSX": re.compile(rb"<(?:\w+:)?mergeCell\s"),
    "ODS": re.compile(rb"table:number-(?:columns|rows)-spanned=\"(?!1\")"),
}


def parse(source: Source, kind: str) -> Parsed:
    """Read all sheets that hold anything."""
    head = source.head[:8]
    if kind == "XLSX" and head.startswith(b"\xd0\xcf"):
        return Parsed(kind, False, faults=(Finding("encrypted", "error", {"name": source.name_hint}),))
    try:
        marks = _marks(source, kind)
        tables = _large(source, marks) if kind == "XLSX" and marks.large else None
        tables = tuple(_sheets(source, kind, marks)) if tables is None else tables
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


@dataclass(slots=True)
class Marks:
    """Formulas and merged cells by the sheet's number, of ODS under 0; bytes of XML; cells of the largest sheet."""

    formulas: Counter[int] = field(default_factory=Counter)
    merged: Counter[int] = field(default_factory=Counter)
    size: int = 0
    cells: int = 0

    @property
    def large(self) -> bool:
        """Whether a reader that holds every place of a sheet would hold too much: one stray cell is enough."""
        return self.size > bigbook.LARGE or self.cells > bigbook.MANY


def _marks(source: Source, kind: str) -> Marks:
    """What the raw XML shows; the budget is spent on the way."""
    marks = Marks()
    if kind == "XLS":
        marks.formulas[0] = _biff_formulas(source)
        return marks
    with zipfile.ZipFile(source.path) as archive:
        for info in archive.infolist():
            number = _sheet_number(info.filename, kind)
            for piece in _pieces(archive, info, source.budget):
                marks.size += len(piece) if info.filename.endswith((".xml", ".bin")) else 0
                if marks.size > MAX_XML:
                    raise ExceededError("too_large")
                if number is not None:
                    marks.cells = max(marks.cells, bigbook.extent(piece))
                    marks.formulas[number] += len(_FORMULA[kind].findall(piece))
                    marks.merged[number] += len(_SPAN[kind].findall(piece))
    return marks


def _sheet_number(name: str, kind: str) -> int | None:
    if kind == "ODS":
        return 0 if name == "content.xml" else None
    found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name, re.IGNORECASE)
    return int(found[1]) if found else None


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """A member's bytes; each piece repeats the last few of the one before, so that no mark is cut in two."""
    if info.flag_bits & 1:
        raise calamine.PasswordError(info.filename)
    with archive.open(info) as stream:
        while piece := stream.read(1 << 18):
            budget.spend(len(piece))
            budget.tick()
            yield piece


def _biff_formulas(source: Source) -> int:
    """FORMULA records (0x0006) of an XLS: the stream is a chain of (id, length, bytes)."""
    try:
        with olefile.OleFileIO(source.path) as file:
            name = "Workbook" if file.exists("Workbook") else "Book"
            data = file.openstream(name).read()
    except Exception:
        return 0
    count = position = 0
    while position + 4 <= len(data):
        count += data[position : position + 2] == b"\x06\0"
        position += 4 + int.from_bytes(data[position + 2 : position + 4], "little")
    return count


def _large(source: Source, marks: Marks) -> tuple[Table, ...] | None:
    """The tables of a large XLSX, read row by row; None where only the other reader can."""
    tables = []
    try:
        with zipfile.ZipFile(source.path) as archive:
            book = bigbook.Book(archive, source.budget)
            for sheet in book.sheets:
                rows = Rows()
                for row in book.rows(sheet):
                    rows.add(row)
                if rows.filled:
                    counts = {"merged": marks.merged[sheet.number], "formulas": marks.formulas[sheet.number]}
                    tables.append(rows.table(name=sheet.name, **counts, until=source.today))
    except (bigbook.OtherError, LookupError, ValueError, OverflowError):
        return None
    return tuple(tables)


def _sheets(source: Source, kind: str, marks: Marks) -> Iterator[Table]:
    old = oldbook.opened(source) if kind == "XLS" else None
    with source.path.open("rb") as file:
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
