"""Columns watched while a file is scanned: whether one holds anything, and its newest date. No sample."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from quality.checker import dates

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
MAX_WIDTH = 32
QUOTE, RETURN, SPACE, ZERO, NINE = 34, 13, 32, 48, 57


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
        begin, stop = _bare(data, begin, stop)
        some = stop > begin
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


def _bare(data: Bytes, begin: Positions, stop: Positions) -> tuple[Positions, Positions]:
    """Cells without the return at their end and their quotes."""
    stop = stop - ((stop > begin) & (data[stop - 1] == RETURN))
    quoted = (stop - begin >= 2) & (data[begin] == QUOTE)
    return begin + quoted, stop - quoted


def _largest(data: Bytes, begin: Positions, stop: Positions) -> int | None:
    """Index of the cell whose digits are the largest, if all are written like the first; else None."""
    width = int(stop[0] - begin[0])
    if width > MAX_WIDTH or (stop - begin != width).any():
        return None
    alive: Positions | None = None
    first = data[begin[0] : stop[0]]
    for place in range(width):
        cells = data[begin + place]
        if ZERO <= first[place] <= NINE:
            if ((cells < ZERO) | (cells > NINE)).any():
                return None
            if alive is None or len(alive) > 1:
                left = cells if alive is None else cells[alive]
                top = np.flatnonzero(left == left.max())
                alive = top if alive is None else alive[top]
        elif (cells != first[place]).any():
            return None
    return None if alive is None else int(alive[0])


def cells_of(watches: "list[Watch]") -> Callable[[list[str]], None]:
    """Shows a record, read one by one, to all watches."""

    def show(row: list[str]) -> None:
        for watch in watches:
            if watch.column < len(row):
                watch.see(row[watch.column])

    return show
