"""JSON lines: one JSON value a line. A JSON text sequence (RFC 7464, GeoJSON's RFC 8142) is read as such too."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from quality.checker.encoding import Encoding
from quality.checker.parse import pieces
from quality.checker.parse.cursor import InvalidError, scan
from quality.checker.parse.jsontext import visit_all
from quality.checker.parse.records import Node
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

MAX_LINE = 8 * 1024**2
BLANKS = " \t\r\n"
RECORD = "\x1e"
"""What stands before each value of a sequence, which may have line ends in it."""
_MARK = secrets.token_hex(8)
_BETWEEN = f',\n"{_MARK}",\n'


def looks_like(text: str) -> bool:
    """The first line is a whole object or array and another opens below it: no single JSON text goes on like that."""
    lines = [line for line in text.split("\n", 40)[:40] if line.strip()]
    return len(lines) >= 2 and lines[1].lstrip()[:1] in ("{", "[") and _object(lines[0])


def is_sequence(text: str) -> bool:
    """Whether the text opens with the mark of a sequence, and a value behind it."""
    return text[:1] == RECORD and text[1:].lstrip()[:1] in ("{", "[")


def _object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def parse(source: Source, found: Encoding, mark: str = "\n") -> Parsed:
    """Read every line, or what else the mark stands between."""
    node, carry, number = Node(), "", 0
    try:
        for piece in pieces.texts(source, found):
            *lines, carry = (carry + piece).split(mark)
            visit_all(_values(lines, number), node)
            number += len(lines)
            if len(carry) > MAX_LINE:
                raise InvalidError(number + 1, "")
        visit_all(_values([carry], number), node)
    except InvalidError as error:
        fault = Finding("invalid_json", "error", {"detail": ""}, row=error.row)
        return Parsed("JSONL", False, found.name, found.ascii_only, faults=(fault,))
    return Parsed(
        "JSONL",
        True,
        found.name,
        found.ascii_only,
        rows=node.count,
        fields=tuple(node.fields),
        newest=node.newest(source.today),
        texts=node.texts(),
    )


def _values(lines: Sequence[str], before: int) -> Sequence[Any]:
    """The value of each line that is not blank. Raises InvalidError; so many lines came `before`."""
    some = [*filter(None, lines)]
    values = _together(some) if some else []
    return [*_one_by_one(lines, before)] if values is None else values


def _together(lines: Sequence[str]) -> Sequence[Any] | None:
    """All lines read as one list, in a third of the time; None where one of them is not one whole value.

    A mark that no file holds stands between any two. Where it comes out as every second value, each line was one.
    """
    text = f"[{_BETWEEN.join(lines)}]"
    try:
        values, end = scan(text, 0)
    except (ValueError, StopIteration, RecursionError):
        return None
    whole = end == len(text) and len(values) == 2 * len(lines) - 1
    return values[::2] if whole and values[1::2].count(_MARK) == len(lines) - 1 else None


def _one_by_one(lines: Iterable[str], before: int) -> Iterator[Any]:
    for number, line in enumerate(lines, before + 1):
        begin = 0 if line[:1] == "{" else len(line) - len(line.lstrip(BLANKS))
        try:
            value, end = scan(line, begin)
        except (ValueError, StopIteration, RecursionError):
            if line.strip():
                raise InvalidError(number, "") from None
            continue
        if end < len(line) and line[end:].strip(BLANKS):
            raise InvalidError(number, "")
        yield value
