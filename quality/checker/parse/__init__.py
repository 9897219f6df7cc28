"""From bytes to what they say: one file a family of formats. No judgement here."""

from collections.abc import Callable

from quality.checker import sniff
from quality.checker.parse import archive, document, parquet, shape, sheet, text
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Content


def read(source: Source, kind: str, inspect: Callable[[Source], Content]) -> Parsed:
    """Read a file of a sniffed kind; `inspect` judges the members of archives."""
    if kind == sniff.TEXT:
        return text.parse(source)
    if kind in ("XLSX", "XLS", "ODS"):
        return sheet.parse(source, kind)
    if kind in ("ZIP", "KMZ", "TAR", "GZ", "7Z", "RAR"):
        return archive.parse(source, kind, inspect)
    if kind == "PARQUET":
        return parquet.parse(source)
    if kind == "SHP":
        return shape.parse(source)
    return document.parse(source, kind)
