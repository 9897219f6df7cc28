"""A minimal writer of XLSB (MS-XLSB), since no kept library writes it."""

import struct

from .case import packed

TYPES = "http://schemas.openxmlformats.org/package/2006/"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsb(rows: "list[list[object]]") -> bytes:
    """A workbook of one sheet; text and numbers."""
    head = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("一"))
    kinds = "".join(f'<{tag} ContentType="application/vnd.ms-excel.{kind}"/>' for tag, kind in (
        ('Default Extension="bin"', "sheet.binary.macroEnabled.main"), ('Override PartName="/xl/worksheets/sheet1.bin"', "worksheet"),
    ))
    rels = f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}'
    return packed({
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{TYPES}content-types">{rels}</Types>',
        "_rels/.rels": _relation("officeDocument", "xl/workbook.bin"),
        "xl/workbook.bin": head + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": _relation("worksheet", "worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": _sheet(rows),
    })


def _sheet(rows: "list[list[object]]") -> bytes:
    out = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + _record(145)
    for number, row in enumerate(rows):
        out += _record(0, struct.pack("<IIHBBBIII", number, 0, 300, 0, 0, 0, 1, 0, len(row) - 1))
        for column, value in enumerate(row):
            where = struct.pack("<II", column, 0)
            if isinstance(value, str):
                out += _record(6, where + _wide(value))
            elif value is not None:
                out += _record(5, where + struct.pack("<d", value))
    return out + _record(146) + _record(130)


def _record(kind: int, data: bytes = b"") -> bytes:
    """Number and length, seven bits a byte."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while size > 127:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return number + length + bytes([size]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relation(kind: str, target: str) -> str:
    return f'<?xml version="1.0"?><Relationships xmlns="{TYPES}relationships"><Relationship Id="rId1" Type="{RELATED}/{kind}" Target="{target}"/></Relationships>'
