"""Delimiters that few choose, asked where no usual one makes a table.

They also stand inside values and sentences, so a table must show itself: a header over columns of numbers or dates, or
over three columns of short words. What is longer than a byte is cut by a stand-in.
"""

from collections.abc import Iterator, Sequence

from quality.checker import layout
from quality.checker.table import Row

SURE = "^~\x1f\x01\x1e"
"""Never in a value."""
OTHERS = ("||", "::", "，", "；", "、", "｜", "¦", "§", ":", "#", "@", "$", "!", "/", "*", "&", "+")
FULL_WIDTH = "，；｜"
"""Among them those that a keyboard gives for a comma, a semicolon or a bar: some rows of theirs may be ragged."""
STAND_IN = "\x1f"
SHORT = 40
"""Characters of a cell that is no sentence."""
_ENDS = ("。", "！", "？", ". ")


def is_wide(mark: str) -> bool:
    """Whether a delimiter is more than a byte, so that its stand-in cuts the records."""
    return len(mark.encode()) > 1


def shows_itself(records: Sequence[Row]) -> bool:
    """Whether records look like a table and not like sentences, addresses or times that a sign happens to cut."""
    rows = [row for row in records if not layout.is_blank(row)]
    place = layout.find(rows)
    if len(rows) < 3 or place.header is None or len(place.fields) < 2 or not all(place.fields):
        return False
    if layout.has_typed_columns(rows[place.header - 1 :]):
        return True
    cells = [cell for row in rows for cell in row]
    return len(place.fields) > 2 and all(len(c) <= SHORT and not c.rstrip().endswith(_ENDS) for c in cells)


def shows_figures(records: Sequence[Row]) -> bool:
    """Whether some of the records are a table all the same: names over columns of numbers or dates."""
    rows = [row for row in records if not layout.is_blank(row)]
    place = layout.find(rows)
    named = place.header is not None and len(place.fields) > 1 and all(place.fields)
    return named and layout.has_typed_columns(rows[(place.header or 1) - 1 :])


def stood_in(pieces: Iterator[bytes], mark: str) -> Iterator[bytes]:
    """A stream of UTF-8 with the stand-in for the mark; a mark may be cut by the end of a piece."""
    wanted, rest = mark.encode(), b""
    for piece in pieces:
        whole = rest + piece
        cut = next((n for n in range(len(wanted) - 1, 0, -1) if whole.endswith(wanted[:n])), 0)
        rest = whole[len(whole) - cut :]
        yield whole[: len(whole) - cut].replace(wanted, STAND_IN.encode())
    if rest:
        yield rest
