"""Turtle and N-Triples: recognised by their first statement, checked for whole statements, counted."""

import re

from quality.checker.encoding import Encoding
from quality.checker.parse import pieces
from quality.checker.parse.damage import corrupt
from quality.checker.parse.source import Source
from quality.checker.table import Parsed

_OPENING = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:@prefix\s+[\w.-]*:\s*<|@base\s*<|(?i:prefix)\s+[\w.-]*:\s*<|(?i:base)\s+<|<[^<>\"{}|^`\\\s:]+:[^<>\s]*>\s+(?:<[^<>\s]+>|a|[\w-]*:[\w-]+)\s)"
)
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\n]*>|#[^\n]*|[\[\](){};,]|\.(?=\s|$)|[^\s\[\](){};,"\'<>#]+?(?=[\s\[\](){};,"\'<>#]|\.(?:\s|$)|$)|\s+',
    re.DOTALL,
)
_OUT = re.compile(r"(?:sameAs|seeAlso|closeMatch|exactMatch)\s*>?\s+<http")
WHOLE = 16 * 1024**2
"""Bytes up to which statements are checked; of a larger file the beginning is."""


def looks_like(text: str) -> bool:
    """Whether the text opens with a prefix, a base or a triple."""
    return bool(_OPENING.match(text))


def parse(source: Source, found: Encoding) -> Parsed:
    """Check brackets, strings and full stops; `rows` counts the statements."""
    kept, size = [], 0
    for piece in pieces.texts(source, found, 1 << 20):
        kept.append(piece)
        size += len(piece)
        if size >= WHOLE:
            break
    text = "".join(kept)
    cut = size >= WHOLE
    statements, ok = _count(text)
    faults = () if ok or cut else (corrupt("statement"),)
    return Parsed(
        "TTL",
        ok or cut,
        found.name,
        found.ascii_only,
        rows=None if cut or not ok else statements,
        faults=faults,
        stars=5 if _OUT.search(text) else 4,
    )


def _count(text: str) -> tuple[int, bool]:
    position = statements = depth = 0
    pending = False
    while position < len(text):
        token = _TOKEN.match(text, position)
        if not token:
            return statements, False
        position = token.end()
        mark = token[0]
        if mark.isspace() or mark.startswith("#"):
            continue
        depth += mark in "[(" and len(mark) == 1
        depth -= mark in "])" and len(mark) == 1
        if depth < 0:
            return statements, False
        if mark == "." and depth == 0:
            statements, pending = statements + 1, False
        else:
            pending = True
    return statements, depth == 0 and (not pending or bool(re.search(r"(?im)^\s*(prefix|base)\b[^\n]*\s*\Z", text)))
