"""The platform's dataset export (22 columns), and its daily changes: the same columns plus 資料集變動狀態.

Source: data.gov.tw, export and daily change files; column 9 is misspelt 資資料集上架方式 in the real export.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from datasets.platform.cells import parse_time
from datasets.platform.fields import MainField, balanced, parse_fields
from datasets.platform.notices import Notice
from datasets.platform.reading import read_rows
from datasets.platform.resources import LISTS, Resource, parse_resources
from datasets.platform.rows import Columns, Row
from datasets.platform.titles import Title, parse_title
from datasets.platform.vocabularies import CHANGES, category_code

COLUMNS = {
    "資料集識別碼": "identifier",
    "資料集名稱": "title",
    "資料提供屬性": "attribute",
    "服務分類": "category",
    "品質檢測": "badge",
    "檔案格式": "formats",
    "資料下載網址": "urls",
    "編碼格式": "encodings",
    "資料集上架方式": "publishing_method",
    "資料集描述": "description",
    "主要欄位說明": "fields",
    "提供機關": "publisher",
    "更新頻率": "frequency",
    "授權方式": "license",
    "相關網址": "landing_page",
    "計費方式": "fee",
    "提供機關聯絡人姓名": "contact_name",
    "提供機關聯絡人電話": "contact_phone",
    "上架日期": "issued",
    "詮釋資料更新時間": "metadata_modified",
    "備註": "note",
    "資料量": "sizes",
}
"""The real columns in their order, column 9 as it should be spelt → our names."""
MISSPELT = "資資料集上架方式"
CHANGE = "資料集變動狀態"
EXPORT = Columns({**COLUMNS, MISSPELT: "publishing_method", CHANGE: "change"}, required=("identifier",))
IDENTIFIER_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Record:
    """One dataset as the platform describes it; "" or None where the cell is empty. `row` as a spreadsheet counts.

    `raw` has the cells that could not be understood, by column, as they came. Contact cells are personal data.
    """

    row: int
    identifier: str
    title: Title
    attribute: str
    category: str
    badge: str
    resources: tuple[Resource, ...]
    fields: tuple[MainField, ...]
    publishing_method: str
    description: str
    publisher: str
    frequency: str
    license: str
    landing_page: str
    fee: str
    contact_name: str
    contact_phone: str
    issued: datetime | None
    metadata_modified: datetime | None
    note: str
    change: str
    """published, modified or delisted in the daily changes; "" in the export."""
    raw: Mapping[str, str]
    notices: tuple[Notice, ...]


def read_export(source: BinaryIO) -> Iterator[Record | Notice]:
    """Datasets from an export or a change list, CSV or JSON, streaming. A `Notice` among them is a row not taken."""
    seen: dict[str, int] = {}
    for row in read_rows(source, EXPORT):
        if isinstance(row, Notice):
            yield row
        elif problem := _unusable(row):
            yield problem
        else:
            yield _record(row, seen.get(row["identifier"]))
            seen[row["identifier"]] = row.number


def _unusable(row: Row) -> Notice | None:
    identifier = row["identifier"]
    if not identifier:
        return Notice("identifier_missing", row.number, "資料集識別碼", severity="error")
    if len(identifier) > IDENTIFIER_LIMIT:
        return Notice("identifier_too_long", row.number, "資料集識別碼", {"value": identifier[:80]}, "error")
    return None


def _record(row: Row, earlier: int | None) -> Record:
    notices = list(row.notices)
    raw: dict[str, str] = {}
    if earlier is not None:
        notices.append(Notice("identifier_twice", row.number, values={"value": row["identifier"], "first": earlier}))
    if not row["title"]:
        notices.append(Notice("title_missing", row.number, "資料集名稱"))
    resources = parse_resources(row["urls"], {name: row[name] for name in LISTS}, row.number)
    raw.update(resources.raw)
    notices.extend(resources.notices)
    if not balanced(row["fields"]):
        raw["主要欄位說明"] = row["fields"]
        notices.append(Notice("brackets", row.number, "主要欄位說明"))
    return Record(
        row=row.number,
        title=parse_title(row["title"]),
        category=_category(row, raw, notices),
        resources=resources.items,
        fields=parse_fields(row["fields"]),
        issued=_time(row, "issued", raw, notices),
        metadata_modified=_time(row, "metadata_modified", raw, notices),
        change=_change(row, notices),
        raw=raw,
        notices=tuple(notices),
        **{name: row[name] for name in AS_THEY_ARE},
    )


AS_THEY_ARE = (
    "identifier",
    "attribute",
    "badge",
    "publishing_method",
    "description",
    "publisher",
    "frequency",
    "license",
    "landing_page",
    "fee",
    "contact_name",
    "contact_phone",
    "note",
)


def _time(row: Row, name: str, raw: dict[str, str], notices: list[Notice]) -> datetime | None:
    cell = row[name]
    moment = parse_time(cell) if cell else None
    if cell and moment is None:
        column = EXPORT.spelling(name)
        raw[column] = cell
        notices.append(Notice("bad_time", row.number, column, {"value": cell[:80]}))
    return moment


def _category(row: Row, raw: dict[str, str], notices: list[Notice]) -> str:
    cell = row["category"]
    code = category_code(cell)
    if cell and code is None:
        raw["服務分類"] = cell
        notices.append(Notice("unknown_category", row.number, "服務分類", {"value": cell[:80]}))
    return code or ""


def _change(row: Row, notices: list[Notice]) -> str:
    cell = row["change"]
    if not cell:
        return ""
    if cell not in CHANGES:
        notices.append(Notice("unknown_change", row.number, CHANGE, {"value": cell[:80]}))
    return CHANGES.get(cell, "modified")
