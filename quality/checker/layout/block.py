"""Headers of groups over names, of any number of lines: which lines are groups, and which one names the columns."""

from itertools import takewhile

from quality.checker import dates
from quality.checker.layout.cells import filled, is_long_title, is_title, is_unit, kind
from quality.checker.layout.grid import Grid, names_over
from quality.checker.layout.runs import running
from quality.checker.table import Row

DEEPEST = 6
"""Lines of words from the top that are looked at."""


def is_group(grid: Grid, index: int) -> bool:
    """The upper line of a stacked header: names with gaps that reach over the table's right half, names below.

    One that ends sooner is a group too where its names fill the gaps of the names below.
    """
    row = grid.rows[index][1]
    places = _places(row)
    if not places or len(row) < grid.width or index + 1 >= len(grid.rows):
        return False
    if any(is_unit(row[i]) or ":" in dates.plain(row[i]) for i in places):
        return False
    if is_long_title(row[0]) and len(places) * 2 <= grid.width:
        return False
    lines = _lines(grid, index)
    leaf = _leaf(grid, index, lines)
    if len(places) == 1:
        cap = not is_title(row[places[0]]) and _over_figures(grid, index + len(lines), places)
        return leaf > 1 and cap and set(places) <= set(_places(lines[1])) and is_group(grid, index + 1)
    if leaf > 1:
        return _is_over_groups(grid, lines[: leaf + 1])
    below = grid.rows[index + 1][1]
    if running([below[i] for i in _places(below)]) == "year":
        return _fills_gaps(row, below) and all(kind(row[i]) == "t" and not is_title(row[i]) for i in places)
    spans = places[-1] * 2 >= grid.width or _fills_gaps(row, below) or _over_figures(grid, index + 2, places)
    if not spans and not (len(row) == len(below) and any(row[i].strip() == below[i].strip() for i in places)):
        return False
    return filled(below) > len(places) and all(kind(c) in "t_" for c in (*row, *below)) and names_over(grid, index + 1)


def data_below(grid: Grid, index: int) -> int:
    """Where the data begins, if more lines of words follow: in a short table they would blur its columns' kinds."""
    for start in range(index + 1, min(index + DEEPEST, len(grid.rows) - 1)):
        if any(kind(cell) not in "t_" for cell in grid.rows[start][1]):
            return start
    return index + 1


def names_line(grid: Grid, index: int) -> int:
    """How many lines below a group the columns are named; 0 where the line is no group."""
    return max(1, _leaf(grid, index, _lines(grid, index))) if is_group(grid, index) else 0


def _places(row: Row) -> list[int]:
    return [i for i, cell in enumerate(row) if cell.strip()]


def _lines(grid: Grid, index: int) -> list[Row]:
    """The lines of nothing but words from here on, as wide as the table; all filled up to the widest."""
    rows = (row for _, row in grid.rows[index : index + DEEPEST])
    lines = list(takewhile(lambda row: len(row) >= grid.width and all(kind(c) in "t_" for c in row), rows))
    width = max(map(len, lines), default=0)
    return [(*line, *[""] * (width - len(line))) for line in lines]


def _leaf(grid: Grid, index: int, lines: list[Row]) -> int:
    """Which of the lines names the columns: each column of numbers or dates has a name in it, or only above it."""
    body = grid.body_kinds(index + len(lines))
    typed = [i for i, b in enumerate(body) if b in "nd"]
    for number in range(1, len(lines)):
        later = [line for line in lines[number:] if filled(line) < grid.width]
        if typed and all(
            lines[number][i].strip()
            or (any(up[i].strip() for up in lines[:number]) and not any(line[i].strip() for line in later))
            for i in typed
        ):
            return number
    return 0


def _is_over_groups(grid: Grid, lines: list[Row]) -> bool:
    """Whether the first of these lines names a column that no other does, reaches far, or is divided by the next."""
    row, following = lines[0], lines[1]
    places = _places(row)
    alone = any(not any(line[i].strip() for line in lines[1:]) for i in places)
    again = any(row[i].strip() == following[i].strip() for i in places)
    nested = set(places) <= set(_places(following))
    return alone or again or nested or places[-1] * 2 >= grid.width


def _over_figures(grid: Grid, start: int, places: list[int]) -> bool:
    """Whether the first group stands right of what names the rows, and all from there on is numbers or dates."""
    body = grid.body_kinds(start)[places[0] :]
    return places[0] > 0 and all(kind in "nd" for kind in body)


def _fills_gaps(upper: Row, lower: Row) -> bool:
    """Whether the lower line has gaps, the upper has a name over each of them, and more."""
    gaps = [i for i, cell in enumerate(lower) if not cell.strip()]
    names = _places(upper)
    return bool(gaps) and len(names) > len(gaps) and set(gaps) <= set(names)
