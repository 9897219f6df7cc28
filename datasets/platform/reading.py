"""The one door to every format: look at the bytes, never at the name or the Content-Type, and hand out rows."""

from collections.abc import Iterator
from typing import BinaryIO

from datasets.platform.csv_rows import csv_rows
from datasets.platform.json_rows import json_rows
from datasets.platform.notices import Notice
from datasets.platform.rows import Columns, Row
from datasets.platform.text import as_text, encoding_of

HEAD = 4096
FOREIGN = {b"PK": "XLSX/ODS/ZIP", b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "XLS/DOC", b"\x1f\x8b": "GZIP", b"7z\xbc": "7Z"}
"""First bytes of files that are uploaded by mistake."""


def read_rows(source: BinaryIO, columns: Columns) -> Iterator[Row | Notice]:
    """Rows of a seekable binary file, streaming. A `Notice` among them is about the file, or a row that was skipped."""
    source.seek(0)
    start = source.read(HEAD)
    if kind := next((kind for magic, kind in FOREIGN.items() if start.startswith(magic)), ""):
        yield Notice("not_a_table", values={"kind": kind}, severity="error")
        return
    encoding = encoding_of(source)
    with as_text(source, encoding) as text:
        first = text.read(HEAD).lstrip("\ufeff \t\r\n")[:1]
    with as_text(source, encoding) as text:
        match first:
            case "":
                yield Notice("empty_file", severity="error")
            case "<":
                yield Notice("not_a_table", values={"kind": "HTML/XML"}, severity="error")
            case "[" | "{":
                yield from json_rows(text, columns, encoding)
            case _:
                yield from csv_rows(text, columns, encoding)
