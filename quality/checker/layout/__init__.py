"""Where the header of a table is: titles and unit lines above it, stacked headers, no header at all.

Judged by contrast: a header names columns, the body fills them. A cell of words above a column of numbers or dates
speaks for a header; a number above numbers, or a word that comes again below, speaks for data. Years and other running
numbers (2019, 2020; 1月, 2月) are names too. Decisions of this project: a second header line in English, or of units,
makes a header stacked, since a program takes it for data; the header's row is the block's first line.
"""

from collections.abc import Sequence

from quality.checker.layout.cells import filled, is_blank, is_note, kind
from quality.checker.layout.grid import Grid, names_over, usual_width
from quality.checker.layout.naming import is_header
from quality.checker.layout.stacked import count_lines, join
from quality.checker.layout.titles import count_titles
from quality.checker.table import Layout, Row

__all__ = ["begins_table", "filled", "find", "has_typed_columns", "is_blank", "is_note"]


def find(records: Sequence[Sequence[str]], first: int = 1) -> Layout:
    """The layout of a table from its first few hundred records, blank ones included; `first` is the first's number."""
    rows = [(first + i, tuple(r)) for i, r in enumerate(records) if not is_blank(r)]
    if not rows:
        return Layout()
    grid = Grid(rows, usual_width([row for _, row in rows]))
    top = count_titles(grid)
    titles = tuple(number for number, _ in rows[:top])
    if not is_header(grid, top):
        return Layout(titles=titles)
    depth = count_lines(grid, top)
    block = [row for _, row in rows[top : top + depth]]
    number = rows[top][0]
    return Layout(number, rows[top + depth - 1][0] - number + 1, titles, join(block), rows[top][1])


def has_typed_columns(rows: Sequence[Row]) -> bool:
    """Whether the first of these rows, none of them blank, is words above columns of numbers or dates."""
    return names_over(Grid(list(enumerate(rows)), len(rows[0])), 0)


def begins_table(rows: Sequence[Row], fields: Row) -> bool:
    """Whether rows that follow a blank one open another table: the header again, or another one over typed columns."""
    if tuple(cell.strip() for cell in rows[0]) == fields:
        return True
    if is_note(rows[0]) or filled(rows[0]) < 2:
        return any(_opens(rows[index:], fields) for index in (1, 2))
    return _opens(rows, fields)


def _opens(rows: Sequence[Row], fields: Row) -> bool:
    """Whether the first of these rows is the header again, or names columns of numbers or dates below it."""
    if not rows or filled(rows[0]) < 2:
        return False
    head = tuple(cell.strip() for cell in rows[0])
    if head == fields:
        return True
    body = [(i, row) for i, row in enumerate(rows) if not is_blank(row)]
    if len(body) < 2 or any(kind(cell) not in "t_" for cell in head):
        return False
    grid = Grid(body, len(head))
    return names_over(grid, 0)
