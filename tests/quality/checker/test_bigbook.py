"""Large workbooks row by row: the same verdicts as the reader that holds a sheet whole, in a tenth of its memory."""

import datetime
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from quality.checker.inspect import inspect
from quality.checker.parse import bigbook
from quality.checker.types import Content, Declared, Limits

FILES = sorted((Path(__file__).parents[1] / "corpus" / "files").glob("*.xlsx"))


def look(path: Path) -> Content:
    return inspect(path, Declared(), Limits(), name_hint=path.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_readers_say_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = look(path)
    monkeypatch.setattr(bigbook, "LARGE", -1)
    assert in_no_library_s_words(look(path)) == in_no_library_s_words(held)


def in_no_library_s_words(content: Content) -> Content:
    """Each reader names a damage as it met it."""
    found = (replace(one, values={}) if one.code == "corrupt" else one for one in content.findings)
    return replace(content, findings=tuple(found))


def written(constant_memory: bool) -> bytes:
    """All kinds of cells; shared texts or inline ones."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": constant_memory, "in_memory": not constant_memory})
    sheet, day = book.add_worksheet("資料 & 表"), book.add_format({"num_format": "yyyy/mm/dd"})
    clock = book.add_format({"num_format": '[$-404]e"年"m"月"d"日" hh:mm'})
    sheet.write_row(0, 1, ["編號", "名稱 <A&B>", "日期", "時刻", "比率", "真偽", "式"])
    for row in range(2, 40):
        sheet.write_row(row, 1, [row, f"第 {row} 站\n換行"])
        sheet.write_datetime(row, 3, datetime.datetime(2024, 5, row % 28 + 1), day)
        sheet.write_datetime(row, 4, datetime.datetime(2024, 5, 1, 8, row), clock)
        sheet.write_row(row, 5, [row / 7, row % 2 == 0])
        sheet.write_formula(row, 7, f"=B{row + 1}*2", value=row * 2)
    sheet.merge_range(41, 1, 41, 3, "合計") if not constant_memory else None
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("constant_memory", [False, True])
def test_all_kinds_of_cells(constant_memory: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := tmp_path / "a.xlsx").write_bytes(written(constant_memory))
    held = look(path)
    monkeypatch.setattr(bigbook, "LARGE", -1)
    assert look(path) == held
    assert (held.header_row, str(held.newest_date), held.fields[1]) == (1, "2024-05-28", "名稱 <A&B>")


def test_another_spelling_goes_to_the_patient_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bigbook, "LARGE", -1)
    monkeypatch.setattr(bigbook, "_CELL", bigbook.re.compile(rb"never"))
    assert look(next(path for path in FILES if path.name == "xlsx.xlsx")).rows == 2


def test_a_stray_cell_in_the_last_corner(tmp_path: Path) -> None:
    """The other reader asks for half a terabyte and dies."""
    book = openpyxl.Workbook()
    for row in (["縣市", "日期"], ["臺北", "113/1/1"], ["新北", "113/2/1"]):
        book.active.append(row)
    book.active.cell(1_048_576, 16_384).value = " "
    book.save(path := tmp_path / "a.xlsx")
    seen = look(path)
    assert (seen.columns, seen.rows, seen.machine_readable) == (2, 2, True)
