"""The parallel lists 檔案格式, 資料下載網址, 編碼格式, 資料量: one file a position, no guess where lengths differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from datasets.platform.notices import Notice

BEFORE_ADDRESS = re.compile(r"[;；]\s*(?=https?://)", re.IGNORECASE)
"""An address can hold a `;` itself: only one before the next address parts two."""
BETWEEN = re.compile(r"[;；]")
HTTP = re.compile(r"https?://[^/\s]", re.IGNORECASE)

LISTS = {"formats": "檔案格式", "encodings": "編碼格式", "sizes": "資料量"}


@dataclass(frozen=True, slots=True)
class Resource:
    """One file or API of a dataset, as declared; "" where the list does not say."""

    url: str
    format: str = ""
    encoding: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class Resources:
    """The files; the cells whose lengths did not fit, as they came, by column; and remarks."""

    items: tuple[Resource, ...]
    raw: Mapping[str, str]
    notices: tuple[Notice, ...]


def parse_resources(urls: str, lists: Mapping[str, str], row: int | None = None) -> Resources:
    """`lists` has the cells of `LISTS` by name. A list of another length than the addresses stays raw, noted."""
    addresses = [url for part in BEFORE_ADDRESS.split(urls) if (url := part.strip().rstrip(";；").strip())]
    notices = [
        Notice("not_an_address", row, "資料下載網址", {"value": u[:200]}) for u in addresses if not HTTP.match(u)
    ]
    raw: dict[str, str] = {}
    columns: list[list[str]] = []
    for name, column in LISTS.items():
        cell = lists.get(name, "")
        values = _values(cell, len(addresses))
        if values is None:
            raw[column] = cell
            notices.append(_unequal(row, column, cell, len(addresses)))
        columns.append(values or [""] * len(addresses))
    items = tuple(Resource(*parts) for parts in zip(addresses, *columns, strict=True))
    return Resources(items, raw, tuple(notices))


def _values(cell: str, count: int) -> list[str] | None:
    """The list's values; blank ones where the cell is empty; None where the lengths differ."""
    if not cell:
        return [""] * count
    values = [value.strip() for value in BETWEEN.split(cell)]
    if len(values) == count + 1 and not values[-1]:
        values.pop()
    return values if len(values) == count else None


def _unequal(row: int | None, column: str, cell: str, count: int) -> Notice:
    if not count:
        return Notice("no_address", row, column, {"column": column})
    values = {"column": column, "count": len(BETWEEN.split(cell)), "addresses": count}
    return Notice("unequal_lists", row, column, values)
