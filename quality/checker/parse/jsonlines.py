"""JSON lines: one JSON value a line."""

import json

from quality.checker.encoding import Encoding
from quality.checker.parse import pieces
from quality.checker.parse.jsontext import visit
from quality.checker.parse.records import Node
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

MAX_LINE = 8 * 1024**2


def looks_like(text: str) -> bool:
    """The first line is a whole object or array and another opens below it: no single JSON text goes on like that."""
    lines = [line for line in text.split("\n", 40)[:40] if line.strip()]
    return len(lines) >= 2 and lines[1].lstrip()[:1] in ("{", "[") and _object(lines[0])


def _object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def parse(source: Source, found: Encoding) -> Parsed:
    """Read every line."""
    node, carry, number = Node(), "", 0
    for piece in pieces.texts(source, found, 1 << 20):
        *lines, carry = (carry + piece).split("\n")
        for line in lines:
            number += 1
            if not _take(line, node):
                return _invalid(found, number)
        if len(carry) > MAX_LINE:
            return _invalid(found, number + 1)
    if not _take(carry, node):
        return _invalid(found, number + 1)
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


def _take(line: str, node: Node) -> bool:
    if not line.strip():
        return True
    try:
        visit(json.loads(line), node)
    except (ValueError, RecursionError):
        return False
    return True


def _invalid(found: Encoding, row: int) -> Parsed:
    fault = Finding("invalid_json", "error", {"detail": ""}, row=row)
    return Parsed("JSONL", False, found.name, found.ascii_only, faults=(fault,))
