"""What a platform record says of a dataset's columns: only what is filled in; an empty cell blanks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasets.models import Dataset
from datasets.platform.export import COLUMNS, Record
from datasets.platform.notices import Notice

DIRECT = {
    "description": "description",
    "theme": "category",
    "publisher": "publisher",
    "license": "license",
    "landing_page": "landing_page",
    "fee": "fee",
    "attribute": "attribute",
    "publishing_method": "publishing_method",
    "declared_frequency": "frequency",
    "platform_badge": "badge",
    "contact_name": "contact_name",
    "contact_phone": "contact_phone",
    "issued": "issued",
    "metadata_modified": "metadata_modified",
    "note": "note",
}
"""Column of `Dataset` → attribute of `Record`."""

PERSONAL = frozenset({"contact_name", "contact_phone"})
"""Personal data: that it changed is a fact, what it was is not kept."""

CELL = {ours: theirs for theirs, ours in COLUMNS.items()}
LIMITS = {
    name: limit
    for name in ("title", *DIRECT)
    if (limit := getattr(Dataset._meta.get_field(name), "max_length", None)) is not None
}
KEPT_RAW = {"formats": "檔案格式", "encodings": "編碼格式", "sizes": "資料量", "fields": "主要欄位說明"}


@dataclass(frozen=True, slots=True)
class Described:
    """The filled columns; cells kept as they came; platform columns that were filled in at all; remarks."""

    values: Mapping[str, Any]
    raw: Mapping[str, str]
    answered: frozenset[str]
    notices: tuple[Notice, ...]


def describe(record: Record) -> Described:
    """A long cell is cut for its column and kept whole in `raw`; so is a title that says more than a name."""
    values = {"title": record.title.clean} | {ours: getattr(record, theirs) for ours, theirs in DIRECT.items()}
    filled = {name: value for name, value in values.items() if value not in ("", None)}
    raw = dict(record.raw)
    if record.title.clean != record.title.original:
        raw[CELL["title"]] = record.title.original
    notices = []
    for name in [name for name, limit in LIMITS.items() if name in filled and len(filled[name]) > limit]:
        column = CELL[DIRECT.get(name, name)]
        raw[column] = filled[name] if name != "title" else record.title.original
        filled[name] = filled[name][: LIMITS[name]]
        notices.append(Notice("cut", record.row, column, {"limit": LIMITS[name]}))
    return Described(filled, raw, frozenset(_answered(record, filled)) | raw.keys(), tuple(notices))


def merged_raw(before: Mapping[str, str], described: Described) -> dict[str, str]:
    """Cells that the record did not mention stay; those that it answered are what it says now."""
    kept = {column: cell for column, cell in before.items() if column not in described.answered}
    return kept | dict(described.raw)


def _answered(record: Record, filled: Mapping[str, Any]) -> set[str]:
    columns = {CELL[DIRECT.get(name, name)] for name in filled}
    if record.fields:
        columns.add(KEPT_RAW["fields"])
    for name, attribute in (("formats", "format"), ("encodings", "encoding"), ("sizes", "size")):
        if any(getattr(resource, attribute) for resource in record.resources):
            columns.add(KEPT_RAW[name])
    return columns
