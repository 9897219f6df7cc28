"""Large XLS of Excel 97 and later, row by row: calamine holds a whole sheet twice, 100 MB for 600,000 cells.

Source: [MS-XLS], the records of the workbook stream. What is unusual is left to calamine, as are small files.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import olefile

from quality.checker.budget import Budget
from quality.checker.parse.bigbook import OtherError, narrowed
from quality.checker.parse.bookparts import Strings, is_dated, shown_day, shown_number
from quality.checker.parse.source import Source

MANY = 250_000
"""Cells, or places of a sheet, from which on a workbook is read here."""
_HEAD = struct.Struct("<HH")
_CELL = struct.Struct("<HHH")
BEGIN, END, CONTINUE, LOCKED = 0x809, 0x0A, 0x3C, 0x2F
BOUND, TEXTS, FORMAT, STYLE, EPOCH = 0x85, 0xFC, 0x41E, 0xE0, 0x22
LABEL, RICH, SHARED, NUMBER, RK, TRUTH, FORMULA = 0x204, 0xD6, 0xFD, 0x203, 0x27E, 0x205, 0x06
ONE = frozenset({LABEL, RICH, SHARED, NUMBER, RK, TRUTH, FORMULA})
"""Records of one cell."""
MANY_RK, TEXT, MERGED = 0xBD, 0x207, 0xE5
BIFF8 = 0x600
Record = tuple[int, int, int]
"""A record's kind, and where its bytes begin and end."""


class Run:
    """The bytes of a record and of those that continue it."""

    def __init__(self, data: bytes, parts: list[tuple[int, int]]) -> None:
        self._data, self._parts = data, iter(parts)
        self._at, self._end = next(self._parts)

    def _next(self) -> None:
        self._at, self._end = next(self._parts, (0, 0))
        if not self._end:
            raise OtherError

    def take(self, count: int) -> bytes:
        """So many bytes."""
        out = b""
        while len(out) < count:
            if self._at == self._end:
                self._next()
            begin, self._at = self._at, min(self._end, self._at + count - len(out))
            out += self._data[begin : self._at]
        return out

    def text(self, count: int, wide: int) -> str:
        """So many characters, of two bytes or one; a part that goes on says again of how many."""
        out = ""
        while count:
            if self._at == self._end:
                self._next()
                wide = self.take(1)[0] & 1
            many = min(count, (self._end - self._at) >> wide)
            if not many:
                raise OtherError
            out += self.take(many << wide).decode("utf-16-le" if wide else "latin-1", "replace")
            count -= many
        return out


class Book:
    """An open workbook. Raises OtherError, struct.error, LookupError, and what olefile raises.

    `merged` takes the merged cells of each sheet, by its number from 0, once its rows were read.
    """

    def __init__(self, source: Source, budget: Budget, merged: Counter[int]) -> None:
        with olefile.OleFileIO(source.file) as file:
            if not file.exists("Workbook"):
                raise OtherError
            self._data: bytes = file.openstream("Workbook").read()
        self._budget, self._merged = budget, merged
        self._start = datetime.fromisoformat("1899-12-30")
        self._texts = Strings()
        self._styles: list[int] = []
        self._codes: dict[int, str] = {}
        self._sheets: list[tuple[str, int]] = []
        self._globals()
        self._dated = {i for i, number in enumerate(self._styles) if is_dated(number, self._codes.get(number))}

    def _records(self, at: int) -> Iterator[Record]:
        """Of one substream, up to its end."""
        if self._data[at : at + 2] != BEGIN.to_bytes(2, "little") or self._short(at + 4) != BIFF8:
            raise OtherError
        while at + 4 <= len(self._data):
            kind, length = _HEAD.unpack_from(self._data, at)
            if kind == END:
                return
            if kind == LOCKED:
                raise OtherError
            yield kind, at + 4, at + 4 + length
            at += 4 + length
        raise OtherError

    def _short(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 2], "little")

    def _long(self, at: int) -> int:
        return int.from_bytes(self._data[at : at + 4], "little")

    def _globals(self) -> None:
        data, shared = self._data, list[tuple[int, int]]()
        before = 0
        for kind, at, end in self._records(0):
            if kind == TEXTS or (kind == CONTINUE and before == TEXTS):
                shared.append((at, end))
            elif kind == BOUND and data[at + 4] == data[at + 5] == 0:
                self._sheets.append((self._text(data[at + 6], at + 7), self._long(at)))
            elif kind == STYLE:
                self._styles.append(self._short(at + 2))
            elif kind == FORMAT:
                self._codes[self._short(at)] = self._text(self._short(at + 2), at + 4)
            elif kind == EPOCH and self._short(at):
                self._start = datetime.fromisoformat("1904-01-01")
            before = before if kind == CONTINUE else kind
        self._share(shared)

    def _share(self, parts: list[tuple[int, int]]) -> None:
        """Take in the texts that cells point to."""
        if not parts:
            return
        run = Run(self._data, parts)
        for number in range(int.from_bytes(run.take(8)[4:], "little")):
            if number % 10_000 == 0:
                self._budget.tick()
            count, flags = struct.unpack("<HB", run.take(3))
            runs = int.from_bytes(run.take(2), "little") if flags & 8 else 0
            more = int.from_bytes(run.take(4), "little") if flags & 4 else 0
            self._texts.keep(run.text(count, flags & 1))
            run.take(runs * 4 + more)

    def _text(self, count: int, at: int) -> str:
        """A text inside one record: how it is written, then its characters."""
        wide = self._data[at] & 1
        return self._data[at + 1 : at + 1 + (count << wide)].decode("utf-16-le" if wide else "latin-1", "replace")

    def each(self) -> Iterator[tuple[str, int, Iterator[tuple[str, ...]]]]:
        """Name, number and rows of each visible sheet, as `bigbook` gives them."""
        for number, (name, at) in enumerate(self._sheets):
            yield name, number, narrowed(self._every(at, number))

    def _every(self, at: int, number: int) -> Iterator[list[str]]:
        row, texts = 0, list[str]()
        for place, column, values in self._cells(at, number):
            if place < row:
                raise OtherError
            while row < place:
                yield texts
                row, texts = row + 1, []
            if column > len(texts):
                texts += [""] * (column - len(texts))
            texts[column : column + len(values)] = values
        if texts:
            yield texts

    def _cells(self, start: int, number: int) -> Iterator[tuple[int, int, list[str]]]:
        """The row, the first column and the values of each record that holds any."""
        data, waiting = self._data, (0, 0)
        for count, (kind, at, end) in enumerate(self._records(start)):
            if count % 10_000 == 0:
                self._budget.tick()
            if kind in ONE:
                row, column, style = _CELL.unpack_from(data, at)
                waiting = row, column  # the text of a formula follows it
                yield row, column, [self._value(kind, at + 6, style)]
            elif kind == MANY_RK:
                pairs = struct.iter_unpack("<H4s", data[at + 4 : end - 2])
                yield self._short(at), self._short(at + 2), [self._number(style, _rk(rk)) for style, rk in pairs]
            elif kind == TEXT:
                yield *waiting, [self._text(self._short(at), at + 2)]
            elif kind == MERGED:
                self._merged[number] += self._short(at)

    def _value(self, kind: int, at: int, style: int) -> str:
        data = self._data
        if kind == SHARED:
            return self._texts.raw(self._long(at)).decode()
        if kind == RK:
            return self._number(style, _rk(data[at : at + 4]))
        if kind in (LABEL, RICH):
            return self._text(self._short(at), at + 2)
        if kind == TRUTH:
            return "" if data[at + 1] else str(bool(data[at]))  # an error is shown as nothing
        if kind == FORMULA and data[at + 6 : at + 8] == b"\xff\xff":
            return str(bool(data[at + 2])) if data[at] == 1 else ""
        return self._number(style, struct.unpack_from("<d", data, at)[0])

    def _number(self, style: int, value: float) -> str:
        return shown_day(value, self._start) if style in self._dated else shown_number(value)


def _rk(packed: bytes) -> float:
    """A number in four bytes: a whole one or the upper half of a float, perhaps times a hundred."""
    (bits,) = struct.unpack("<i", packed)
    value: float = bits >> 2 if bits & 2 else struct.unpack("<d", struct.pack("<ii", 0, bits & ~3))[0]
    return value / 100 if bits & 1 else float(value)
