"""Every record of a delimited file counted and measured, in bounded memory, at the speed of a memory scan.

A chunk of bytes is cut into records by `marks`. Where a quote stands at an odd place (5" pipe) Python's csv module,
which settles such cases, reads the rest of the file.
"""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from quality.checker.budget import Budget
from quality.checker.parse import skim
from quality.checker.parse.marks import NEWLINE, QUOTE, RETURN, Bytes, Positions, Records, records
from quality.checker.parse.watch import Watch, cells_of
from quality.checker.table import Spots

MAX_RECORD = 4 * 1024**2
"""Bytes; a longer record is counted and not read, or a quote that was never closed."""
KEEP = 20
CHUNK = 1 << 18
"""Bytes: what a core keeps in its cache together with the arrays made of it."""
SPACE = 32
csv.field_size_limit(MAX_RECORD)

_VOID = np.zeros(256, bool)
END = 26
"""Where a file ends in DOS."""
_WIDE_BLANKS = (b"\xe3\x80\x80", b"\xc2\xa0", b"\xa1\x40")
"""The ideographic blank and the one that does not break in UTF-8, the first in Big5."""
_BLANKS = ' \t\r\n\x0b\x0c\x1a"\u3000\xa0'
_VOID[[9, NEWLINE, 11, 12, RETURN, END, SPACE, QUOTE, *b"".join(_WIDE_BLANKS)]] = True


class UnclosedError(Exception):
    """A quoted cell that never ends; `row` is where it began."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


@dataclass(slots=True)
class Shape:
    """What a scan found. Rows are numbered from 1 and count blank lines."""

    width: int
    first_data: int
    watches: list[Watch] = field(default_factory=list)
    header: bytes = b""
    repeats: int = 0
    repeats_first: list[tuple[int, int]] = field(default_factory=list)
    number: int = 0
    """Records seen so far."""
    rows: int = 0
    """Records from `first_data` on that hold anything."""
    ragged: int = 0
    ragged_first: list[tuple[int, int]] = field(default_factory=list)
    blank: int = 0
    blank_first: list[tuple[int, int]] = field(default_factory=list)
    pending: list[tuple[int, int]] = field(default_factory=list)
    pending_count: int = 0
    """Blank rows that may turn out to be the file's end."""
    newlines: int = 0
    newlines_first: list[tuple[int, int]] = field(default_factory=list)
    after_blank: list[tuple[int, bytes]] = field(default_factory=list)
    """Row number and bytes of the first records that follow blank rows."""

    def account(self, widths: Positions, blank: npt.NDArray[np.bool_]) -> None:
        """Take in the widths of the next records and which of them hold nothing."""
        start, total = self.number + 1, len(widths)
        self.number += total
        skip = max(0, min(total, self.first_data - start))
        widths, blank, start = widths[skip:], blank[skip:], start + skip
        self._blanks(blank, start)
        self.rows += len(blank) - int(np.count_nonzero(blank))
        other = widths != self.width
        if other.any() and (uneven := np.flatnonzero(other & ~blank)).size:
            self.ragged += uneven.size
            for i in uneven[: KEEP - len(self.ragged_first)].tolist():
                self.ragged_first.append((start + i, int(widths[i])))

    def _blanks(self, blank: npt.NDArray[np.bool_], start: int) -> None:
        if not len(blank):
            return
        if blank.all():
            self._wait(blank, start)
            return
        last = len(blank) - 1 - (int(np.argmax(~blank[::-1])) if blank.any() else 0)
        inner = int(np.count_nonzero(blank[:last]))
        if self.rows or inner or self.pending_count:
            self.blank += self.pending_count + inner
            self.blank_first += self.pending
            if inner:
                self.blank_first += [(start + i, 0) for i in np.flatnonzero(blank[:last])[:KEEP].tolist()]
            del self.blank_first[KEEP:]
        self.pending, self.pending_count = [], 0
        self._wait(blank[last + 1 :], start + last + 1)

    def _wait(self, blank: npt.NDArray[np.bool_], start: int) -> None:
        self.pending_count += len(blank)
        self.pending += [(start + i, 0) for i in range(min(len(blank), KEEP))]
        del self.pending[KEEP:]

    def spots(self, what: str) -> Spots:
        """The count and first places of `ragged`, `blank` or `newlines`."""
        return Spots(getattr(self, what), tuple(getattr(self, f"{what}_first")))


def scan(
    pieces: Iterable[bytes],
    delimiter: int,
    width: int,
    first_data: int,
    codec: str,
    budget: Budget,
    watches: Sequence[Watch] = (),
    header: bytes = b"",
) -> Shape:
    """Measure all records of an ASCII-transparent byte stream.

    `delimiter` is one byte; `codec` decodes what has to be read cell by cell; `header` is the header's line, whose
    repetitions are counted.
    """  # fmt: skip
    shape = Shape(width, first_data, list(watches), header)
    source = iter(pieces)
    carry = b""
    for piece in source:
        budget.tick()
        buffer = carry + piece
        rest = _measure(buffer, delimiter, shape)
        if rest < 0:
            _slow(chain((buffer,), source), chr(delimiter), shape, codec, budget)
            return shape
        carry = buffer[rest:]
        if len(carry) > MAX_RECORD:
            carry = _skim(chain((carry,), source), delimiter, shape, budget)
    if carry.strip(b"\r"):
        if _is_open(carry):
            raise UnclosedError(shape.number + 1)
        if _measure(carry + b"\n", delimiter, shape) < 0:
            _slow(iter([carry]), chr(delimiter), shape, codec, budget)
    return shape


def _skim(pieces: Iterable[bytes], delimiter: int, shape: Shape, budget: Budget) -> bytes:
    """Take a line too long to be held for a row; what came behind it."""
    try:
        width, blank, rest = skim.skim(pieces, delimiter, budget)
    except skim.OpenError:
        raise UnclosedError(shape.number + 1) from None
    shape.account(np.array([width]), np.array([blank]))
    return rest


def _is_open(record: bytes) -> bool:
    """Whether the last record's last quoted cell was never closed."""
    return record.count(b'"') % 2 == 1 and (
        record.startswith(b'"') or b',"' in record or b'\t"' in record or b';"' in record
    )


def _measure(buffer: bytes, delimiter: int, shape: Shape) -> int:
    """Account for the whole records in the buffer; the offset where the unfinished one begins, -1 at an odd quote."""
    data = np.frombuffer(buffer, np.uint8)
    found = records(buffer, data, delimiter, shape.width)
    if found is None:
        return -1
    if not len(found.ends):
        return 0
    if len(found.inner):
        _newlines(shape, found.inner, found.line_ends)
    blank = _blank(buffer, data, found.starts, found.line_ends, delimiter)
    if blank.any():
        _note_followers(buffer, found.starts, found.line_ends, blank, shape)
    if shape.header and _may_repeat(data[found.starts], shape.header) and shape.header in buffer:
        _note_repeats(buffer, found.starts, found.line_ends, shape)
    if shape.watches:
        _show(buffer, data, found, shape)
    shape.account(found.widths, blank)
    return int(found.line_ends[-1]) + 1


def _may_repeat(firsts: Bytes, header: bytes) -> bool:
    """Whether any record begins as the header does, or its mark: to look for the whole of it takes long."""
    return bool(((firsts == header[0]) | (firsts == BOM_UTF8[0])).any())


def _note_repeats(buffer: bytes, starts: Positions, ends: Positions, shape: Shape) -> None:
    """Rows that are the header's line again, with the mark of a file that was appended perhaps."""
    at = buffer.find(shape.header)
    while at >= 0:
        row = int(np.searchsorted(starts, at, "right")) - 1
        before, after = buffer[starts[row] : at], buffer[at + len(shape.header) : ends[row]]
        whole = row >= 0 and before in (b"", BOM_UTF8) and after in (b"", b"\r")
        number = shape.number + 1 + row
        if whole and number >= shape.first_data:
            shape.repeats += 1
            if len(shape.repeats_first) < KEEP:
                shape.repeats_first.append((number, shape.width))
        at = buffer.find(shape.header, at + 1)


def _show(buffer: bytes, data: Bytes, found: Records, shape: Shape) -> None:
    """Show the watched columns of all rows that have the usual width."""
    starts, ends = found.starts, found.ends
    if not found.even or shape.number + 1 < shape.first_data:
        shown = found.widths == shape.width
        shown[: max(0, shape.first_data - shape.number - 1)] = False
        starts, ends = starts[shown], ends[shown]
    first = ends - shape.width + 1
    for watch in shape.watches:
        begin = starts if watch.column == 0 else found.places[first + watch.column - 1] + 1
        watch.take(buffer, data, begin, found.places[first + watch.column])


def _newlines(shape: Shape, inner: Positions, line_ends: Positions) -> None:
    """Line ends inside quoted cells, of whole records only."""
    inner = inner[inner < line_ends[-1]]
    rows = np.searchsorted(line_ends, inner)
    shape.newlines += len(inner)
    room = KEEP - len(shape.newlines_first)
    if room > 0:
        shape.newlines_first += [(shape.number + 1 + r, 0) for r in dict.fromkeys(rows[: room * 4].tolist())][:room]


def _blank(buffer: bytes, data: Bytes, starts: Positions, ends: Positions, delimiter: int) -> npt.NDArray[np.bool_]:
    """Records of nothing but delimiters, blanks and empty quotes.

    Four bytes of each are looked at (the first two, the middle, the last); where all four say nothing, the rest is too.
    """
    void = _VOID.copy()
    void[delimiter] = True
    blank: npt.NDArray[np.bool_] = void[data[starts]]
    if not blank.any():
        return blank
    last = np.maximum(ends - 1, starts)
    blank &= void[data[np.minimum(starts + 1, ends)]] & void[data[(starts + ends) // 2]] & void[data[last]]
    nothing = bytes([delimiter]) + b' \t\r\n\x0b\x0c\x1a"'
    for i in blank.nonzero()[0].tolist():
        record = buffer[starts[i] : ends[i]]
        blank[i] = not _bared(record, nothing) and _is_hollow(record, chr(delimiter))
    return blank


def _bared(record: bytes, nothing: bytes) -> bytes:
    """What a record has besides marks and blanks, wide ones too."""
    rest = record.strip(nothing)
    for wide in _WIDE_BLANKS if rest[:1] in (b"\xe3", b"\xc2", b"\xa1") else ():
        rest = rest.replace(wide, b"").strip(nothing)
    return rest


def _is_hollow(record: bytes, delimiter: str) -> bool:
    """Whether delimiters and quotes are all marks, and none of them is the content of a quoted cell."""
    if b'"' not in record:
        return True
    row = next(csv.reader(io.StringIO(record.decode("latin-1"), newline="\n"), delimiter=delimiter), [])
    return not "".join(row).strip(_BLANKS)


def _note_followers(
    buffer: bytes, starts: Positions, ends: Positions, blank: npt.NDArray[np.bool_], shape: Shape
) -> None:
    """Remember what comes after blank rows: another table may begin there."""
    follow = np.flatnonzero(blank[:-1] & ~blank[1:]) + 1
    for i in follow[: KEEP - len(shape.after_blank)].tolist():
        stop = ends[min(i + 8, len(ends) - 1)]
        shape.after_blank.append((shape.number + 1 + i, buffer[starts[i] : min(int(stop), int(starts[i]) + 8192)]))


def _lines(pieces: Iterable[bytes], codec: str) -> Iterator[str]:
    """Text lines of a byte stream, line ends kept."""
    carry = b""
    for piece in pieces:
        whole, mark, carry = (carry + piece).rpartition(b"\n")
        yield from io.StringIO(_tidy((whole + mark).decode(codec, "replace")), newline="\n")
        if len(carry) > MAX_RECORD:
            raise csv.Error("line too long")
    if carry:
        yield _tidy(carry.decode(codec, "replace"))


def _tidy(text: str) -> str:
    """Without returns: the csv module refuses one inside a cell."""
    return text.replace("\r\n", "\n").replace("\r", " ") if "\r" in text else text


def _slow(pieces: Iterable[bytes], delimiter: str, shape: Shape, codec: str, budget: Budget) -> None:
    """The csv module's reading, a thousand records at a time."""
    widths: list[int] = []
    blank: list[bool] = []
    show = cells_of(shape.watches)
    reader = csv.reader(_lines(pieces, codec), delimiter=delimiter)
    try:
        for row in reader:
            widths.append(len(row))
            blank.append(not "".join(row).strip(_BLANKS))
            number = shape.number + len(widths)
            if number >= shape.first_data:
                show(row)
            if any("\n" in cell for cell in row):
                shape.newlines += 1
                if len(shape.newlines_first) < KEEP:
                    shape.newlines_first.append((number, 0))
            if len(widths) >= 1000:
                budget.tick()
                shape.account(np.array(widths), np.array(blank))
                widths, blank = [], []
    except csv.Error as error:
        raise UnclosedError(shape.number + len(widths) + 1) from error
    shape.account(np.array(widths, np.int64), np.array(blank, bool))
