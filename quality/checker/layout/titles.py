"""Which rows stand above the header: titles, units, dates of issue. They fill too few cells for the table below."""

import re
from itertools import pairwise
from statistics import median_high

from quality.checker import dates
from quality.checker.layout.block import is_group
from quality.checker.layout.cells import filled, is_long_title, is_name, is_note, is_title, is_unit, kind, tongue
from quality.checker.layout.grid import Grid, names_over
from quality.checker.table import Row

LOOK = 25
"""A header is looked for in this many filled rows from the top."""
_CAPTION = re.compile(
    r"(?:中華)?民國\d+年|(?:單位|製表|填表|列印|產製|更新|查詢|統計|資料|日期|時間|頁次)[^:]{0,8}:|單位\s*\("
)
_LABEL = re.compile(r"[^\W\d]{2,12}:\s*\w")
"""A name and what it is, in one cell."""
_FILTER = re.compile(r"\s*[(（](?:全部|多重項目|空白|All|Multiple Items|blank)[)）]\s*", re.I)
"""What a pivot table writes beside the fields it is filtered by."""


def count_titles(grid: Grid) -> int:
    """How many rows stand above the header: too few cells for the table below them."""
    counts = [filled(row) for _, row in grid.rows[:100]]
    typical = median_high([filled(row) for _, row in grid.rows[:100] if not is_note(row)] or counts)
    top = _count_apart(grid)
    while top < min(LOOK, len(grid.rows) - 1) and _is_title(grid, top, typical):
        top += 1
    return top


def _count_apart(grid: Grid) -> int:
    """Rows before the first blank one, thin all of them and no table, where full names over typed columns follow."""
    numbers = [number for number, _ in grid.rows[: LOOK + 1]]
    top = next((i for i, (one, other) in enumerate(pairwise(numbers), 1) if other - one > 1), 0)
    block = grid.rows[:top]
    if not 0 < top < len(grid.rows) - 1 or any(filled(row) >= grid.width for _, row in block):
        return 0
    names = grid.rows[top][1]
    full = filled(names) == grid.width > 2 and all(kind(cell) == "t" for cell in names)
    return top if full and names_over(grid, top) and not (top > 2 and names_over(Grid(block, grid.width), 0)) else 0


def _is_title(grid: Grid, index: int, typical: int) -> bool:
    row = grid.rows[index][1]
    count = filled(row)
    if grid.width > 1 and count <= typical and (_is_caption(row) or _stands_apart(grid, index)):
        return True
    if is_group(grid, index):
        return False
    if grid.width == 2:
        return count == 1 and (len(row) == 1 or _stands_over_names(grid, index))
    if grid.width == 1 or typical < 2:
        return len(row) < grid.width and count < 2 and len(row) * 2 <= grid.width
    if count >= typical or count * 2 > grid.width:
        return False
    return count <= max(1, typical // 2) and not _starts_data(grid, index, typical)


def _is_caption(row: Row) -> bool:
    """Words that belong to the whole table, blanks between them: 中華民國113年4月, 單位：件, 製表日期：113/05/01."""
    cells = [dates.plain(cell) for cell in row if cell.strip()]
    rest = [cell for cell in cells if not _CAPTION.match(cell)]
    return len(rest) < len(cells) < len(row) and all(
        is_title(cell) or dates.parse(cell) or _LABEL.match(cell) for cell in rest
    )


def _stands_apart(grid: Grid, index: int) -> bool:
    """A filter or a few words before a blank row, a title cut by its own comma, a day, one text in every cell, words
    that are no names of columns above words that are, a row that says so: above names over typed columns."""
    if index + 2 >= len(grid.rows):
        return False
    (number, row), (following, names) = grid.rows[index], grid.rows[index + 1]
    gap = following - number > 1 and (filled(row) < grid.width or any(map(_FILTER.fullmatch, row)))
    short = len(row) < grid.width == filled(names) and any(map(is_title, row))
    lone = filled(row) == 1 and any(map(dates.parse, row))
    filled_out = filled(row) == grid.width and len(set(row)) == 1
    unnamed = all(map(is_name, names)) and not any(map(is_name, row))
    apart = gap or short or lone or filled_out or unnamed or _says_title(row, grid.width)
    if not apart or sorted((tongue(row), tongue(names))) == ["en", "zh"]:
        return False
    return all(kind(cell) in "t_" and not is_unit(cell) for cell in names) and names_over(grid, index + 1)


def _says_title(row: Row, width: int) -> bool:
    """A unit or a date with its label among other words, or the title of a list in the corner of a thin row."""
    labelled = any(_CAPTION.match(cell) and ":" in cell for cell in map(dates.plain, row))
    return labelled or (is_long_title(row[0]) and filled(row) * 2 <= width)


def _starts_data(grid: Grid, index: int, typical: int) -> bool:
    """A thin row that is data: of numbers, or with the same shape as many rows below it."""
    row = grid.rows[index][1]
    shape = [bool(c.strip()) for c in row]
    full = next((i for i in range(index + 1, len(grid.rows)) if filled(grid.rows[i][1]) >= typical), len(grid.rows))
    below = grid.rows[full + 1 : full + 60]
    alike = sum(1 for _, other in below if [bool(c.strip()) for c in other] == shape and not is_note(other))
    return all(kind(c) != "t" for c in row) or (alike >= 0.3 * min(59, len(grid.rows) - index - 1) and alike > 1)


def _stands_over_names(grid: Grid, index: int) -> bool:
    """Of two columns: a line in one of them, more such lines perhaps, and then two names."""
    full = next((i for i in range(index + 1, len(grid.rows) - 1) if filled(grid.rows[i][1]) == 2), None)
    if full is None or full - index > 5:
        return False
    return names_over(grid, full) or _announces(grid.rows[index][1], grid.rows[full][1])


def _announces(row: Row, below: Row) -> bool:
    """A title by its words, a short one only above names by theirs; a long line above names is one by its length."""
    title = next(cell for cell in row if cell.strip())
    long, named = len(title.strip()) > 5, any(map(is_name, below))
    return (is_title(title) and (long or named)) or (long and named and all(kind(cell) == "t" for cell in below))
