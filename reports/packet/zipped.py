"""A zip whose bytes depend on its contents alone: fixed order, times and modes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


@dataclass(frozen=True, slots=True)
class Entry:
    """`stored`: not compressed, as ODF asks of its first entry."""

    name: str
    content: bytes
    stored: bool = False


def zipped(entries: Iterable[Entry], written: datetime) -> bytes:
    """`written` stamps every entry."""
    out = BytesIO()
    stamp = (written.year, written.month, written.day, written.hour, written.minute, written.second)
    with ZipFile(out, "w") as archive:
        for entry in entries:
            info = ZipInfo(entry.name, date_time=stamp)
            info.external_attr = 0o644 << 16
            info.compress_type = ZIP_STORED if entry.stored else ZIP_DEFLATED
            archive.writestr(info, entry.content)
    return out.getvalue()
