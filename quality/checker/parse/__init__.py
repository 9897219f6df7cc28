"""From bytes to what they say: one file a family of formats. No judgement here.

A parser's libraries are loaded when the first file of its kind comes, or all at once by those who `preload`.
"""

from collections.abc import Callable
from importlib import import_module

from quality.checker import sniff
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Content


def read(source: Source, kind: str, inspect: Callable[[Source], Content]) -> Parsed:
    """Read a file of a sniffed kind; `inspect` judges the members of archives."""
    if kind == sniff.TEXT:
        from quality.checker.parse import text

        return text.parse(source)
    if kind in ("XLSX", "XLS", "ODS"):
        from quality.checker.parse import sheet

        return sheet.parse(source, kind)
    if kind in ("ZIP", "KMZ", "TAR", "GZ", "7Z", "RAR"):
        from quality.checker.parse import archive

        return archive.parse(source, kind, inspect)
    if kind == "PARQUET":
        from quality.checker.parse import parquet

        return parquet.parse(source)
    if kind == "SHP":
        from quality.checker.parse import shape

        return shape.parse(source)
    from quality.checker.parse import document

    return document.parse(source, kind)


def preload() -> None:
    """Load what any file may need."""
    for name in ("archive", "delimited", "document", "parquet", "shape", "sheet", "text", "unpack"):
        import_module(f"quality.checker.parse.{name}")
