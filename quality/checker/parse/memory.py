"""What unpacking takes before a byte of it comes: the dictionary of LZMA, as large as the packer wished.

Only the part that is filled is ever taken, so a small file with a large dictionary is no harm. Layouts: the 7z and LZMA
specifications of the LZMA SDK; APPNOTE.TXT 5.8.8 for LZMA in ZIP.
"""

import struct
import zipfile
from typing import Any

from quality.checker.budget import ExceededError
from quality.checker.parse.source import Source

ROOM = 60 * 1024**2
"""Bytes; with what the decoders take besides they stay below 64 MB."""
_LZMA, _LZMA2, _PPMD = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01"


def admit(dictionary: int, size: int) -> None:
    """Raises ExceededError where a packed file of so many bytes fills more of its dictionary than there is room for."""
    if min(dictionary, size) > ROOM:
        raise ExceededError("too_large")


def of_folder(coders: list[dict[str, Any]]) -> int:
    """The largest dictionary of a 7Z's packed stream, in bytes."""
    return max((_of_coder(coder["method"], coder["properties"] or b"") for coder in coders), default=0)


def is_ppmd(folder: Any) -> bool:
    """Whether a 7Z's packed stream is one whose decoder may die of damage."""
    return any(coder["method"] == _PPMD for coder in folder.coders)


def _of_coder(method: bytes, properties: bytes) -> int:
    if method == _LZMA2 and properties:
        bits = properties[0] & 0x3F
        return (2 | bits & 1) << (bits // 2 + 11)
    if method in (_LZMA, _PPMD) and len(properties) >= 5:
        return int.from_bytes(properties[1:5], "little")
    return 0


def of_zip(source: Source, info: zipfile.ZipInfo) -> int:
    """The dictionary of a ZIP's member, in bytes; 0 where it is not packed by LZMA."""
    if info.compress_type != zipfile.ZIP_LZMA:
        return 0
    with source.open() as file:
        file.seek(info.header_offset + 26)
        file.seek(sum(struct.unpack("<HH", file.read(4))), 1)
        return int.from_bytes(file.read(9)[5:], "little")
