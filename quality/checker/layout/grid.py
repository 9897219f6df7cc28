"""The upper part of a table, and what its columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quality.checker.layout.cells import kind
from quality.checker.table import Row


@dataclass(slots=True)
class Grid:
    """The filled rows at the top of a table, with their row numbers, and what its body looks like."""

    rows: list[tuple[int, Row]]
    width: int
    _kinds: dict[int, list[str]] = field(default_factory=dict)

    def body_kinds(self, start: int) -> list[str]:
        """Each column's kind: what four of five filled cells below `start` are, else `t`; `_` if none is filled."""
        if start in self._kinds:
            return self._kinds[start]
        kinds: list[str] = []
        body = [row for _, row in self.rows[start : start + 100] if len(row) * 2 > self.width or self.width == 1]
        for column in range(self.width):
            seen = [kind(row[column]) for row in body if column < len(row)]
            seen = [k for k in seen if k != "_"]
            typed = sum(1 for k in seen if k != "t")
            main = max("nd", key=seen.count)
            kinds.append("_" if not seen else main if typed >= 0.8 * len(seen) else "t")
        self._kinds[start] = kinds
        return kinds


def usual_width(rows: Sequence[Row]) -> int:
    """The most frequent number of cells; of equals the largest."""
    widths = [len(row) for row in rows]
    return max(set(widths), key=lambda w: (widths.count(w), w))


def recurs(cell: str, column: int, rest: Sequence[Row]) -> bool:
    """A word that comes again below is a value, not a name."""
    text = cell.strip()
    return any(column < len(other) and other[column].strip() == text for other in rest)


def names_over(grid: Grid, index: int) -> bool:
    """Words above at least one column of numbers or dates."""
    body = grid.body_kinds(index + 1)
    row = grid.rows[index][1]
    return any(b in "nd" and kind(c) == "t" for c, b in zip(row, body, strict=False))
