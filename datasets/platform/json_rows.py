"""JSON lists of objects, streamed: a bare list, or a list somewhere inside an answer of the platform's API."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

import ijson

from datasets.platform.notices import Notice
from datasets.platform.rows import Columns, Row, tidy

DEPTH = 50
"""Levels of nesting that an honest answer never reaches."""


class Utf8:
    """Text as the UTF-8 bytes that the JSON reader wants."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode(errors="replace")


def json_rows(text: TextIO, columns: Columns, encoding: str) -> Iterator[Row | Notice]:
    """One row an item, numbered from 1. An empty value (null) is an empty cell."""
    number = 0
    try:
        path = _list_path(_events(text), columns)
        if path is None:
            yield Notice("no_list", severity="error")
            return
        text.seek(0)
        for number, item in enumerate(ijson.items(_events(text), path), start=1):
            yield _row(number, item, columns, encoding)
    except (ijson.JSONError, ValueError, RecursionError) as error:
        yield Notice("bad_json", number or None, values={"after": number, "detail": str(error)[:200]}, severity="error")


def _events(text: TextIO) -> Iterator[tuple[str, str, Any]]:
    """The parser's (prefix, event, value); a prefix grows with the depth, so a hostile depth is refused first."""
    return ijson.parse(_shallow(ijson.basic_parse(Utf8(text))))  # type: ignore[no-any-return]


def _shallow(events: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    depth = 0
    for event, value in events:
        depth += event.startswith("start_") - event.startswith("end_")
        if depth > DEPTH:
            raise ValueError(f"nested deeper than {DEPTH}")
        yield event, value


def _list_path(events: Iterator[tuple[str, str, Any]], columns: Columns) -> str | None:
    """Where the list lies: the first array whose items have one of our columns; None where there is none."""
    for prefix, event, value in events:
        if event == "map_key" and value in columns.names and (prefix == "item" or prefix.endswith(".item")):
            return str(prefix)
    return None


def _row(number: int, item: Any, columns: Columns, encoding: str) -> Row | Notice:
    if not isinstance(item, dict):
        return Notice("not_an_object", number, severity="error")
    cells = {columns.names[key]: _text(value) for key, value in item.items() if key in columns.names}
    return tidy(number, cells, encoding)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "1" if value else "0"
        case list():
            return ";".join(_text(part) for part in value)
        case dict():
            return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
