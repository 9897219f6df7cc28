"""Encrypted files of every kind, and damaged ones that look like them."""

import io
import random
import struct
import zipfile
import zlib

from .archives import RAR5, block5, vint
from .case import Case, case, packed
from .odf import odf
from .sheets import book

NOISE = random.Random(7).randbytes(300)
NAME = b"a.csv"


def cases() -> list[Case]:
    """Each asks for a password."""
    papers = "not_structured"
    return [
        case("locked.ods", odf("spreadsheet", "", locked=True), "ODS", False, "encrypted"),
        case("locked.odt", odf("text", "", locked=True), "ODT", False, "encrypted " + papers),
        case("locked-headers-5.rar", RAR5 + block5(4, 0, vint(0) + vint(0) + b"\x0f" + NOISE[:16]) + NOISE, "RAR", False, "encrypted"),
        case("locked-member-5.rar", _member5(), "RAR", False, "encrypted"),
        case("locked-headers-4.rar", b"Rar!\x1a\x07\0" + _block4(0x73, 0x80, bytes(6)) + NOISE, "RAR", False, "encrypted"),
        case("locked-member-4.rar", _member4(), "RAR", False, "encrypted"),
        case("xlsx-without-workbook.xlsx", _without(book(), "xl/workbook.xml"), "XLSX", False, "corrupt"),
        case("xlsx-half.xlsx", _half(book()), "XLSX", False, "corrupt"),
    ]


def _member5() -> bytes:
    """The record of a member says how it is encrypted."""
    how = vint(1) + vint(0) + vint(1) + b"\x0f" + NOISE[:44]
    extra = vint(len(how)) + how
    body = vint(4) + vint(30) + vint(0x20) + struct.pack("<I", 1) + vint(0) + vint(0) + vint(len(NAME)) + NAME + extra
    sized = vint(2) + vint(3) + vint(len(extra)) + vint(32) + body
    sized = vint(len(sized)) + sized
    member = struct.pack("<I", zlib.crc32(sized)) + sized + NOISE[:32]
    return RAR5 + block5(1, 0, vint(0)) + member + block5(5, 0, vint(0))


def _block4(kind: int, flags: int, rest: bytes, data: bytes = b"") -> bytes:
    body = bytes([kind]) + struct.pack("<HH", flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body + data


def _member4() -> bytes:
    head = struct.pack("<IIBIIBBHI", 32, 30, 2, 1, 0x58000000, 29, 0x33, len(NAME), 0x20) + NAME + NOISE[:8]
    return b"Rar!\x1a\x07\0" + _block4(0x73, 0, bytes(6)) + _block4(0x74, 0x8404, head, NOISE[:32]) + _block4(0x7B, 0x4000, b"")


def _without(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({n: archive.read(n) for n in archive.namelist() if n != name})


def _half(data: bytes) -> bytes:
    return data[: len(data) // 2]
