"""Where a buffer's records begin and end: one sparse array of the positions of quotes, delimiters and line ends.

The parity of the quotes before a position tells whether it lies inside a quoted cell.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

NEWLINE, QUOTE, RETURN = 10, 34, 13
Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
_NONE: Positions = np.empty(0, np.int64)


@dataclass(frozen=True)
class Records:
    """The whole records of a buffer, as offsets of its bytes.

    `places`: all marks that are no quotes and lie in none; `ends`: which of them end a record; `widths`: cells of each
    record; `inner`: line ends inside quoted cells; `even`: whether all have the usual width for certain.
    """

    places: Positions
    ends: Positions
    line_ends: Positions
    widths: Positions
    inner: Positions
    even: bool = False

    @cached_property
    def starts(self) -> Positions:
        """The first byte of each record."""
        starts = np.empty_like(self.line_ends)
        starts[:1], starts[1:] = 0, self.line_ends[:-1] + 1
        return starts


def records(buffer: bytes, data: Bytes, delimiter: int, width: int) -> Records | None:
    """Cut a buffer, also given as the array `data`, into records; None where a quote stands at an odd place.

    `width` is the usual one: where all records have it, most of the work is saved.
    """
    newlines = data == NEWLINE
    marks = (data == delimiter) | newlines
    if b'"' in buffer:
        return _quoted(data, marks)
    places = marks.nonzero()[0]
    return _even(data, places, int(np.count_nonzero(newlines)), width) or _uneven(places, data[places])


def _even(data: Bytes, places: Positions, count: int, width: int) -> Records | None:
    """The same number of marks in each of `count` records: every so many-th is a line end, and no other is."""
    line_ends = places[width - 1 : count * width : width]
    if len(line_ends) < count or (data[line_ends] != NEWLINE).any():
        return None
    ends, widths = np.arange(width - 1, count * width, width), np.full(count, width)
    return Records(places, ends, line_ends, widths, _NONE, even=True)


def _uneven(places: Positions, kinds: Bytes, inner: Positions = _NONE) -> Records:
    ends = (kinds == NEWLINE).nonzero()[0]
    return Records(places, ends, places[ends], np.diff(ends, prepend=-1), inner)


def _quoted(data: Bytes, marks: npt.NDArray[np.bool_]) -> Records | None:
    places = (marks | (data == QUOTE)).nonzero()[0]
    kinds = data[places]
    inside = _inside(data, places, kinds)
    if inside is None:
        return None
    outside = ~inside & (kinds != QUOTE)
    return _uneven(places[outside], kinds[outside], places[inside & (kinds == NEWLINE)])


def _inside(data: Bytes, places: Positions, kinds: Bytes) -> npt.NDArray[np.bool_] | None:
    """Which marks lie in a quoted cell (its opening quote counts as inside); None where a quote stands at an odd place.

    An opening quote follows a mark at once, a closing one is followed by a mark at once, or by a return and a line end.
    The marks after the last whole record are judged when the rest of it has come.
    """
    quote = kinds == QUOTE
    inside: npt.NDArray[np.bool_] = np.bitwise_xor.accumulate(quote)
    gaps = np.diff(places)
    apart = gaps != 1
    if (quote[1:] & inside[1:] & apart).any() or (quote[0] and places[0] != 0):
        return None
    loose = np.flatnonzero(quote[:-1] & ~inside[:-1] & apart)
    if len(loose) and not ((gaps[loose] == 2) & (data[places[loose] + 1] == RETURN)).all():
        return None
    return inside
