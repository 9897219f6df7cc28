"""Which rows stand above the header: titles, units, dates of issue. They fill too few cells for the table below."""

from statistics import median_high

from quality.checker import dates
from quality.checker.layout.cells import filled, is_name, is_title, is_unit, kind
from quality.checker.layout.grid import Grid, names_over
from quality.checker.table import Row

LOOK = 25
"""A header is looked for in this many filled rows from the top."""


def count_titles(grid: Grid) -> int:
    """How many rows stand above the header: too few cells for the table below them."""
    counts = [filled(row) for _, row in grid.rows[:100]]
    typical = median_high(counts)
    top = 0
    while top < min(LOOK, len(grid.rows) - 1) and _is_title(grid, top, typical):
        top += 1
    return top


def _is_title(grid: Grid, index: int, typical: int) -> bool:
    row = grid.rows[index][1]
    count = filled(row)
    if grid.width == 1 or typical < 2:
        return len(row) < grid.width and count < 2 and len(row) * 2 <= grid.width
    if count >= typical or (count * 2 > grid.width and grid.width > 2):
        return False
    if is_group(grid, index):
        return False
    if grid.width == 2:
        return count == 1 and (len(row) == 1 or _stands_over_names(grid, index))
    return count <= max(1, typical // 2) and not _starts_data(grid, index, typical)


def _starts_data(grid: Grid, index: int, typical: int) -> bool:
    """A thin row that is data: of numbers, or with the same shape as many rows below it."""
    row = grid.rows[index][1]
    shape = [bool(c.strip()) for c in row]
    full = next((i for i in range(index + 1, len(grid.rows)) if filled(grid.rows[i][1]) >= typical), len(grid.rows))
    below = grid.rows[full + 1 : full + 60]
    alike = sum(1 for _, other in below if [bool(c.strip()) for c in other] == shape)
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


def is_group(grid: Grid, index: int) -> bool:
    """The upper line of a stacked header: names with gaps that reach over the table's right half, names below.

    One that ends sooner is a group too where its names fill the gaps of the names below.
    """
    row = grid.rows[index][1]
    places = [i for i, cell in enumerate(row) if cell.strip()]
    if len(places) < 2 or len(row) < grid.width or index + 1 >= len(grid.rows):
        return False
    below = grid.rows[index + 1][1]
    if places[-1] * 2 < grid.width and not _fills_gaps(row, below):
        return False
    if any(is_unit(row[i]) or ":" in dates.plain(row[i]) for i in places):
        return False
    return filled(below) > len(places) and all(kind(c) in "t_" for c in (*row, *below)) and names_over(grid, index + 1)


def _fills_gaps(upper: Row, lower: Row) -> bool:
    """Whether the lower line has gaps, the upper has a name over each of them, and more."""
    gaps = [i for i, cell in enumerate(lower) if not cell.strip()]
    names = [i for i, cell in enumerate(upper) if cell.strip()]
    return bool(gaps) and len(names) > len(gaps) and set(gaps) <= set(names)
