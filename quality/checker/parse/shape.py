"""ESRI shapefiles: a .shp with its table (.dbf), usually in a ZIP. Layout: ESRI white paper of 1998; dBASE III."""

import struct
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import IO

from quality.checker import dates
from quality.checker.parse.archive import zip_name
from quality.checker.parse.damage import DAMAGED, corrupt
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

KEEP = 300


def parse(source: Source) -> Parsed:
    """The number of records, and the names of their attributes."""
    if source.head[:4] == b"\0\0\x27\x0a":
        return _lone(source)
    try:
        with zipfile.ZipFile(source.file) as archive:
            return _zipped(archive, source)
    except DAMAGED as error:
        return Parsed("SHP", False, faults=(corrupt(error),))


def _lone(source: Source) -> Parsed:
    """A .shp alone: shapes without attributes. Its header states its length in 16-bit words."""
    length = struct.unpack(">i", source.head[24:28].rjust(4, b"\0"))[0] * 2
    faults = () if length == source.size else (corrupt("length"),)
    return Parsed("SHP", not faults, faults=faults)


def _zipped(archive: zipfile.ZipFile, source: Source) -> Parsed:
    rows, codec = 0, ""
    fields: list[str] = []
    newest: date | None = None
    members = {zip_name(info): info for info in archive.infolist()}
    if lacking := _lacking(members):
        return Parsed("SHP", False, faults=(Finding("corrupt", "error", {"lacking": lacking}),))
    for name, info in members.items():
        source.budget.spend(info.file_size)
        if info.flag_bits & 1:
            return Parsed("SHP", False, faults=(Finding("encrypted", "error", {"name": name}),))
        if name.lower().endswith(".dbf"):
            codec = _codec(archive, members, name)
            with archive.open(info) as stream:
                count, names, day, codec = _dbf(stream, codec, source)
            rows, fields, newest = rows + count, fields or names, max(filter(None, (newest, day)), default=None)
        elif name.lower().endswith(".shp"):
            with archive.open(info) as stream:
                if stream.read(4) != b"\0\0\x27\x0a":
                    raise ValueError("not a shapefile")
    return Parsed("SHP", True, codec, rows=rows, fields=tuple(fields), newest=newest)


def _lacking(names: Iterable[str]) -> str:
    """The first file that a shapefile cannot do without and that is not there: its index or its table."""
    present = {name.lower() for name in names}
    stems = [name.removesuffix(".shp") for name in sorted(present) if name.endswith(".shp")]
    needed = (stem + suffix for stem in stems for suffix in (".shx", ".dbf"))
    return next((name for name in needed if name not in present), "")


def _codec(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], table: str) -> str:
    """What the .cpg beside the table says; empty where it says nothing known."""
    stem = table.lower().rpartition(".")[0]
    found = next((info for name, info in members.items() if name.lower() == f"{stem}.cpg"), None)
    text = archive.read(found)[:40].decode("ascii", "replace").strip() if found else ""
    from_page = {"950": "cp950", "65001": "utf-8", "big5": "cp950", "936": "gb18030"}
    return from_page.get(text.lower(), "utf-8" if text.lower().replace("-", "") == "utf8" else "")


def _dbf(stream: IO[bytes], codec: str, source: Source) -> tuple[int, list[str], date | None, str]:
    """Records not marked deleted, column names, newest date, codec."""
    head = stream.read(32)
    total, size, width = struct.unpack("<IHH", head[4:12])
    columns = _columns(stream.read(size - 32))
    codec = codec or _guess(b"".join(name for name, *_ in columns))
    names = [name.decode(codec, "replace") for name, *_ in columns]
    if not width:
        raise ValueError("record width")
    count = 0
    values: list[list[str]] = [[] for _ in columns]
    for number in range(total):
        record = stream.read(width)
        if len(record) < width:
            raise EOFError
        count += record[:1] != b"*"
        if number < KEEP or number >= total - KEEP:
            for column, (_, start, length) in enumerate(columns):
                values[column].append(record[start : start + length].decode(codec, "replace").strip())
        if number % 50_000 == 0:
            source.budget.tick()
    found = [
        dates.newest(v, named=dates.names_dates(n), until=source.today)
        for n, v in zip(names, values, strict=True)
        if dates.is_date_column(n, v)
    ]
    return count, names, max(filter(None, found), default=None), codec


def _columns(data: bytes) -> list[tuple[bytes, int, int]]:
    """(name, offset, length) of each field; 32 bytes a descriptor, 0x0D ends them."""
    columns, offset = [], 1
    for at in range(0, len(data) - 31, 32):
        if data[at] == 0x0D:
            break
        length = data[at + 16]
        columns.append((data[at : at + 11].split(b"\0")[0], offset, length))
        offset += length
    return columns


def _guess(data: bytes) -> str:
    for codec in ("utf-8", "cp950"):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec
    return "latin-1"
