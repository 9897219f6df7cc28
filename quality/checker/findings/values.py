"""What is odd about the values themselves; from a sample, since these are statistics, not structure."""

import re
from collections.abc import Iterator
from itertools import chain

from quality.checker import dates
from quality.checker.findings.rule import rule
from quality.checker.table import Parsed, Table
from quality.checker.types import Declared, Finding

_TAG = re.compile(
    r"</?(?:html|body|div|span|p|br|td|tr|table|font|img|strong|script|ul|li)\b[^<>]*>|</[abi]>|<[abi]\s+\w+\s*=[^<>]*>|&(?:nbsp|amp|lt|gt|quot|#\d{2,5}|#x[0-9a-f]{2,4});",
    re.IGNORECASE,
)
"""`a<b>c` is a comparison: the tags of one letter must close or have attributes. `AT&T` is a name."""
_SHAPE = re.compile(r"\d+")


@rule(
    yes=("標題,內容\n一,<p>文</p>\n", "標題,內容\n一,甲&nbsp;乙\n"),
    no=("項目,範圍\n甲,a<b\n", "項目,範圍\n甲,a<b>c\n", "業者,網址\nAT&T,http://a.tw/?a=1&b=2;c\n"),
)
def html_in_data(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Tags of a page among the values."""
    for table in parsed.tables:
        if not _suspect("".join(chain.from_iterable(table.sample))):
            continue
        for number, row in zip(table.numbers, table.sample, strict=True):
            column = next((c for c, cell in enumerate(row) if _suspect(cell) and _TAG.search(cell)), None)
            if column is not None:
                yield Finding(
                    "html_in_data",
                    "warning",
                    {"sheet": table.name},
                    row=number,
                    column=column + 1,
                )
                break
    if any(_suspect(text) and _TAG.search(text) for text in parsed.texts) and parsed.format != "RSS":
        yield Finding("html_in_data", "warning", {"sheet": ""})


def _suspect(text: str) -> bool:
    return "<" in text or "&" in text


@rule(
    yes=("日期,件數\n2024-04-30,5\n113/05/01,6\n",),
    no=("日期,件數\n113/4/1,5\n113/12/31,6\n", "日期,件數\n113/4/1(一),5\n113/4/2(二),6\n"),
)
def mixed_date_formats(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """One column, several ways to write a day."""
    for table in parsed.tables:
        if table.others.count:
            continue
        for column in table.date_columns:
            name = table.fields[column] if column < len(table.fields) else ""
            shapes = _shapes(table, column, name)
            if len(shapes) > 1:
                yield Finding(
                    "mixed_date_formats",
                    "warning",
                    {"name": name, "examples": "、".join(shapes[:2])},
                    column=column + 1,
                )


def _shapes(table: Table, column: int, name: str) -> list[str]:
    """One example of each way; digits count by year's length alone, so that 1/2 and 10/12 are one way."""
    cells = dict.fromkeys(row[column] for row in table.sample if column < len(row))
    named = dates.names_dates(name)
    ways: dict[str, str] = {}
    for value in dict.fromkeys(map(dates.plain, cells)):
        if value and dates.parse(value, named=named):
            ways.setdefault(_way(value), value)
    return list(ways.values())


def _way(value: str) -> str:
    year, _, rest = dates.written(value).partition(" ")[0].partition("T")[0].partition("\0")
    first = _SHAPE.search(year)
    length = len(first[0]) if first else 0
    return f"{length if length > 4 else 4 if length == 4 else 3}{_SHAPE.sub('#', year)}{rest}"


RULES = (html_in_data, mixed_date_formats)
