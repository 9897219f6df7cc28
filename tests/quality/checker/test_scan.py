"""The fast count against Python's csv module: the same records, the same widths, wherever a chunk ends."""

import csv
import io
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.checker.budget import Budget
from quality.checker.parse.scan import UnclosedError, scan
from quality.checker.parse.watch import _largest
from quality.checker.types import Limits

DIGITS, CELLS = st.text("0123456789", max_size=20), st.text("0123456789-/", min_size=1, max_size=20)
WORDS = st.sampled_from(["", "a", "x,y", 'a "b"', "中 文"])
SIZES = st.sampled_from([1, 2, 3, 7])
PIECES = st.lists(
    st.sampled_from([",", '"', '""', "\n", "\r\n", "a", "中", " ", '","', '"\n', '\n"', "x,y\n"]), max_size=60
)


def by_csv(text):
    """(records, ragged against 2, blank ones before the last filled one, rows that hold anything)."""
    rows = list(csv.reader(io.StringIO(text, newline="\n")))
    blank = ["".join(row).strip(' \t\r\n"') == "" for row in rows]
    last = max((i for i, b in enumerate(blank) if not b), default=-1)
    ragged = sum(1 for row, b in zip(rows, blank, strict=True) if not b and len(row) != 2)
    return len(rows) - len(rows[last + 1 :]), ragged, blank.count(False)


def by_scan(text, size):
    data = text.encode()
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    return scan(pieces, ord(","), 2, 1, "utf-8", Budget(Limits(), len(data)))


@settings(max_examples=600, deadline=None)
@given(PIECES, st.sampled_from([1, 2, 3, 7, 64, 10_000]))
def test_same_as_csv(pieces, size):
    text = "".join(pieces)
    try:
        shape = by_scan(text, size)
    except UnclosedError:
        return
    _, ragged, rows = by_csv(text)
    assert (shape.rows, shape.ragged) == (rows, ragged)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["", "a", "x,y", 'a "b"', "中 文"]), min_size=1, max_size=4), max_size=9), SIZES
)
def test_lines_too_long_to_be_held_are_counted_all_the_same(table, size):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    with patch("quality.checker.parse.scan.MAX_RECORD", 4):
        shape = by_scan(out.getvalue(), size)
    _, ragged, rows = by_csv(out.getvalue())
    assert (shape.rows, shape.ragged) == (rows, ragged)


def test_chunks_do_not_matter():
    text = 'a,b\n"x\ny",1\n"p ""q""",2\n\n3,4,5\n' * 50
    shapes = [by_scan(text, size) for size in (1, 5, 11, 1 << 20)]
    assert len({(s.rows, s.ragged, s.blank, s.newlines, tuple(s.ragged_first)) for s in shapes}) == 1


def test_rows_are_numbered_as_records():
    shape = by_scan("a,b\n1,2\n3\n4,5\n6,7,8\n", 6)
    assert shape.ragged_first == [(3, 1), (5, 3)]


@settings(max_examples=200, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=30) | st.lists(DIGITS, min_size=1, max_size=30), st.integers(0, 20))
def test_the_largest_is_found_by_words_as_by_texts(cells, width):
    """The largest in the order of texts, or none where cells differ in more than their digits."""
    alike = [cell.ljust(width, "7")[:width] if width else cell for cell in cells]
    buffer = ",".join(alike).encode()
    begin = np.cumsum([0, *(len(cell) + 1 for cell in alike[:-1])])
    stop = begin + [len(cell) for cell in alike]
    best = _largest(np.frombuffer(buffer, np.uint8), begin, stop)
    shapes = {"".join("0" if mark.isdigit() else mark for mark in cell) for cell in alike}
    if len(shapes) > 1 or "0" not in next(iter(shapes)):
        assert best is None
    else:
        assert alike[best] == max(alike)


def test_a_row_that_takes_from_another_is_still_uneven():
    """As many marks as even rows would have, and line ends where even rows would have none."""
    shape = by_scan("a,b\n1\n2,3,4\n5,6\n", 1 << 16)
    assert (shape.rows, shape.ragged_first) == (4, [(2, 1), (3, 3)])
