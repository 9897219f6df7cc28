"""Tables whose columns stand apart by blanks: two or more of them, or single ones between nothing but values."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from quality.checker.encoding import Encoding
from quality.checker.layout.cells import kind
from quality.checker.parse import delimited, pieces
from quality.checker.parse.source import Source
from quality.checker.table import Parsed

LOOK = 200
LEAST = 3
"""Lines, below which columns may stand under each other by chance."""
LONGEST = 10_000
"""Characters of a line; no table of columns under each other is wider."""
_GAP = re.compile(r" {2,}|\u3000+")
_BLANK = re.compile(r"[ \u3000]+")
_RULE = re.compile(r"[-=+_ ]{3,}")
_POINT = re.compile(r"[(（]?[\w一二三四五六七八九十]{1,3}[.)、）]|[-*•◎○]|.*[:：]")
Cut = Callable[[str], list[str]]


def _wide(line: str) -> list[str]:
    return _GAP.split(line.strip(" \u3000"))


def _narrow(line: str) -> list[str]:
    return _BLANK.split(line.strip(" \u3000"))


def cut_of(text: str) -> Cut | None:
    """How its lines are cut into cells; None where they are no such table."""
    lines = [line for line in text.splitlines()[:LOOK] if line.strip()]
    if (
        len(lines) < LEAST
        or "\t" in text
        or max(map(len, lines)) > LONGEST
        or any(_RULE.fullmatch(line) for line in lines[:4])
    ):
        return None
    rows = list(map(_wide, lines))
    if _is_even(rows) and not _is_listed(rows) and (len(rows[0]) > 2 or _typed(rows)):
        return _wide
    rows = list(map(_narrow, lines))
    return _narrow if _is_even(rows) and _typed(rows) > 1 else None


def _is_even(rows: list[list[str]]) -> bool:
    """Nineteen of twenty lines have the same two cells or more, and no cell is a sentence."""
    width = len(rows[len(rows) // 2])
    fit = [row for row in rows if len(row) == width]
    short = all(len(cell) <= 40 and not cell.endswith((".", ",", "。", "，")) for row in fit for cell in row)
    return width > 1 and len(fit) * 20 >= len(rows) * 19 and short


def _is_listed(rows: list[list[str]]) -> bool:
    """Points of a list, or names with a colon: the first blanks stand behind a mark, not between columns."""
    return all(_POINT.fullmatch(row[0]) for row in rows)


def _typed(rows: list[list[str]]) -> int:
    """How many columns hold numbers or dates alone below the first line: columns of words may be verses."""
    columns = zip(*rows[1:], strict=False)
    return sum(all(kind(cell) in "nd_" for cell in column) for column in columns)


def parse(source: Source, found: Encoding, cut: Cut) -> Parsed:
    """Read it as if tabs stood between the columns."""
    with tempfile.TemporaryDirectory(prefix="fixed-") as folder:
        path = Path(folder) / "table"
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            out.writelines("\t".join(cut(line)) + "\n" for line in _lines(pieces.texts(source, found)))
        inner = replace(source, body=path)
        text = inner.head.decode("utf-8", "replace")
        best = delimited.attempt(text, "\t", complete=inner.complete)
        parsed = delimited.parse(inner, Encoding("utf-8"), text, best)
    return replace(parsed, format="CSV", encoding=found.name, ascii_only=found.ascii_only, delimiter=" ")


def _lines(texts: Iterable[str]) -> Iterator[str]:
    carry = ""
    for text in texts:
        *whole, carry = (carry + text).replace("\r\n", "\n").split("\n")
        yield from whole
    if carry.strip(" \u3000\r"):
        yield carry.rstrip("\r")
