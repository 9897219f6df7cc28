"""Whether a row names columns or fills them."""

from collections.abc import Sequence

from quality.checker import dates
from quality.checker.layout.block import data_below, is_group
from quality.checker.layout.cells import is_name, is_value, kind, shape
from quality.checker.layout.grid import Grid, recurs
from quality.checker.layout.runs import running
from quality.checker.table import Row


def is_header(grid: Grid, index: int) -> bool:
    """Whether the row names columns rather than filling them."""
    row = grid.rows[index][1]
    kinds = [kind(cell) for cell in row]
    values = [cell for cell, k in zip(row, kinds, strict=True) if k in "nd"]
    rest = [other for _, other in grid.rows[index + 1 :] if other != row]
    if not rest:
        return "t" in kinds
    columns = [i for i, k in enumerate(kinds) if k in "nd"]
    way = running(values)
    together = "t" not in kinds[columns[0] : columns[-1]] if columns else False
    if _is_by_chance(way, values):
        way = ""
    if way and together and len(values) >= max(2, len(row) - 3) and not _body_runs(rest, columns, way):
        return True
    if "t" not in kinds:
        return False
    if is_group(grid, index):
        return True
    rest, start = _below(grid, index, rest)
    body = grid.body_kinds(start)
    for_header = for_data = 0
    for column, (cell, k) in enumerate(zip(row, kinds, strict=True)):
        below = body[column] if column < len(body) else "_"
        if below in "nd" and k == "t":
            for_header += 1
        elif below in "nd" and k in "nd":
            for_data += 1
        elif below == "t" and k == "t":
            value = (
                is_value(cell)
                or _one_of_many(cell, column, rest)
                or (recurs(cell, column, rest) and not _stands_out(cell, column, rest))
            )
            for_data += value
            for_header += not value and is_name(cell)
    bare = sum(1 for k, b in zip(kinds, body, strict=False) if k == "_" and b != "_")
    return for_header >= for_data + max(0, bare - 1) if for_header else for_data == 0


def _is_by_chance(way: str, values: Sequence[str]) -> bool:
    """Two figures side by side that do not begin to count: 5, 6."""
    return way == "step" and len(values) == 2 and "1" not in map(dates.plain, values)


def _one_of_many(cell: str, column: int, rest: Sequence[Row]) -> bool:
    """A code written like all that stand below it: A001 over A002 and A003 is no name."""
    own = shape(cell)
    below = [row[column] for row in rest[:50] if column < len(row) and row[column].strip()] if own else []
    return len(below) > 1 and all(shape(other) == own for other in below)


def _stands_out(cell: str, column: int, rest: Sequence[Row]) -> bool:
    """A name that comes once among values that never do twice: a list of names names itself as well."""
    values = [row[column].strip() for row in rest if column < len(row) and row[column].strip()]
    return is_name(cell) and len(values) > 2 and len(set(values)) == len(values)


def _below(grid: Grid, index: int, rest: list[Row]) -> tuple[list[Row], int]:
    """The rows to compare with: without the next ones where they may be more lines of the header."""
    start = data_below(grid, index)
    if start > index + 2:
        return [row for _, row in grid.rows[start:]], start
    after = grid.rows[index + 2 :]
    following = grid.rows[index + 1][1] if after else ()
    if len(after) < 2 or any(kind(cell) in "nd" for cell in following):
        return rest, index + 1
    return [row for _, row in after], index + 2


def _body_runs(rest: Sequence[Row], columns: Sequence[int], way: str) -> bool:
    """Whether the rows below run the same way: then the first one is no exception, and data."""
    runs = [running([r[i] for i in columns if i < len(r)]) == way for r in rest[:20]]
    return sum(runs) * 2 > len(runs)
