"""Large XLSX, row by row: calamine holds a whole sheet, which takes 100 MB for 200,000 rows. Small ones stay with it.

Cells are cut out of the sheet's XML by patterns; one that they do not fit is no such workbook, and calamine reads it.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from quality.checker.budget import Budget
from quality.checker.parse.bookparts import Strings, column_of, dated_styles, pairs, plain, shown_day, shown_number

LARGE = 24 * 1024**2
"""Bytes of unpacked XML from which on a workbook is read here."""
MANY = 1_000_000
"""Cells between the first and the last of a sheet, filled or not, from which on it is too."""
PIECE = 1 << 18
HEAD = 300
"""Rows that show which columns are empty."""
LONGEST = 8 * 1024**2
"""Bytes of one row or string."""
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_EXTENT = re.compile(rb"<(?:\w+:)?dimension ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ROW = re.compile(rb"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_END = re.compile(rb"</(?:\w+:)?worksheet>")
_NUMBER = re.compile(rb"\br=\"(\d{1,7})\"")
_CELL = re.compile(
    rb"<c r=\"([A-Z]{1,3})\d+\"(?: s=\"(\d+)\")?(?: t=\"(\w+)\")?\s*(?:/>|>(?:<f[^>]*?/>|<f[^>]*>[^<]*</f>)?"
    rb"(?:<v>([^<]*)</v>|<v/>|<is><t[^>]*>([^<]*)</t></is>)?</c>)"
)
_STRING = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)


def extent(piece: bytes) -> int:
    """How many cells the sheet says that it has, where it says so in this piece."""
    found = _EXTENT.search(piece, 0, 4096)
    if not found:
        return 0
    left, top, right, bottom = column_of(found[1]), int(found[2]), column_of(found[3]), int(found[4])
    return (right - left + 1) * (bottom - top + 1)


class OtherError(Exception):
    """Not written as nearly all are: for the patient reader."""


def narrowed(every: Iterator[list[str]]) -> Iterator[tuple[str, ...]]:
    """Rows as wide as the widest before, without the columns that are empty at the left in the first `HEAD` of them."""
    head = list(islice(every, HEAD))
    left = min((i for row in head for i, cell in enumerate(row) if cell), default=0)
    width = 0
    for texts in chain(head, every):
        if any(texts[:left]):
            raise OtherError
        width = max(width, len(texts))
        yield (*texts[left:], *[""] * (width - max(left, len(texts))))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its name, its member, and the number in that."""

    name: str
    member: str
    number: int


class Book:
    """An open workbook. Raises OtherError, and what zipfile raises."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget) -> None:
        self._archive, self._budget = archive, budget
        self._names = set(archive.namelist())
        head = self._small("xl/workbook.xml")
        self._start = (
            datetime.fromisoformat("1904-01-01") if b'date1904="1"' in head else datetime.fromisoformat("1899-12-30")
        )
        self.sheets = list(self._sheets(head))
        self._dated = dated_styles(self._small("xl/styles.xml"))
        self._strings = Strings()
        if "xl/sharedStrings.xml" in self._names:
            for found in self._found("xl/sharedStrings.xml", _STRING, b"</si>"):
                self._strings.add(found[1] or b"")

    def _small(self, name: str) -> bytes:
        if name not in self._names:
            return b""
        with self._archive.open(name) as stream:
            return stream.read(LONGEST)

    def _sheets(self, head: bytes) -> Iterator[Sheet]:
        relations = map(pairs, _RELATION.findall(self._small("xl/_rels/workbook.xml.rels")))
        targets = {given.get("Id", ""): given.get("Target", "") for given in relations}
        for given in map(pairs, _SHEET.findall(head)):
            member = posixpath.normpath(posixpath.join("/xl", targets.get(given.get("r:id", ""), ""))).lstrip("/")
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", member)
            if given.get("state", "visible") == "visible" and number:
                yield Sheet(given.get("name", ""), member, int(number[1]))

    def _found(self, name: str, what: re.Pattern[bytes], end: bytes) -> "Iterator[re.Match[bytes]]":
        """What is found in a member, piece by piece."""
        with self._archive.open(name) as stream:
            carry = b""
            while piece := stream.read(PIECE):
                self._budget.tick()
                whole, mark, carry = (carry + piece).rpartition(end)
                if len(carry) > LONGEST:
                    raise OtherError
                yield from what.finditer(whole + mark)
            self._rest = carry
            yield from what.finditer(carry)

    _rest = b""
    """What a member ends in, behind the last thing found."""

    def each(self) -> Iterator[tuple[str, int, Iterator[tuple[str, ...]]]]:
        """Name, number and rows of each visible sheet."""
        for sheet in self.sheets:
            yield sheet.name, sheet.number, self.rows(sheet)

    def rows(self, sheet: Sheet) -> Iterator[tuple[str, ...]]:
        """Every row from the first on, as wide as the widest before it, without the columns that are empty at the left.

        Raises OtherError also where such a column is filled far below.
        """
        return narrowed(self._every(sheet))

    def _every(self, sheet: Sheet) -> Iterator[list[str]]:
        """The cells of every row, of those that the file leaves out too."""
        number = 0
        for found in self._found(sheet.member, _ROW, b"</row>"):
            stated = _NUMBER.search(found[1])
            for _ in range(number, (int(stated[1]) if stated else number + 1) - 1):
                yield []
                number += 1
            number += 1
            yield self._cells(found[2] or b"")
        if not _END.search(self._rest):
            raise zipfile.BadZipFile("the sheet ends before its end")

    def _cells(self, row: bytes) -> list[str]:
        cells = _CELL.findall(row)
        if len(cells) != row.count(b"<c ") or b"<c>" in row:
            raise OtherError
        texts: list[str] = []
        for letters, style, kind, value, inline in cells:
            column = column_of(letters)
            if column > len(texts):
                texts += [""] * (column - len(texts))
            texts.append(self._value(style, kind, value) if value else plain(inline))
        return texts

    def _value(self, style: bytes, kind: bytes, value: bytes) -> str:
        if kind == b"s":
            return self._strings[int(value)]
        if kind == b"b":
            return "True" if value == b"1" else "False"
        if kind not in (b"", b"n"):
            return plain(value)
        if style in self._dated:
            return shown_day(float(value), self._start)
        if value.isdigit():
            return value.decode()
        return shown_number(float(value))
