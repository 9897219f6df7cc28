"""The platform's usage figures: the usage export (no identifier, thousands commas) and its metadata list API (nid)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from datasets.platform.cells import parse_count, parse_date
from datasets.platform.notices import Notice
from datasets.platform.reading import read_rows
from datasets.platform.rows import Columns, Row

COLUMNS = Columns(
    {
        "資料集識別碼": "identifier",
        "nid": "identifier",
        "提供機關名稱": "agency",
        "提供機關": "agency",
        "agency_name": "agency",
        "資料集名稱": "title",
        "title": "title",
        "瀏覽人次": "views",
        "dataset_view_times": "views",
        "下載次數": "downloads",
        "dataset_download_times": "downloads",
        "資料集評分": "rating",
        "上架日": "issued",
        "check_freq_name": "frequency",
    },
    required=("title",),
)


@dataclass(frozen=True, slots=True)
class UsageRow:
    """Cumulative counts of one dataset. None: the list does not say, which is never zero."""

    row: int
    identifier: str
    agency: str
    title: str
    """On one line, without outer blanks."""
    views: int | None
    downloads: int | None
    issued: date | None
    notices: tuple[Notice, ...] = ()


def read_usage(source: BinaryIO) -> Iterator[UsageRow | Notice]:
    """Rows of a usage list, streaming. A `Notice` among them is a row not taken."""
    for row in read_rows(source, COLUMNS):
        if isinstance(row, Notice):
            yield row
        elif not row["title"] and not row["identifier"]:
            yield Notice("title_missing", row.number, "資料集名稱", severity="error")
        else:
            yield _usage(row)


def _usage(row: Row) -> UsageRow:
    notices = list(row.notices)
    counts = [_count(row, name, notices) for name in ("views", "downloads")]
    issued = parse_date(row["issued"]) if row["issued"] else None
    if row["issued"] and issued is None:
        notices.append(Notice("bad_date", row.number, "上架日", {"value": row["issued"][:40]}))
    title = " ".join(row["title"].split())
    return UsageRow(row.number, row["identifier"], row["agency"], title, counts[0], counts[1], issued, tuple(notices))


def _count(row: Row, name: str, notices: list[Notice]) -> int | None:
    """A count; None with a notice where the cell is empty or no count; None without one where there is no column."""
    if name not in row.cells:
        return None
    cell = row[name]
    count = parse_count(cell) if cell else None
    if count is None:
        code = "bad_number" if cell else "count_missing"
        notices.append(Notice(code, row.number, COLUMNS.spelling(name), {"value": cell[:40]}))
    return count
