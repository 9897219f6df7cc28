"""A zip whose bytes depend on its contents alone: fixed order, times and modes. Written as its pieces come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


@dataclass(frozen=True, slots=True)
class Entry:
    """`content` may come in pieces. `stored`: not compressed, as ODF asks of its first entry."""

    name: str
    content: bytes | Iterable[bytes]
    stored: bool = False


def zipped(entries: Iterable[Entry], written: datetime, out: BinaryIO) -> None:
    """`written` stamps every entry; `out` can seek."""
    stamp = (written.year, written.month, written.day, written.hour, written.minute, written.second)
    with ZipFile(out, "w") as archive:
        for entry in entries:
            info = ZipInfo(entry.name, date_time=stamp)
            info.external_attr = 0o644 << 16
            info.compress_type = ZIP_STORED if entry.stored else ZIP_DEFLATED
            pieces = [entry.content] if isinstance(entry.content, bytes) else entry.content
            with archive.open(info, "w") as file:
                for piece in pieces:
                    file.write(piece)
