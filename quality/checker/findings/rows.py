"""What is wrong with a table's rows."""

from collections.abc import Iterator

from quality.checker import names
from quality.checker.table import Parsed, Table
from quality.checker.types import Declared, Finding

SHOWN = 5
"""Rows named one by one; the first finding carries the whole count."""


def ragged_rows(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Rows with more or fewer cells than the header; remarks below the table are such rows, padded or not."""
    for table in parsed.tables:
        places = table.ragged.first or table.notes.first
        count = table.ragged.count or table.notes.count
        for row, cells in places[:SHOWN]:
            yield Finding(
                "ragged_rows",
                "error",
                {"count": count, "cells": cells, "columns": table.columns, "sheet": table.name},
                row=row,
            )


def several_tables(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Another header further down."""
    for table in parsed.tables:
        for row, _ in table.others.first[:1]:
            yield Finding("several_tables", "error", {"count": table.others.count + 1, "sheet": table.name}, row=row)


def blank_rows(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Rows of nothing between rows of data."""
    for table in parsed.tables:
        if table.blank.count:
            yield Finding(
                "blank_rows", "warning", {"count": table.blank.count, "sheet": table.name}, row=table.blank.first[0][0]
            )


def quoted_newline(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Line breaks inside cells: right, but naive readers trip."""
    for table in parsed.tables:
        if table.newlines.count:
            yield Finding("quoted_newline", "info", {"count": table.newlines.count}, row=table.newlines.first[0][0])


def no_rows(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A list or a workbook without a single record."""
    hollow = parsed.format in names.ARCHIVES and not parsed.members and not parsed.faults
    if (
        hollow
        or parsed.rows == 0
        or (parsed.format in ("XLSX", "XLS", "ODS") and not parsed.tables and not parsed.faults)
    ):
        yield Finding("no_rows", "warning")


def padded_cells(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Blanks around values, which then do not equal themselves."""
    for table in parsed.tables:
        if place := _padded(table):
            row, column = place
            yield Finding("padded_cells", "warning", {"sheet": table.name}, row=row, column=column)


def _padded(table: Table) -> tuple[int, int] | None:
    first = table.layout.first_data
    rows = [(table.layout.header or 0, table.layout.cells), *enumerate(table.sample, first)]
    for number, row in rows:
        for column, cell in enumerate(row):
            if cell and cell != cell.strip() and cell.strip():
                return number, column + 1
    return None


RULES = (ragged_rows, several_tables, blank_rows, quoted_newline, no_rows, padded_cells)
