"""Workbooks of a few KB that the reader would blow up, and those that only look like it."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from quality.checker.inspect import inspect
from quality.checker.types import Content, Declared, Limits
from tests.quality.corpus.make.biff import _cell, _record, _workbook, compound

ROWS: list[list[object]] = [["縣市", "日期", "件數"], ["臺北市", "113/04/30", 5], ["新北市", "113/05/01", 6]]
SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def look(data: bytes, folder: Path) -> Content:
    (path := folder / "file").write_bytes(data)
    return inspect(path, Declared(), Limits())


def xls_with(record: bytes) -> bytes:
    stream = _workbook(ROWS)
    end = stream.rindex(b"\x0a\0\0\0")
    return compound({"Workbook": stream[:end] + record + stream[end:]})


def ods(row: str) -> bytes:
    cells = "<table:table-row>" + cell("縣市") + cell("數") + "</table:table-row>"
    table = f'<table:table table:name="a">{cells}<table:table-row>{cell("臺北") + cell("1")}</table:table-row>{row}'
    body = f"<office:body><office:spreadsheet>{table}</table:table></office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr("content.xml", f"<office:document-content{SPACES}>{body}</office:document-content>")
    return out.getvalue()


def cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("record", "reason", "rows"),
    [
        (_cell(65_535, 255, " "), "too_large", None),
        (_cell(65_535, 2, " "), "", 2),
        (_cell(2, 255, " "), "", 2),
        (_record(0x201, struct.pack("<HHH", 65_535, 255, 15)), "", 2),
    ],
    ids=["far both ways", "far below", "far right", "blank and far"],
)
def test_a_stray_cell_of_an_xls(record: bytes, reason: str, rows: int | None, tmp_path: Path) -> None:
    """With the first the reader takes 1 GB."""
    seen = look(xls_with(record), tmp_path)
    assert (seen.format, seen.reason, seen.rows) == ("XLS", reason, rows)


@pytest.mark.parametrize(
    ("row", "reason", "rows"),
    [
        (f'<table:table-row table:number-rows-repeated="1048574">{cell("x")}</table:table-row>', "bomb", None),
        ('<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>', "", 1),
        (f'<table:table-row table:number-rows-repeated="2000">{cell("x") + cell("2")}</table:table-row>', "", 2001),
    ],
    ids=["a million", "a million empty ones", "two thousand"],
)
def test_rows_of_an_ods_written_once_for_many(row: str, reason: str, rows: int | None, tmp_path: Path) -> None:
    """With the first the reader takes 250 MB."""
    seen = look(ods(row), tmp_path)
    assert (seen.format, seen.reason, seen.rows) == ("ODS", reason, rows)
