"""What a workbook's own bytes show before it is read: its size, formulas, merged cells; and whether it may be read."""

import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile
import python_calamine as calamine

from quality.checker.budget import Budget, ExceededError
from quality.checker.parse import bigbook, narrow
from quality.checker.parse.source import Source

MAX_XML = 256 * 1024**2
"""Bytes of unpacked sheet XML that the reader may hold at once; beyond it a workbook is `too_large` to be judged."""
_XML = (".xml", ".rels")
_FORMULA = {"XLSX": re.compile(rb"<(?:\w+:)?f[ >/]"), "ODS": re.compile(rb"table:formula=\"")}
_SPAN = {
    "XLSX": re.compile(rb"<(?:\w+:)?mergeCell\s"),
    "ODS": re.compile(rb"table:number-(?:columns|rows)-spanned=\"(?!1\")"),
}
_REPEATED = re.compile(
    rb"<table:table-row\b[^>]*number-rows-repeated=\"(\d{4,9})\"[^>]*>\s*(?:<table:table-cell\b[^>]*/>\s*)*"
    rb"<table:table-cell\b[^>]*value-type="
)
ROW = 32
"""Bytes that a cell of a repeated row takes at least."""
_RECORD = struct.Struct("<HHHH")
BEGIN, FORMULA, EXTENT, LOCK = 0x809, 0x06, 0x200, 0x2F
CELLS = frozenset({FORMULA, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
"""Records of XLS that begin with a row and a column, those of blank cells left out."""
MOST_ROWS, MOST_COLUMNS = 1 << 16, 1 << 8
"""Of a sheet of XLS."""
SPARSE = 16
"""Places for each filled cell, from which on a large sheet is called sparse."""


@dataclass(slots=True)
class Marks:
    """Formulas and merged cells by the sheet's number, of ODS under 0; bytes of XML; cells of the largest sheet."""

    formulas: Counter[int] = field(default_factory=Counter)
    merged: Counter[int] = field(default_factory=Counter)
    size: int = 0
    cells: int = 0
    wide: bool = False
    """Whether any of the XML is UTF-16."""

    @property
    def large(self) -> bool:
        """Whether a reader that holds every place of a sheet would hold too much: one stray cell is enough."""
        return self.size > bigbook.LARGE or self.cells > bigbook.MANY


def read(source: Source, kind: str) -> Marks:
    """What the raw XML shows; the budget is spent on the way."""
    marks = Marks()
    if kind == "XLS":
        _binary(source, marks)
        return marks
    with zipfile.ZipFile(source.file) as archive:
        if kind == "ODS" and is_locked(archive):
            raise calamine.PasswordError("manifest")
        for info in archive.infolist():
            number = _sheet_number(info.filename, kind)
            for place, piece in enumerate(_pieces(archive, info, source.budget)):
                marks.wide |= not place and info.filename.endswith(_XML) and piece[:2] in narrow.MARKS
                marks.size += len(piece) if info.filename.endswith((".xml", ".bin")) else 0
                if marks.size > MAX_XML:
                    raise ExceededError("too_large")
                if number is not None:
                    _repeated(piece, source.budget)
                    marks.cells = max(marks.cells, bigbook.extent(piece))
                    marks.formulas[number] += len(_FORMULA[kind].findall(piece))
                    marks.merged[number] += len(_SPAN[kind].findall(piece))
    return marks


def is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file is encrypted: its members are noise then, and its manifest says how to read them."""
    try:
        with archive.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(1 << 20)
    except KeyError:
        return False


def has_workbook(source: Source) -> bool:
    """Whether an XLSX has the part that names its sheets: the reader takes one without it for an empty one."""
    with zipfile.ZipFile(source.file) as archive:
        return any("workbook." in name.lower() for name in archive.namelist() if not name.endswith(".rels"))


def _repeated(piece: bytes, budget: Budget) -> None:
    """Rows of an ODS that are written once for many: the reader unpacks them as if they were many."""
    for count in _REPEATED.findall(piece):
        budget.spend(int(count) * ROW)


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


def _binary(source: Source, marks: Marks) -> None:
    """Of an XLS: a chain of (id, length, bytes); where it names a cell far away, the reader would hold all between."""
    try:
        with olefile.OleFileIO(source.file) as file:
            circle = _has_endless_directory(file)
            data = b"" if circle else file.openstream("Workbook" if file.exists("Workbook") else "Book").read()
    except Exception:
        return
    if circle:
        raise ValueError("directory in a circle")
    position = filled = extent = bottom = right = 0
    while position + 8 <= len(data):
        kind, length, row, column = _RECORD.unpack_from(data, position)
        if kind == LOCK:  # the reader knows one of its two kinds
            raise calamine.PasswordError("FILEPASS")
        if kind == EXTENT:
            _check_extent(data[position + 4 : position + 4 + length])
        position += 4 + length
        if kind == BEGIN:
            bottom = right = 0
        elif kind in CELLS:
            filled += 1
            if row >= bottom or column >= right:
                bottom, right = max(bottom, row + 1), max(right, column + 1)
                extent = max(extent, bottom * right)
            marks.formulas[0] += kind == FORMULA
    marks.cells = max(extent, filled)
    if extent > bigbook.MANY and extent > filled * SPARSE:
        raise ExceededError("too_large")


def _has_endless_directory(file: olefile.OleFileIO) -> bool:
    """Whether the directory's chain of sectors runs in a circle: the reader would follow it until no memory is left.

    Of all other chains it knows the length.
    """
    sector = file.first_dir_sector
    for _ in range(len(file.fat) + 1):
        if sector >= len(file.fat):
            return False
        sector = file.fat[sector]
    return True


def _check_extent(record: bytes) -> None:
    """Raises ValueError where the places of a sheet's cells end before they begin, or no sheet has so many.

    The reader makes room for all of them, and the process dies of it.
    """
    if len(record) >= 10:
        top, bottom, left, right = struct.unpack_from("<IIHH" if len(record) >= 14 else "<HHHH", record)
        if not (top <= bottom <= MOST_ROWS and left <= right <= MOST_COLUMNS):
            raise ValueError("extent of a sheet")
