"""CSV as it comes: line breaks in cells, quotation marks that never close, rows that are too long or too short."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from datasets.platform.notices import Notice
from datasets.platform.rows import Columns, Row, head_of, tidy

CELL_LIMIT = 4 << 20
"""Characters of one cell: the longest list of addresses is far below, a quotation mark left open far above."""
RESTARTS = 20
"""How often reading starts again behind a line with a broken quotation mark; a bound on time for hostile files."""

csv.field_size_limit(CELL_LIMIT)


class Lines:
    """Hands lines to the CSV reader, and takes back those that a broken quotation mark swallowed."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        """Of the present row."""
        self.number = 0
        """Of the line handed out last, as an editor counts."""

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self.taken.append(line)
        self.number += 1
        return line

    def peek(self) -> str:
        """The first line that is not blank; the blank ones before it are passed."""
        line = next((line for line in self if line.strip()), "")
        if line:
            self._again.appendleft(line)
            self.number -= 1
        return line

    def span(self) -> dict[str, int]:
        return {"first": self.number - len(self.taken) + 1, "last": self.number}

    def keep_first(self) -> None:
        """Give up the first line of this row alone, and read the others anew."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


class Records:
    """Rows of cells, of one width once `width` is set. What does not fit is skipped with a notice."""

    def __init__(self, text: TextIO) -> None:
        self.lines = Lines(text)
        first = self.lines.peek()
        self.reader = csv.reader(self.lines, delimiter=max(",;\t", key=first.count))
        self.number = self.lines.number
        """Of the row, as a spreadsheet counts."""
        self.width = 0
        self._restarts = 0

    def __iter__(self) -> Iterator[list[str] | Notice]:
        while True:
            self.lines.taken.clear()
            self.number += 1
            try:
                cells = next(self.reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._skip("unreadable_lines", {"detail": str(error)})
                continue
            if any(cells):
                yield self._fit(cells)

    def _fit(self, cells: list[str]) -> list[str] | Notice:
        if not self.width or len(cells) == self.width:
            return cells
        if len(self.lines.taken) == 1 and len(cells) > self.width and not any(cells[self.width :]):
            return cells[: self.width]  # a comma too many at the end of the line
        return self._skip("cell_count", {"cells": len(cells), "columns": self.width})

    def _skip(self, code: str, values: dict[str, str | int]) -> Notice:
        if len(self.lines.taken) > 1 and self._restarts < RESTARTS:
            self._restarts += 1
            self.lines.keep_first()
        return Notice(code, self.number, values={**values, **self.lines.span()}, severity="error")


def csv_rows(text: TextIO, columns: Columns, encoding: str) -> Iterator[Row | Notice]:
    """The rows below the first, which names the columns."""
    records = Records(text)
    names: dict[int, str] = {}
    for cells in records:
        if isinstance(cells, Notice):
            yield cells
        elif names:
            yield tidy(records.number, {name: cells[at] for at, name in names.items()}, encoding)
        else:
            head = head_of(cells, columns, records.number)
            yield from head.notices
            if not head.usable:
                return
            names, records.width = head.names, len(cells)
