"""Headers of several lines: groups over names, names in two languages, units below names."""

from collections.abc import Sequence
from itertools import pairwise

from quality.checker.layout.block import DEEPEST, data_below, names_line
from quality.checker.layout.cells import filled, is_name, is_unit, kind, speaks, tongue
from quality.checker.layout.grid import Grid, recurs
from quality.checker.table import Row


def count_lines(grid: Grid, top: int) -> int:
    """Lines in the header block."""
    depth = 1 + names_line(grid, top)
    while depth < DEEPEST and top + depth < len(grid.rows) - 1 and _continues(grid, top, top + depth):
        depth += 1
    return depth


def _continues(grid: Grid, top: int, index: int) -> bool:
    """Whether row `index` still belongs to the header that began at `top`."""
    upper, row = grid.rows[index - 1][1], grid.rows[index][1]
    kinds = [kind(cell) for cell in row]
    if "t" not in kinds or len(row) != grid.width:
        return False
    body = grid.body_kinds(data_below(grid, index))
    over = [k for k, b in zip(kinds, body, strict=False) if b in "nd" and k != "_"]
    names = bool(over) and all(k == "t" for k in over)
    named = [c for c, k, b in zip(row, kinds, body, strict=False) if k == "t" and (b in "nd" or not names)]
    if names and all(map(is_unit, named)):
        return True
    if names and grid.width > 2 and any(c.strip() and c == u for c, u in zip(row, upper, strict=False)):
        return True
    gaps = [i for i, cell in enumerate(upper) if not cell.strip() and i < len(row) and row[i].strip()]
    if gaps and (names or (not over and _names_columns(grid, index))):
        return True
    if names and _repeats(upper) and not _recurs_any(grid, index):
        return True
    tongues = tongue(upper), tongue(row)
    if grid.width > 1 and sorted(tongues) == ["en", "zh"] and filled(row) * 10 >= grid.width * 8:
        return names or (not over and (_foreign_to_body(grid, index, tongues[1]) or _names_columns(grid, index)))
    return names and len(over) >= 3 and filled(row) == filled(upper) == grid.width and not _recurs_any(grid, index)


def _names_columns(grid: Grid, index: int) -> bool:
    """Whether each filled cell is a word that names columns, and not so in the row below: a list of names has many."""
    row, below = ([cell for cell in grid.rows[i][1] if cell.strip()] for i in (index, index + 1))
    return all(map(is_name, row)) and not all(map(is_name, below))


def _repeats(row: Row) -> bool:
    """Whether neighbours bear the same name, as groups do whose cells were merged and then filled."""
    return any(one.strip() and one.strip() == other.strip() for one, other in pairwise(row))


def _recurs_any(grid: Grid, index: int) -> bool:
    row = grid.rows[index][1]
    rest = [other for _, other in grid.rows[index + 1 :]]
    return any(recurs(cell, column, rest) for column, cell in enumerate(row) if cell.strip())


def _foreign_to_body(grid: Grid, index: int, language: str) -> bool:
    """Whether the row's script is not that of most columns below."""
    rows = [row for _, row in grid.rows[index + 1 : index + 40]]
    words = sum(speaks(cell, language) for cell in grid.rows[index][1])
    unlike = 0
    for column in range(grid.width):
        cells = [row[column] for row in rows if column < len(row) and row[column].strip()]
        alike = sum(1 for cell in cells if speaks(cell, language))
        unlike += alike * 2 < len(cells)
    return unlike * 2 > grid.width and words * 2 > grid.width


def join(block: Sequence[Row]) -> Row:
    """Column names; of a stacked header the names from top to bottom, groups carried over their gaps, but not out
    of the group that they divide, nor over a column that no line names."""
    if len(block) == 1:
        return tuple(cell.strip() for cell in block[0])
    width = max(len(row) for row in block)
    if tongue(block[0]) and filled(block[0]) == len(set(block[0])) == width:
        return tuple(cell.strip() for cell in block[0])
    names: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(block):
        last, above = "", [*map(tuple, names)]
        for column in range(width):
            cell = row[column].strip() if column < len(row) else ""
            inside = level < len(block) - 1 and above[column] == above[column - 1]
            last = cell or (last if inside else "")
            if last and last not in names[column]:
                names[column].append(last)
    own = [any(column < len(row) and row[column].strip() for row in block) for column in range(width)]
    return tuple("_".join(parts) if named else "" for parts, named in zip(names, own, strict=True))
