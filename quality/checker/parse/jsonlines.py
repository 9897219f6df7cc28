"""JSON lines: one JSON value a line."""

import json

from quality.checker.encoding import Encoding
from quality.checker.parse.jsontext import Utf8
from quality.checker.parse.records import Tree
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
    tree, carry, number = Tree(), b"", 0
    stream = Utf8(source, found)
    while piece := stream.read(1 << 20):
        source.budget.tick()
        *lines, carry = (carry + piece).split(b"\n")
        for line in lines:
            number += 1
            if not _take(line, tree):
                return _invalid(found, number)
        if len(carry) > MAX_LINE:
            return _invalid(found, number + 1)
    if not _take(carry, tree):
        return _invalid(found, number + 1)
    group = tree.at("", 1)
    return Parsed(
        "JSONL",
        True,
        found.name,
        found.ascii_only,
        rows=group.count,
        fields=tuple(group.names),
        newest=tree.newest("", source),
        texts=tree.texts(""),
    )


def _take(line: bytes, tree: Tree) -> bool:
    if not line.strip():
        return True
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    group = tree.at("", 1)
    group.count += 1
    for name, item in value.items() if isinstance(value, dict) else ():
        group.put(name, "" if item is None else str(item)[:200])
    return True


def _invalid(found: Encoding, row: int) -> Parsed:
    fault = Finding("invalid_json", "error", {"detail": ""}, row=row)
    return Parsed("JSONL", False, found.name, found.ascii_only, faults=(fault,))
