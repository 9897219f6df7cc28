"""Hostile text in every field there is: whole in the record, whole and inert in every table that a program opens."""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from io import BytesIO, StringIO
from itertools import cycle

import openpyxl
import pytest
from defusedxml import ElementTree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from reports.packet import csv_zip, pdf, xlsx
from reports.packet.canonical import canonical, parse
from reports.packet.odf import sheet as ods
from reports.packet.odf import text as odt
from reports.packet.paper import Paper
from reports.packet.sections import Seal, lay_out
from reports.packet.text import visible
from tests.reports.packet_maker import packet_of
from tests.reports.packet_sample import HOSTILE, LONG, written

WORDS = (
    *HOSTILE,
    LONG[:2000],
    '=HYPERLINK("https://evil.test","x")',
    "＝1+1",
    "﹣1",
    "\x00\x1b[2J",
    "&lt;script&gt;",
    "𠮷堃𪚥",
    "\u2067\u202eabc\u202c\u2069",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\ufe0f",
    "葛\U000e0100\u180b",
    "e" + "\u0301" * 60,
    "\ue000\uf8ff\U000f0000",
    "\t=cmd|' /C calc'!A0",
    "\u3000=1+1",
    "\u00a0@SUM(A1)",
)
_NEXT = cycle(WORDS)
PACKET = packet_of(lambda path: next(_NEXT))

LIVE = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


@pytest.fixture(scope="module")
def paper() -> Paper:
    return lay_out(PACKET, "zh-hant", seal=Seal("=1+1", "@wu", 1, "-1"))


def texts(paper: Paper) -> Iterator[str]:
    """Every text that the tables hold, as a reader should see it."""
    for _section, _number, table in paper.tables:
        for row in table.rows:
            yield from (visible(one) for one in row if isinstance(one, str) and one)


def test_the_record_keeps_every_text_to_the_letter() -> None:
    assert parse(json.loads(canonical(PACKET))) == PACKET
    assert set(json.loads(canonical(PACKET))["motions"]) <= set(WORDS)


def test_no_cell_of_a_workbook_is_live_and_none_is_cut(paper: Paper) -> None:
    book = openpyxl.load_workbook(BytesIO(written(xlsx.render, paper)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [one.coordinate for one in cells if one.data_type == "f" or one.hyperlink]
    found = {str(one.value) for one in cells if one.data_type == "s"}
    assert set(texts(paper)) <= found


def test_no_cell_of_an_ods_is_live_and_none_is_cut(paper: Paper) -> None:
    data = written(ods.render, paper)
    content = zipfile.ZipFile(BytesIO(data)).read("content.xml")
    assert b"table:formula" not in content
    assert b"xlink:href" not in content
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    found = {one.replace("\t", "") for rows in sheets for row in rows for one in row if isinstance(one, str)}
    assert {one.replace("\t", "") for one in texts(paper)} <= found  # this reader leaves tabs out


def test_pages_show_every_text_and_obey_none(paper: Paper) -> None:
    """The PDF, and the XML of the ODT: what hides or turns other letters is nowhere in them as it is."""
    reader = PdfReader(BytesIO(written(pdf.render, paper)))
    said = "".join(page.extract_text() for page in reader.pages)
    for words in ("[U+202E]", "[U+200D]", "[U+F8FF]", "[U+F0000]", "𠮷堃"):
        assert words in re.sub(r"[\s\u200b]", "", said), words
    content = ElementTree.fromstring(zipfile.ZipFile(BytesIO(written(odt.render, paper))).read("content.xml"))
    text = "".join(content.itertext())
    assert not re.search(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]", text)
    assert text.count("\u0301") >= 60


def test_no_cell_of_a_csv_is_live_and_none_is_cut(paper: Paper) -> None:
    found = set()
    with zipfile.ZipFile(BytesIO(written(csv_zip.render, paper))) as archive:
        for name in archive.namelist():
            for row in csv.reader(StringIO(archive.read(name).decode("utf-8-sig"), newline="")):
                live = [one for one in row if one.lstrip(" \u00a0\u3000").startswith(LIVE)]
                assert all(map(number, live)), name
                found |= {one.removeprefix("'") for one in row}
    assert {one.removeprefix("'") for one in texts(paper)} <= found


def number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False
