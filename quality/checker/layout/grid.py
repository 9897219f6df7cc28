"""The upper part of a table, and what its columns hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from quality.checker.layout.cells import kind
from quality.checker.table import Row

LOOK = 100
"""Rows that show what a column holds."""


@dataclass(slots=True)
class Grid:
    """The filled rows at the top of a table, with their row numbers, and what its body looks like."""

    rows: list[tuple[int, Row]]
    width: int
    _kinds: dict[int, list[str]] = field(default_factory=dict)

    def body_kinds(self, start: int) -> list[str]:
        """Each column's kind: what four of five filled cells below `start` are, else `t`; `_` if none is filled."""
        if start not in self._kinds:
            body = [row for _, row in self.rows[start : start + LOOK] if self._is_long(row)]
            columns = [*islice(zip_longest(*body, fillvalue=""), self.width)]
            gaps = ["_"] * (self.width - len(columns))
            self._kinds[start] = [*(_main("".join(map(kind, column)).replace("_", "")) for column in columns), *gaps]
        return self._kinds[start]

    def _is_long(self, row: Row) -> bool:
        return len(row) * 2 > self.width or self.width == 1


def _main(seen: str) -> str:
    """The kind of a column whose filled cells are of these kinds."""
    typed = len(seen) - seen.count("t")
    return "_" if not seen else max("nd", key=seen.count) if typed >= 0.8 * len(seen) else "t"


def usual_width(rows: Sequence[Row]) -> int:
    """The most frequent number of cells; of equals the largest."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width], width))


def recurs(cell: str, column: int, rest: Sequence[Row]) -> bool:
    """A word that comes again below is a value, not a name."""
    text = cell.strip()
    return any(column < len(other) and other[column].strip() == text for other in rest)


def names_over(grid: Grid, index: int) -> bool:
    """Words above at least one column of numbers or dates."""
    body = grid.body_kinds(index + 1)
    row = grid.rows[index][1]
    return any(b in "nd" and kind(c) == "t" for c, b in zip(row, body, strict=False))
