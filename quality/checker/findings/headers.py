"""What is wrong with a table's header."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from quality.checker.findings.rule import rule
from quality.checker.table import Parsed, Table
from quality.checker.types import Declared, Finding


def same(name: str) -> str:
    """A column's name as people compare it: width, blanks, marks of order and case do not matter."""
    plain = unicodedata.normalize("NFKC", name).replace("\ufeff", "").replace("\u200b", "")
    return "".join(plain.split()).casefold()


def bare(name: str) -> str:
    """The same without a bracket at its end: 收入(千元) is declared as 收入, or the other way round."""
    plain = same(name)
    head, bracket, _ = plain.rpartition("(") if plain.endswith(")") else (plain, "", "")
    return head if bracket and head else plain


def _where(table: Table) -> dict[str, str | int]:
    return {"sheet": table.name}


@rule(
    yes=("113年統計表,\n縣市,件數\n臺北市,5\n新北市,6\n", "單位：人\n\n縣市,件數\n臺北市,5\n"),
    no=("縣市,件數\n臺北市,5\n", "編號,名稱,備註\n1,甲,\n2,,\n3,丙,\n"),
)
def title_above_header(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Lines above the header that are not part of the table."""
    for table in parsed.tables:
        if titles := table.layout.titles:
            yield Finding("title_above_header", "error", {"count": len(titles), **_where(table)}, row=titles[0])


@rule(
    yes=("縣市,男,,女,\n,人數,比率,人數,比率\n甲,1,2,3,4\n乙,5,6,7,8\n", "縣市,件數\nCity,Cases\n臺北市,5\n新北市,6\n"),
    no=("縣市,件數\n臺北市,未統計\n新北市,6\n桃園市,7\n臺中市,7\n臺南市,7\n", "City,Cases\n臺北市,5\n"),
)
def stacked_header(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A header of several lines: groups, units, or names in a second language."""
    for table in parsed.tables:
        if table.layout.header and table.layout.depth > 1:
            yield Finding(
                "stacked_header", "error", {"lines": table.layout.depth, **_where(table)}, row=table.layout.header
            )


@rule(
    yes=("臺北市,5\n新北市,6\n桃園市,7\n",),
    no=("縣市,件數\n臺北市,5\n", "縣市,2019,2020\n臺北市,5,6\n新北市,7,2\n"),
)
def no_header(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """The first row is data."""
    for table in parsed.tables:
        if table.layout.header is None and table.rows and parsed.format != "PARQUET":
            yield Finding("no_header", "warning", _where(table), row=table.layout.first_data)


@rule(
    yes=("縣市,件數\n",),
    no=("縣市,件數\n臺北市,5\n",),
)
def header_only(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A header, and nothing below it."""
    for table in parsed.tables:
        if table.fields and not table.rows:
            yield Finding("header_only", "warning", _where(table), row=table.layout.header)


@rule(
    yes=("縣市,件數,件數\n臺北市,5,6\n",),
    no=("縣市,件數,,\n臺北市,5,,\n",),
)
def duplicate_header(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Two columns of one name."""
    for table in parsed.tables:
        counts = Counter(name for name in table.fields if name)
        for name, count in counts.items():
            if count > 1:
                yield Finding(
                    "duplicate_header",
                    "error",
                    {"name": name, "count": count, **_where(table)},
                    row=table.layout.header,
                )


@rule(
    yes=("縣市,,件數\n臺北市,甲,6\n新北市,乙,7\n",),
    no=("縣市,件數,\n臺北市,5,\n新北市,6,\n",),
)
def empty_header(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A column that holds data and has no name."""
    for table in parsed.tables:
        for column in table.bare_columns[:20]:
            yield Finding(
                "empty_header", "error", {"column": column, **_where(table)}, row=table.layout.header, column=column
            )


RULES = (title_above_header, stacked_header, no_header, header_only, duplicate_header, empty_header)
