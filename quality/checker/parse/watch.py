"""Columns watched while a file is scanned: whether one holds anything, and its newest date. No sample."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from quality.checker import dates
from quality.checker.parse.marks import QUOTE, RETURN, Bytes, Positions

Words = npt.NDArray[np.uint64]
MAX_WIDTH = 32
WORD = 8


class Watch(Protocol):
    """Sees each cell of one column, by the thousand or one by one."""

    column: int

    def take(self, buffer: bytes, data: Bytes, begin: Positions, stop: Positions) -> None:
        """Cells lie at buffer[begin:stop], quotes included."""

    def see(self, text: str) -> None:
        """One cell."""


class Filled:
    """Whether any cell of a column without a name holds something."""

    def __init__(self, column: int) -> None:
        self.column, self.found = column, False

    def take(self, buffer: bytes, data: Bytes, begin: Positions, stop: Positions) -> None:
        if self.found:
            return
        likely = np.flatnonzero((stop > begin) & (data[begin] != RETURN))
        self.found = any(buffer[begin[i] : stop[i]].strip(b' "\r\t') for i in likely[:10_000].tolist())

    def see(self, text: str) -> None:
        self.found = self.found or bool(text.strip())


class Newest:
    """The newest date of a column.

    Where all cells of a chunk are written alike (the same length, digits at the same places), the largest is found by
    comparing digits; else every distinct cell is read.
    """

    def __init__(self, column: int, header: str, codec: str, until: date | None) -> None:
        self.column, self.day = column, None
        self._named, self._codec, self._until = dates.names_dates(header), codec, until
        self._known: dict[bytes, None] = {}

    day: date | None

    def take(self, buffer: bytes, data: Bytes, begin: Positions, stop: Positions) -> None:
        begin, stop = _bare(buffer, data, begin, stop)
        some = stop > begin
        if not some.all():
            begin, stop = begin[some], stop[some]
        if not len(begin):
            return
        best = _largest(data, begin, stop)
        if best is not None and self._read(buffer[begin[best] : stop[best]]):
            return
        for cell in {buffer[b:e] for b, e in zip(begin.tolist(), stop.tolist(), strict=True)}:
            self._read(cell)

    def see(self, text: str) -> None:
        self._note(dates.newest((text,), named=self._named, until=self._until))

    def _read(self, cell: bytes) -> bool:
        """Whether the cell is a date to be counted."""
        if cell in self._known:
            return True
        day = dates.newest((cell[:80].decode(self._codec, "replace"),), named=self._named, until=self._until)
        self._note(day)
        if day and len(self._known) < 100_000:
            self._known[cell] = None
        return day is not None

    def _note(self, day: date | None) -> None:
        if day and (self.day is None or day > self.day):
            self.day = day


def _bare(buffer: bytes, data: Bytes, begin: Positions, stop: Positions) -> tuple[Positions, Positions]:
    """Cells without the return at their end and their quotes."""
    if b"\r" in buffer:
        stop = stop - ((stop > begin) & (data[stop - 1] == RETURN))
    if b'"' in buffer:
        quoted = (stop - begin >= 2) & (data[begin] == QUOTE)
        begin, stop = begin + quoted, stop - quoted
    return begin, stop


def _largest(data: Bytes, begin: Positions, stop: Positions) -> int | None:
    """Index of the cell whose digits are the largest, if all are written like the first; else None."""
    width = int(stop[0] - begin[0])
    if width > MAX_WIDTH or (stop - begin != width).any():
        return None
    first = data[begin[0] : stop[0]].tobytes()
    if not any(byte in b"0123456789" for byte in first):
        return None
    alive: Positions | None = None
    for at in range(0, width, WORD):
        words = _words(data, begin + at, min(WORD, width - at))
        if not _alike(words, first[at : at + WORD]):
            return None
        left = words if alive is None else words[alive]
        top = (left == left.max()).nonzero()[0]
        alive = top if alive is None else alive[top]
    return None if alive is None else int(alive[0])


def _words(data: Bytes, begin: Positions, size: int) -> Words:
    """`size` bytes (8 at most) from each place as a number, the first byte the highest: numbers order as texts do."""
    if begin[-1] + WORD > len(data):
        data = np.append(data, np.zeros(WORD, np.uint8))
    every = np.ndarray(len(data) - WORD + 1, f"V{WORD}", data.data, strides=(1,))
    words: Words = every[begin].view(np.dtype(">u8")).astype(np.uint64)
    return words >> np.uint64(8 * (WORD - size))


def _alike(words: Words, first: bytes) -> bool:
    """Whether all have digits where `first` has them, and the same as it elsewhere; eight bytes at a time.

    Less what `first` has there, or "0", a byte that fits leaves 0, a digit 0 to 9: no high bit, not with 6 added.
    """
    digits = [byte in b"0123456789" for byte in first]
    zero = _number(48 if digit else byte for digit, byte in zip(digits, first, strict=True))
    six = _number(6 if digit else 0 for digit in digits)
    high = _number(0xF0 if digit else 0xFF for digit in digits)
    rest = words ^ zero
    return not (((rest + six) | rest) & high).any()


def _number(values: Iterable[int]) -> np.uint64:
    return np.uint64(int.from_bytes(bytes(values)))


def cells_of(watches: "list[Watch]") -> Callable[[list[str]], None]:
    """Shows a record, read one by one, to all watches."""

    def show(row: list[str]) -> None:
        for watch in watches:
            if watch.column < len(row):
                watch.see(row[watch.column])

    return show
