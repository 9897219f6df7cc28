"""Workbooks of Excel 5 and 95, whose text is in the machine's code page: the reader mistakes the double-byte ones.

It is told that the page is 1252, in which every byte is a character, and what it reads is put back into bytes.
"""

import re
from collections.abc import Callable
from io import BytesIO

from quality.checker.parse.source import Source

_DOUBLE = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950"}
_PAGE = re.compile(rb"\x42\0\x02\0(..)", re.DOTALL)
"""The record CODEPAGE: number 0042, two bytes long."""
_SIGNS = {bytes((number,)).decode("cp1252", "ignore"): number for number in range(256)}
Restore = Callable[[str], str]


def opened(source: Source) -> tuple[BytesIO, Restore] | None:
    """The workbook for the reader, and what gives its texts back; None where the reader needs no help."""
    with source.open() as file:
        data = file.read()
    if "Book".encode("utf-16-le") + b"\0\0" not in data or "Workbook".encode("utf-16-le") in data:
        return None
    page = _PAGE.search(data)
    codec = _DOUBLE.get(int.from_bytes(page[1], "little")) if page else None
    if page is None or codec is None:
        return None
    told = data[: page.start(1)] + (1252).to_bytes(2, "little") + data[page.end(1) :]
    return BytesIO(told), lambda text: bytes(map(_byte, text)).decode(codec, "replace")


def _byte(sign: str) -> int:
    """The five bytes that 1252 leaves out came as themselves."""
    return _SIGNS[sign] if sign in _SIGNS else ord(sign) & 0xFF
