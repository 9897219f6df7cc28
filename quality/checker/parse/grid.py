"""A sheet's rows taken in one by one: only its beginning and its end are kept."""

from collections import deque
from datetime import date
from itertools import pairwise

from quality.checker import dates, layout
from quality.checker.table import Layout, Row, Spots, Table

GAP = 20
"""Empty columns in a row, behind which a cell is a stray one."""
HEAD, TAIL, SHOWN, MAX_DAYS = 300, 300, 20, 50_000


class Rows:
    """Counts rows from 1, blank ones included; the header is looked for once the first 300 have come."""

    def __init__(self) -> None:
        self._number = self._count = self._waiting = 0
        self._head: list[Row] = []
        self._place: Layout | None = None
        self._width = 0
        self._sample: list[Row] = []
        self._numbers: list[int] = []
        self._tail: deque[tuple[int, Row]] = deque(maxlen=TAIL)
        self._blank: list[int] = []
        self._blanks = 0
        self._long: list[tuple[int, int]] = []
        self._longs = 0
        self._followers: list[tuple[int, list[Row]]] = []
        self._bare: dict[int, bool] = {}
        self._days: dict[int, set[str]] = {}

    def add(self, row: Row) -> None:
        """The next row."""
        if self._place is None:
            self._head.append(row)
            if len(self._head) >= HEAD:
                self._settle()
        else:
            self._take(row)

    @property
    def filled(self) -> bool:
        """Whether any row holds anything."""
        return self._count > 0 or self._place is not None or any(cell.strip() for row in self._head for cell in row)

    def _settle(self) -> Layout:
        """Find the header, then take in the rows that waited for it."""
        width = _width({i for row in self._head for i, cell in enumerate(row) if cell.strip()})
        head = [(*row[:width], *[""] * (width - len(row))) for row in self._head]
        self._place = place = layout.find(head)
        self._width = len(place.fields) or width
        self._bare = {i: False for i, name in enumerate(place.fields) if not name}
        body = head[place.first_data - 1 :]
        for column in range(self._width):
            if dates.is_date_column(_name(place, column), (row[column] for row in body if column < len(row))):
                self._days[column] = set()
        self._number = place.first_data - 1
        for row in self._head[place.first_data - 1 :]:
            self._take(row)
        self._head = []
        return place

    def _take(self, row: Row) -> None:
        self._number += 1
        if not any(cell.strip() for cell in row):
            self._waiting += 1
            return
        if self._waiting:
            self._after_blank()
        self._count += 1
        if any(cell.strip() for cell in row[self._width :]):
            self._longs += 1
            self._long = [*self._long, (self._number, layout.filled(row))][:SHOWN]
        row = row[: self._width]
        for _, rows in self._followers:
            if len(rows) < 9:
                rows.append(row)
        for column, found in self._bare.items():
            if not found and column < len(row) and row[column].strip():
                self._bare[column] = True
        for column, days in self._days.items():
            if column < len(row) and len(days) < MAX_DAYS:
                days.add(row[column])
        if len(self._sample) < HEAD:
            self._sample.append(row)
            self._numbers.append(self._number)
        else:
            self._tail.append((self._number, row))

    def _after_blank(self) -> None:
        first = self._number - self._waiting
        self._blanks += self._waiting
        self._blank = [*self._blank, *range(first, first + min(self._waiting, SHOWN))][:SHOWN]
        self._waiting = 0
        if len(self._followers) < SHOWN:
            self._followers.append((self._number, []))

    def table(self, *, name: str, merged: int, formulas: int, until: date | None) -> Table:
        """What the sheet is."""
        place = self._place or self._settle()
        others = [(n, len(rows[0])) for n, rows in self._followers if rows and layout.begins_table(rows, place.fields)]
        notes = self._notes(place)
        return Table(
            place,
            self._width,
            self._count,
            name,
            (*self._sample, *(row for _, row in self._tail)),
            (*self._numbers, *(number for number, _ in self._tail)),
            ragged=Spots(self._longs, tuple(self._long)),
            notes=Spots(len(notes), tuple(notes)),
            blank=Spots(self._blanks, tuple((number, 0) for number in self._blank)),
            others=Spots(len(others), tuple(others)),
            bare_columns=tuple(column + 1 for column, found in self._bare.items() if found),
            date_columns=tuple(self._days),
            newest=self._newest(place, until),
            merged=merged,
            formulas=formulas,
        )

    def _notes(self, place: Layout) -> list[tuple[int, int]]:
        """Remarks among the last rows."""
        last = [*zip(self._numbers[-15:], self._sample[-15:], strict=True), *self._tail]
        return [(number, layout.filled(row)) for number, row in last[-15:] if layout.is_note(row)]

    def _newest(self, place: Layout, until: date | None) -> date | None:
        found = (
            dates.newest(days, named=dates.names_dates(_name(place, column)), until=until)
            for column, days in self._days.items()
        )
        return max(filter(None, found), default=None)


def _width(used: set[int]) -> int:
    """Columns up to the last that is used; what stands alone far to the right is no part of the table."""
    columns = sorted(used)
    far = next((i for i, (one, other) in enumerate(pairwise(columns)) if other - one > GAP), len(columns) - 1)
    return columns[far] + 1 if columns else 0


def _name(place: Layout, column: int) -> str:
    return place.fields[column] if column < len(place.fields) else ""
