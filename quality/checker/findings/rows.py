"""What is wrong with a table's rows."""

from collections.abc import Iterator
from itertools import chain

from quality.checker import names
from quality.checker.findings.rule import Example, corpus, rule
from quality.checker.table import Parsed, Table
from quality.checker.types import Declared, Finding

SHOWN = 5
"""Rows named one by one; the first finding carries the whole count."""


@rule(
    yes=("縣市,件數\n臺北市,5,多\n新北市,6\n", "縣市,件數,率\n臺北市,5,1\n註：暫定值,,\n"),
    no=("縣市,件數\n臺北市,5\n\n\n", '名稱,地址\n甲,"臺北市,中正區"\n'),
)
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


@rule(
    yes=("縣市,件數\n臺北市,5\n\n縣市,件數\n新北市,6\n", "縣市,件數\n臺北市,5\n\n業者,金額\n甲,6\n"),
    no=("縣市,件數\n臺北市,5\n\n新北市,6\n",),
)
def several_tables(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Another header further down."""
    for table in parsed.tables:
        for row, _ in table.others.first[:1]:
            yield Finding("several_tables", "error", {"count": table.others.count + 1, "sheet": table.name}, row=row)


@rule(
    yes=("縣市,件數\n臺北市,5\n,\n新北市,6\n",),
    no=("縣市,件數\n臺北市,5\n,\n\n",),
)
def blank_rows(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Rows of nothing between rows of data."""
    for table in parsed.tables:
        if table.blank.count:
            yield Finding(
                "blank_rows", "warning", {"count": table.blank.count, "sheet": table.name}, row=table.blank.first[0][0]
            )


@rule(
    yes=('標題,內容\n一,"兩\n行"\n',),
    no=('標題,內容\n一,"一行"\n',),
)
def quoted_newline(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Line breaks inside cells: right, but naive readers trip."""
    for table in parsed.tables:
        if table.newlines.count:
            yield Finding("quoted_newline", "info", {"count": table.newlines.count}, row=table.newlines.first[0][0])


@rule(
    yes=(Example("[]", name="example.json"), corpus("xlsx-empty.xlsx")),
    no=(Example('[{"a": 1}]', name="example.json"), "縣市,件數\n"),
)
def no_rows(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A list or a workbook without a single record."""
    hollow = parsed.format in names.ARCHIVES and not parsed.members and not parsed.faults
    if (
        hollow
        or parsed.rows == 0
        or (parsed.format in ("XLSX", "XLS", "ODS") and not parsed.tables and not parsed.faults)
    ):
        yield Finding("no_rows", "warning")


@rule(
    yes=("業者,件數\n甲   ,5\n",),
    no=('業者,說明\n甲,"a, b"\n',),
)
def padded_cells(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Blanks around values, which then do not equal themselves."""
    for table in parsed.tables:
        if place := _padded(table):
            row, column = place
            yield Finding("padded_cells", "warning", {"sheet": table.name}, row=row, column=column)


def _padded(table: Table) -> tuple[int, int] | None:
    rows = [(table.layout.header or 0, table.layout.cells), *zip(table.numbers, table.sample, strict=True)]
    cells = list(chain.from_iterable(row for _, row in rows))
    if cells == list(map(str.strip, cells)):
        return None
    for number, row in rows:
        if row == tuple(map(str.strip, row)):
            continue
        for column, cell in enumerate(row):
            if cell != cell.strip() and cell.strip():
                return number, column + 1
    return None


RULES = (ragged_rows, several_tables, blank_rows, quoted_newline, no_rows, padded_cells)
