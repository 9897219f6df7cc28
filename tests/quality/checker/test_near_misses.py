"""Each finding once true and once nearly: what differs is as little as can be."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from quality.checker.findings import CODES
from quality.checker.inspect import inspect
from quality.checker.types import Declared, Limits
from tests.quality.corpus.make.biff import compound

TABLE = "縣市,件數\n臺北市,5\n新北市,6\n"
BIG5 = TABLE.encode("cp950")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
Data = str | bytes


def zipped(**files: Data) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def book(*rows: list[object], merge: str = "", formats: str = "") -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    if merge:
        workbook.active.merge_cells(merge)
    if formats:
        workbook.active[formats].number_format = "0.00"
    workbook.save(out := io.BytesIO())
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """Both headers say that the member is encrypted."""
    changed = bytearray(data)
    changed[data.index(b"PK\3\4") + 6] |= 1
    changed[data.index(b"PK\1\2") + 8] |= 1
    return bytes(changed)


def says(format: str = "", encoding: str = "", *fields: str) -> Declared:
    return Declared(format, encoding, fields)


PLAIN = says()
HEADED = [["縣市", "件數"], ["臺北市", 5], ["新北市", 6]]
PAIRS: dict[str, tuple[Data, Data, Declared]] = {
    # code: true, nearly, what is declared of both
    "format_mismatch": (TABLE.replace(",", "\t"), TABLE, says("CSV")),
    "encoding_mismatch": (TABLE, BIG5, says("", "Big5")),
    "encoding_not_utf8": (BIG5, "\ufeff" + TABLE, PLAIN),
    "mixed_encoding": (TABLE.encode() + "臺中市,7\n".encode("cp950"), BIG5 + b"Taichung,7\n", PLAIN),
    "undecodable": (TABLE.encode() + b"\xff\xfe\xfd,7\n", TABLE + "\ufffd,7\n", PLAIN),
    "field_missing": (TABLE, "縣市,面積（公頃）\n臺北市,5\n", says("", "", "縣市", "面積")),
    "field_extra": ("縣市,件數,率\n臺北市,5,6\n", "件數(件),縣 市\n5,臺北市\n", says("", "", "縣市", "件數")),
    "ragged_rows": (TABLE + "桃園市,7,多\n", TABLE + '"桃園市,多",7\n\n\n', PLAIN),
    "duplicate_header": ("縣市,件數,件數\n臺北市,5,6\n", "縣市,件數1,件數2\n臺北市,5,6\n", PLAIN),
    "empty_header": ("縣市,,件數\n臺北市,甲,6\n", "縣市,,件數\n臺北市,,6\n", PLAIN),
    "title_above_header": ("113年統計表,\n" + TABLE, "統計表,件數\n臺北市,5\n新北市,6\n", PLAIN),
    "stacked_header": (
        "縣市,男,女\nCity,Male,Female\n臺北市,1,2\n新北市,3,4\n",
        "縣市,男,女\nTaipei,1,2\n臺北市,1,2\n新北市,3,4\n",
        PLAIN,
    ),
    "merged_cells": (book(*HEADED, merge="A2:A3"), book(*HEADED), PLAIN),
    "several_tables": (TABLE + "\n年度,金額\n112,5\n113,6\n", TABLE + "\n桃園市,7\n臺中市,8\n", PLAIN),
    "no_header": ("臺北市,5\n新北市,6\n桃園市,7\n", "臺北市,新北市\n5,6\n7,8\n", PLAIN),
    "header_only": ("縣市,件數\n\n\n", "縣市,件數\n臺北市,\n", PLAIN),
    "no_rows": ("[]", "[{}]", says("JSON")),
    "blank_rows": ("縣市,件數\n臺北市,5\n,\n新北市,6\n", "縣市,件數\n臺北市,\n,5\n新北市,6\n", PLAIN),
    "padded_cells": ("縣市,件數\n臺北市 ,5\n", "縣市,件數\n臺 北 市,5\n", PLAIN),
    "quoted_newline": ('甲,乙\n1,"a\nb"\n', '甲,乙\n1,"a\\nb"\n', PLAIN),
    "formula_cells": (
        book(*HEADED, ["合計", "=SUM(B2:B3)"]),
        book(*HEADED, ["合計", "SUM(B2:B3)"], formats="B2"),
        PLAIN,
    ),
    "html_in_data": ("甲,乙\n1,<b>粗</b>\n", "甲,乙\n1,a<b>c\n2,<5\n3,a < b > c\n", PLAIN),
    "invalid_json": ('[{"a": 1},]', '[{"a": "1,]"}]', says("JSON")),
    "nested_json": ('[{"a": {"b": 1}}]', '[{"a": "{\\"b\\": 1}"}]', says("JSON")),
    "invalid_xml": ("<r><a>1</b></r>", "<r><a>1&lt;/b&gt;</a></r>", says("XML")),
    "xml_entities": (
        '<!DOCTYPE r [<!ENTITY x "y">]><r><a>1</a></r>',
        "<!DOCTYPE r [<!ELEMENT r ANY>]><r><a>&amp;</a></r>",
        PLAIN,
    ),
    "encrypted": (locked(zipped(a_csv=TABLE)), zipped(encrypted_csv=TABLE), PLAIN),
    "corrupt": (zipped(a_csv=TABLE)[:-30], zipped(a_csv=TABLE), PLAIN),
    "not_structured": (PNG, compound({"Workbook": bytes(5000)}), PLAIN),
    "archive_of_documents": (zipped(a_png=PNG, b_png=PNG), zipped(a_png=PNG, b_csv=TABLE), PLAIN),
    "mixed_date_formats": (
        "日期,數\n113/04/01,5\n2024-05-02,6\n",
        "日期,數\n113/4/1,5\n113/12/31,6\n99/1/1,7\n",
        PLAIN,
    ),
    "personal_data_suspected": ("姓名,號\n王,A123456789\n", "姓名,號\n王,A123456780\n", PLAIN),
}
BY_CORPUS = {"scanned_pdf"}
"""No bytes this short show it; tests/quality/corpus has one of each."""


def codes(data: Data, declared: Declared, folder: Path) -> set[str]:
    (path := folder / "file").write_bytes(data.encode() if isinstance(data, str) else data)
    seen = inspect(path, declared, Limits(), name_hint="file")
    return {f.code for f in seen.findings} | {f.code for m in seen.members for f in m.content.findings}


@pytest.mark.parametrize("code", PAIRS)
def test_true_and_nearly(code: str, tmp_path: Path) -> None:
    true, nearly, declared = PAIRS[code]
    assert code in codes(true, declared, tmp_path)
    assert code not in codes(nearly, declared, tmp_path)


def test_none_is_left_out() -> None:
    assert set(PAIRS) | BY_CORPUS == set(CODES)
