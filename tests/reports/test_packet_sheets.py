"""XLSX, ODS and CSV opened again by readers that did not write them."""

import csv
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from ncc_opendata.messages import compile_messages
from reports.packet import csv_zip, xlsx
from reports.packet.odf import sheet as ods
from reports.packet.paper import Paper
from reports.packet.sections import lay_out
from reports.packet.text import visible
from tests.reports.packet_sample import HOSTILE, LONG, hostile, sample, written


@pytest.fixture(scope="module", autouse=True)
def translations() -> None:
    compile_messages(settings.BASE_DIR)


@pytest.fixture(scope="module")
def paper() -> Paper:
    return lay_out(sample(), "zh-hant")


def rows(data: bytes, start: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    name = next(one for one in book.sheet_names if one.startswith(start))
    return book.get_sheet_by_name(name).to_python()


@pytest.mark.parametrize("render", [xlsx.render, ods.render])
def test_numbers_are_numbers_and_dates_dates(render: Any, paper: Paper) -> None:
    data = written(render, paper)
    units = rows(data, "05-1")
    assert units[0][:3] == ["單位", "應更新", "5日內更新"]
    assert units[2][1:6] == [25.0, 17.0, 5.0, 3.0, 0.68]
    assert units[4][5] == "無項目"
    late = rows(data, "05-3")
    assert late[1][3] in (date(2026, 8, 5), datetime(2026, 8, 5))
    assert late[2][4] == ""
    assert rows(data, "01-1")[2][4] == -6.25


@pytest.mark.parametrize("render", [xlsx.render, ods.render])
def test_every_table_has_its_sheet_with_the_head_first(render: Any, paper: Paper) -> None:
    data = written(render, paper)
    names = CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names
    assert len(names) == len(list(paper.tables)) + 1
    assert all(len(one.encode("utf-16-le")) <= 62 for one in names)
    listed = rows(data, "工作表清單")
    assert [one[0] for one in listed[1:]] == names[1:]
    assert [one[3] for one in listed[1:]] == [len(table.rows) for _s, _n, table in paper.tables]


@pytest.mark.parametrize("render", [xlsx.render, ods.render])
def test_sums_equal_the_paper(render: Any, paper: Paper) -> None:
    total = sum(one[2] for one in rows(written(render, paper), "05-1")[1:])
    assert total == sum(one.on_time for one in sample().updates.units)


@pytest.mark.parametrize("render", [xlsx.render, ods.render])
def test_hostile_text_comes_through_inert(render: Any) -> None:
    data = written(render, lay_out(hostile(), "zh-hant"))
    said = [one[1] for one in rows(data, "15-1")[1:]]
    # A tab stands in the ODS as <text:tab/>, which this reader leaves out.
    assert [one.lstrip("\t") for one in said] == [visible(one).lstrip("\t") for one in HOSTILE]


def test_no_cell_is_a_formula_or_a_link() -> None:
    data = written(xlsx.render, lay_out(hostile(), "zh-hant"))
    book = openpyxl.load_workbook(BytesIO(data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [one.coordinate for one in cells if one.data_type == "f" or one.hyperlink]
    content = zipfile.ZipFile(BytesIO(written(ods.render, lay_out(hostile(), "zh-hant")))).read("content.xml")
    assert b"table:formula" not in content
    assert b"xlink:href" not in content


def test_a_long_text_continues_on_a_sheet_of_its_own() -> None:
    data = written(xlsx.render, lay_out(hostile(), "zh-hant"))
    answer = rows(data, "07-2")[1][5]
    assert len(answer) <= 32_767
    first, said = answer.split("\n")
    assert "續文" in said
    rest = [one for one in rows(data, "續文")[1:] if one[1] == "F2"]
    assert first + "".join(one[3] for one in rest) == LONG
    assert rows(written(ods.render, lay_out(hostile(), "zh-hant")), "07-2")[1][5] == LONG


def unzipped(data: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            name: list(csv.reader(StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
            for name in archive.namelist()
        }


def test_csv_has_iso_dates_plain_numbers_and_sleeping_formulas() -> None:
    files = unzipped(written(csv_zip.render, lay_out(hostile(), "zh-hant")))
    late = next(found for name, found in files.items() if name.startswith("05-3"))
    assert late[1][3:6] == ["2026-08-05", "2026-08-09", "4"]
    motions = next(found for name, found in files.items() if name.startswith("15-1"))
    assert [one[1] for one in motions[1:5]] == ["'=1+1", "'+1", "'-1+cmd|' /C calc'!A0", "'@SUM(A1:A9)"]
    change = next(found for name, found in files.items() if name.startswith("01-1"))[2][4]
    assert Decimal(change) == Decimal("-6.25")
    answers = next(found for name, found in files.items() if name.startswith("07-2"))
    assert answers[1][5] == LONG


@pytest.mark.parametrize("render", [xlsx.render, ods.render, csv_zip.render])
def test_the_same_paper_gives_the_same_bytes(render: Any, paper: Paper) -> None:
    assert written(render, paper) == written(render, paper)
