"""Hundreds of generated files: format, encoding, header row, rows, columns, findings, exact in 99 of 100."""

import random
from pathlib import Path

import pytest

from quality.checker import euctw
from quality.checker.inspect import inspect
from quality.checker.names import codec_family
from quality.checker.types import Content, Declared, Limits
from tests.quality.corpus import generate, offices, tongues

ASIDE = {"personal_data_suspected", "mixed_date_formats", "quoted_newline", "encoding_not_utf8"}
"""What random cells may bring along, and what the encoding says by itself."""
CODECS = ("utf-8", "utf-8-sig", "cp950", "utf-16", "utf-16-be", "utf-32", "gb18030")


def look(data: bytes, folder: Path) -> Content:
    (path := folder / "file").write_bytes(data)
    return inspect(path, Declared(), Limits(), name_hint="a.csv")


def codes(content: Content) -> set[str]:
    return {finding.code for finding in content.findings} - ASIDE


@pytest.mark.parametrize("habit", offices.HABITS)
def test_offices(habit: str, tmp_path: Path) -> None:
    wrong = []
    for seed in range(20):
        dice = random.Random(f"{habit} {seed}")
        made = offices.office(habit, dice)
        seen = look(made.written(CODECS[seed % len(CODECS)], dice), tmp_path)
        said = (seen.header_row, seen.columns, seen.rows, seen.machine_readable, codes(seen))
        asked = (made.header, made.width, made.count, made.readable, made.codes)
        wrong += [(seed, asked, said)] if asked != said else []
    assert not wrong


@pytest.mark.parametrize(("language", "writes", "found"), tongues.ENCODINGS)
def test_encodings(language: str, writes: str, found: str, tmp_path: Path) -> None:
    wrong = []
    for seed, rows in enumerate((*(1, 2, 3) * 4, 5, 8, 12, 40, 300, 900)):
        dice = random.Random(f"{language} {writes} {seed}")
        table = tongues.table(language, dice, rows)
        data = tongues.written(table, writes, dice)
        seen = look(data, tmp_path)
        said = (seen.encoding, seen.columns, seen.rows, seen.header_row)
        asked = seen.encoding if is_same(data, found, seen.encoding) else found
        wrong += [(table, said)] if said != (asked, len(table[0]), rows, 1) else []
    assert not wrong


def is_same(data: bytes, one: str, other: str) -> bool:
    """Whether none of the characters is but in one of two encodings: Hong Kong's own, or Czech ones."""
    return data.decode(one, "replace") == data.decode(other, "replace")


def test_euc_tw(tmp_path: Path) -> None:
    written = {cell: bytes(b) for b, cell in euctw._table(1).items()}
    text = "縣市,機關名稱\n臺北市,國家通訊傳播委員會\n"
    data = b"".join(c.encode() if c.isascii() else written[c] for c in text)
    assert data.startswith(bytes.fromhex("f1ecc6cb2cf1a2f9c3c7d8eaa20a"))  # as the GNU C library writes it
    seen = look(data, tmp_path)
    assert (seen.encoding, seen.fields, seen.rows) == ("euc_tw", ("縣市", "機關名稱"), 1)
    assert b"\x8e\xa2\xa1\xa1,\x8e\xa3\xa1\xa1".decode("euc_tw") == "乂,\ufffd"


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_troubles(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + 50):
        dice = random.Random(seed)
        made = generate.make(dice)
        seen = look(made.data(dice), tmp_path)
        said = (seen.header_row, seen.columns, seen.rows, seen.machine_readable, seen.encoding, codes(seen))
        asked = (made.header, made.width, made.count, made.readable, made.encoding, made.codes - ASIDE)
        assert said == asked, seed


@pytest.mark.parametrize(
    ("declared", "found"),
    [("Shift_JIS", "cp932"), ("EUC-KR", "cp949"), ("EUC-JP", "euc_jp"), ("UTF-32", "utf-32-le"), ("EUC-TW", "euc_tw")],
)
def test_declared_by_another_name(declared: str, found: str) -> None:
    assert codec_family(declared) == codec_family(found) != ""


@pytest.mark.parametrize(
    "text", ["中市中市中心中心", "中央交通大學中心主任", "台北市中山區中正路", "一二三,中文\n人口,中心\n"]
)
def test_short_big5_is_not_called_japanese_or_korean(text: str, tmp_path: Path) -> None:
    assert look(f"名稱,數量\n{text},1\n".encode("cp950"), tmp_path).encoding == "cp950"


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\0\1\0\2\0\3\0\4" * 100, b"\0" * 500 + b"a\0b\0"])
def test_binaries_are_no_wide_text(data: bytes, tmp_path: Path) -> None:
    assert look(data, tmp_path).format == "UNKNOWN"
