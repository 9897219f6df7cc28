"""A line too long to be held: its cells are counted as its pieces go by."""

import re
from collections.abc import Iterable

from quality.checker.budget import Budget

_MARK = re.compile(rb'["\n]')


class OpenError(ValueError):
    """The line ends inside a quoted cell: a quote was never closed."""


def skim(pieces: Iterable[bytes], delimiter: int, budget: Budget) -> tuple[int, bool, bytes]:
    """How many cells the line has, whether they are blank, and what of the pieces came behind it. Raises OpenError."""
    cells, open_, blank = 1, False, True
    nothing = bytes([delimiter]) + b' \t\r\n"'
    for piece in pieces:
        budget.tick()
        at = 0
        blank = blank and not piece.partition(b"\n")[0].strip(nothing)
        for found in _MARK.finditer(piece):
            cells += 0 if open_ else piece.count(delimiter, at, found.start())
            at = found.end()
            if found[0] == b'"':
                open_ = not open_
            elif open_:
                raise OpenError
            else:
                return cells, blank, piece[at:]
        cells += 0 if open_ else piece.count(delimiter, at)
    if open_:
        raise OpenError
    return cells, blank, b""
