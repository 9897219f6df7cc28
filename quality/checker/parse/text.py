"""Text of any kind: which one it is, from its beginning alone; then its own parser reads the whole."""

import json
import re
from dataclasses import replace

from quality.checker import encoding, errors, names
from quality.checker.encoding import Encoding
from quality.checker.parse import htmltext, jsonlines, jsontext, known, turtle, xmltext
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

_XML = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|!--|[^\W\d][\w.:-]*[\s>/])")
_RULE = re.compile(r"^[ \t]*+(?:\|[ \t]*+)?:?-{3,}:?[ \t]*+(?:\||$)", re.MULTILINE)
"""The line under the names of a Markdown table."""
_WRAPPED = re.compile(r"\s*(?://[^\n]*\n|/\*.*?\*/|(?:var|let|const)\s+\w+\s*=|[\w.$]+\s*[=(])\s*[\[{]", re.DOTALL)
"""JSON behind a comment, in a call or set to a name: a script, and no JSON."""
_SENTENCE = re.compile(r"[。！？；，]|[.!?]\s")


def parse(source: Source) -> Parsed:
    """Read a text file."""
    found, text = encoding.read(source)
    text = text.replace("\0", " ").lstrip("\ufeff").rstrip("\x1a")  # filled up to a length; the end of a file in DOS
    if not text.strip():
        return Parsed("TXT", False, found.name, reason="empty" if source.complete else "")
    parsed = _parse(source, found, text)
    return replace(parsed, faults=(*_faults(found), *parsed.faults))


def _parse(source: Source, found: Encoding, text: str) -> Parsed:
    start = text.lstrip()[:1]
    if jsonlines.is_sequence(text):
        return jsonlines.parse(source, found, jsonlines.RECORD)
    if start in "{[" and (jsonlines.looks_like(text) or _is_json(source, text)):
        return jsonlines.parse(source, found) if _is_lines(source, text) else _json(source, found)
    if start == "<":
        if htmltext.looks_like(text):
            return htmltext.parse(source, found, text)
        if turtle.looks_like(text):
            return turtle.parse(source, found)
        if _XML.match(text) and not (source.expected in names.TABULAR and errors.goes_on(text)):
            return xmltext.parse(source, found, text)
    if turtle.looks_like(text):
        return turtle.parse(source, found)
    if source.expected == "JSON" and (_is_scalar(text) or _WRAPPED.match(text)):
        return jsontext.parse(source, found)
    return _table_or_prose(source, found, text)


def _json(source: Source, found: Encoding) -> Parsed:
    """JSON; where more values follow the first it may be JSON lines, longer than the beginning that was looked at."""
    parsed = jsontext.parse(source, found)
    if parsed.readable or source.complete:
        return parsed
    lines = jsonlines.parse(source, found)
    return lines if lines.readable and (lines.rows or 0) > 1 else parsed


def _is_lines(source: Source, text: str) -> bool:
    """Whether it is JSON lines; one object in one line is one where that was promised."""
    alone = source.expected == "JSONL" and source.complete and text.lstrip()[:1] == "{" and "\n" not in text.strip()
    return alone or jsonlines.looks_like(text)


def _is_json(source: Source, text: str) -> bool:
    """An opening bracket may also begin a CSV or a text: `[1]註`. JSON goes on with a value, a key or an end."""
    return source.expected in ("JSON", "GEOJSON", "JSON-LD", "JSONL") or bool(
        re.match(r"\s*(?:\{\s*(?:\"|\}|$)|\[\s*(?:[\[{\"\]\-\d]|true|false|null|$))", text)
    )


def _is_scalar(text: str) -> bool:
    """One plain JSON value: "not found", 42, null."""
    try:
        json.loads(text[:10_000])
    except (ValueError, RecursionError):
        return False
    return True


def _table_or_prose(source: Source, found: Encoding, text: str) -> Parsed:
    from quality.checker.parse import delimited, fixed

    if known.is_other(text) or (source.expected not in ("CSV", "TSV") and known.is_program(text)):
        return Parsed("TXT", False, found.name, found.ascii_only)
    lines = delimited.lines_of(text)
    best = delimited.dialect(lines, complete=source.complete)
    if best.delimiter == "|" and _RULE.search(text):
        return Parsed("TXT", False, found.name, found.ascii_only)
    if not best.is_table and not _is_prose(text) and (cut := fixed.cut_of(lines)):
        return fixed.parse(source, found, cut)
    if best.is_table or (best.width > 1 and source.expected in ("CSV", "TSV") and best.fit >= 0.4):
        return delimited.parse(source, found, lines, best)
    if source.expected in ("CSV", "TSV") and not _is_prose(text):
        return delimited.parse(source, found, lines, best)
    prose = source.expected in ("JSON", "GEOJSON", "XML", "KML", "GML", "RSS", "TXT") or _is_prose(text)
    if prose or not _is_column(text):
        return Parsed("TXT", False, found.name, found.ascii_only)
    return delimited.parse(source, found, lines, best)


def _is_prose(text: str) -> bool:
    """Sentences rather than cells."""
    lines = [line.strip() for line in text.splitlines()[:200] if line.strip()]
    long = sum(len(line) > 80 or bool(_SENTENCE.search(line)) for line in lines)
    return long * 3 > len(lines)


def _is_column(text: str) -> bool:
    """One column of short, like values under a name."""
    lines = [line.strip() for line in text.splitlines()[:200] if line.strip()]
    return len(lines) >= 3 and all(len(line) <= 40 and " " not in line for line in lines)


def _faults(found: Encoding) -> tuple[Finding, ...]:
    """What the encoding itself has to say."""
    if not found.problem:
        return ()
    return (Finding(found.problem, "error", {"encoding": found.name}, row=found.row),)
