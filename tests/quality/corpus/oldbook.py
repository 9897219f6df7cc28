"""A minimal writer of the workbook stream of Excel 5 and 95 (BIFF5): text in Big5, numbers."""

import struct

from tests.quality.corpus.make.biff import _record as record


def book(rows: list[list[str | int]]) -> bytes:
    """The stream `Book` of one sheet."""
    name = "表".encode("cp950")
    head = _begin(5) + record(0x42, struct.pack("<H", 950))
    head += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial") * 5
    head += record(0xE0, struct.pack("<8H", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0)) * 16
    offset = len(head) + 4 + 7 + len(name) + 4
    head += record(0x85, struct.pack("<IHB", offset, 0, len(name)) + name) + record(0x0A)
    size = struct.pack("<5H", 0, len(rows), 0, max(map(len, rows)), 0)
    cells = (_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    return head + _begin(0x10) + record(0x200, size) + b"".join(cells) + record(0x0A)


def _begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<4H", 0x0500, kind, 0x096C, 1993))


def _cell(row: int, column: int, value: str | int) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("cp950")
        return record(0x204, where + struct.pack("<H", len(text)) + text)
    return record(0x203, where + struct.pack("<d", value))
