"""The platform's quality API: result[] of datasetId, title and six indicators as "1" or "0"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from datasets.platform.cells import parse_time
from datasets.platform.notices import Notice
from datasets.platform.reading import read_rows
from datasets.platform.rows import Columns, Row

INDICATORS = ("linkable", "downloadable", "structure", "encoding_match", "desc_match", "csv")
"""Link valid, directly downloadable, structured, encoding as declared, fields as declared, offered as CSV."""
TIMES = ("created", "request", "changed")
COLUMNS = Columns(
    {"datasetId": "identifier", "title": "title", **{name: name for name in (*INDICATORS, *TIMES)}},
    required=("identifier",),
)


@dataclass(frozen=True, slots=True)
class PlatformQuality:
    """What the platform found of one dataset. An indicator is None where it does not say."""

    row: int
    identifier: str
    title: str
    indicators: Mapping[str, bool | None]
    created: datetime | None
    request: datetime | None
    changed: datetime | None
    notices: tuple[Notice, ...] = ()


def read_quality(source: BinaryIO) -> Iterator[PlatformQuality | Notice]:
    """The items of an answer, streaming. A `Notice` among them is an item not taken."""
    for row in read_rows(source, COLUMNS):
        if isinstance(row, Notice):
            yield row
        elif not row["identifier"]:
            yield Notice("identifier_missing", row.number, "datasetId", severity="error")
        else:
            yield _quality(row)


def _quality(row: Row) -> PlatformQuality:
    notices = list(row.notices)
    indicators = {name: _indicator(row, name, notices) for name in INDICATORS}
    created, request, changed = (_time(row, name, notices) for name in TIMES)
    return PlatformQuality(
        row.number, row["identifier"], row["title"], indicators, created, request, changed, tuple(notices)
    )


def _indicator(row: Row, name: str, notices: list[Notice]) -> bool | None:
    cell = row[name]
    if cell and cell not in {"0", "1"}:
        notices.append(Notice("bad_indicator", row.number, name, {"value": cell[:40]}))
    return {"1": True, "0": False}.get(cell)


def _time(row: Row, name: str, notices: list[Notice]) -> datetime | None:
    moment = parse_time(row[name]) if row[name] else None
    if row[name] and moment is None:
        notices.append(Notice("bad_time", row.number, name, {"value": row[name][:40]}))
    return moment
