"""A minimal writer of XLS (BIFF8 in an OLE compound file), since no kept library writes them any more."""

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(rows: "list[list[object]]", first: int = 0) -> bytes:
    """A workbook of one sheet; text and numbers. `first` is the row that it says is its first."""
    return compound({"Workbook": _workbook(rows, first)})


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _workbook(rows: "list[list[object]]", first: int = 0) -> bytes:
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet_bof = struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)
    font = _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
    xf = _record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    name = "一".encode("utf-16-le")
    head = _record(0x809, bof) + _record(0x42, struct.pack("<H", 1200)) + font * 5 + xf * 16
    bound_size = 4 + 8 + len(name)
    offset = len(head) + bound_size + 4
    bound = _record(0x85, struct.pack("<IHBB", offset, 0, 1, 1) + name)
    cells = b"".join(_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None)
    size = struct.pack("<IIHHH", first, len(rows), 0, max(map(len, rows)), 0)
    sheet = _record(0x809, sheet_bof) + _record(0x200, size) + cells + _record(0x0A)
    return head + bound + _record(0x0A) + sheet


def _cell(row: int, column: int, value: object) -> bytes:
    where = struct.pack("<HHH", row, column, 15)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x204, where + struct.pack("<HB", len(text) // 2, 1) + text)
    return _record(0x203, where + struct.pack("<d", float(value)))  # type: ignore[arg-type]


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file (MS-CFB, version 3) of streams of at least 4,096 bytes each: all lie in the FAT."""
    bodies = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    chains, position = [], 2
    table = [FAT, END]
    for data in bodies.values():
        count = -(-len(data) // SECTOR)
        table += [position + i + 1 for i in range(count - 1)] + [END]
        chains.append(position)
        position += count
    table += [FREE] * (SECTOR // 4 - len(table))
    assert len(table) == SECTOR // 4, "one FAT sector only"
    entries = _entry("Root Entry", 5, END, 0, child=1)
    for index, (name, data) in enumerate(bodies.items()):
        right = index + 2 if index + 1 < len(bodies) else FREE
        entries += _entry(name, 2, chains[index], len(data), right=right)
    header = struct.pack("<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    fat = struct.pack(f"<{len(table)}I", *table)
    body = b"".join(data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0") for data in bodies.values())
    return header + fat + entries.ljust(SECTOR, b"\0") + body


def in_a_circle(data: bytes) -> bytes:
    """The sector of the directory, the second in the table, is followed by itself."""
    return data[: SECTOR + 4] + struct.pack("<I", 1) + data[SECTOR + 8 :]


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII16sI8s8sIQ", len(raw), kind, 1, FREE, right, child, b"", 0, b"", b"", start, size)
