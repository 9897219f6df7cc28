"""The demonstration's third quarter as an officer carries it into the meeting: every file opened by another program.

It is seeded and built once for all tests here, and what was seeded is rolled back.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas
import pytest
from django.db import transaction
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ncc_opendata.first_run import first_run
from reports.facts import load
from reports.facts.load import KPIS
from reports.kpis.figure import Figure
from reports.kpis.quarters import parse_period
from reports.packet.build import read_manifest, write
from reports.packet.canonical import canonical
from reports.packet.data import PacketData
from reports.packet.paper import Paper, Picture, Table
from reports.packet.sections import lay_out
from reports.packet.words import ordinal
from reports.services.packets import read

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
NOW, QUARTER = datetime(2026, 11, 24, 4, 0, tzinfo=UTC), parse_period("2026Q3")
LANGUAGES = ("zh-hant", "en")
PAGE = {"zh-hant": "第{}頁／共{}頁", "en": "Page{}of{}"}
WHITE = 12
"""Points beside the paper's edge where nothing may stand."""


@dataclass(frozen=True)
class Golden:
    data: PacketData
    figures: dict[str, Figure]
    folder: Path

    def file(self, language: str, suffix: str) -> Path:
        return self.folder / f"review-packet-2026Q3-{language}.{suffix}"


@pytest.fixture(scope="module")
def golden(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Golden:
    with django_db_blocker.unblock(), transaction.atomic():
        first_run(demo=True, now=NOW, say=str)
        data, facts = read(QUARTER, NOW), load(NOW)
        figures = {kpi: facts.figure(kpi, QUARTER) for kpi in KPIS}
        transaction.set_rollback(True)
    folder = tmp_path_factory.mktemp("golden") / "packet"
    write(data, folder, LANGUAGES, lambda _done, _name: None)
    return Golden(data, figures, folder)


@pytest.fixture(scope="module", params=LANGUAGES)
def paper(golden: Golden, request: pytest.FixtureRequest) -> Paper:
    return lay_out(golden.data, request.param)


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=240).stdout


def pages_of(file: Path) -> list[str]:
    """The words of every page as poppler reads them, blanks left out."""
    needs("pdftotext")
    return [re.sub(r"[\s\u200b\u2060]", "", one) for one in run("pdftotext", "-raw", file, "-").split("\f")[:-1]]


def needs(*programs: str) -> None:
    if not all(map(shutil.which, programs)):
        assert os.environ.get("CI") != "true", f"CI=true leaves nothing out, and one of {programs} is missing"
        pytest.skip(f"LEFT OUT: this machine lacks one of {programs}")


@pytest.fixture(scope="module")
def office(golden: Golden) -> dict[str, Path]:
    """The ODT of both languages as LibreOffice prints them; it starts once."""
    needs("soffice")
    folder = golden.folder.parent / "office"
    files = [golden.file(language, "odt") for language in LANGUAGES]
    profile = f"-env:UserInstallation=file://{golden.folder.parent}/profile"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files)
    return {language: folder / f"{file.stem}.pdf" for language, file in zip(LANGUAGES, files, strict=True)}


@pytest.fixture
def printed(golden: Golden, paper: Paper) -> Path:
    return golden.file(paper.language, "pdf")


@pytest.fixture
def opened(office: dict[str, Path], paper: Paper) -> Path:
    return office[paper.language]


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u200b]", "", words)


def test_the_record_is_canonical_and_every_file_is_as_the_manifest_says(golden: Golden) -> None:
    manifest = read_manifest(golden.folder)
    assert len(manifest["files"]) == 1 + 5 * len(LANGUAGES)
    for name, digest in manifest["files"].items():
        assert sha256((golden.folder / name).read_bytes()).hexdigest() == digest
    assert (golden.folder / "review-packet-2026Q3.json").read_bytes() == canonical(golden.data)
    assert manifest["missing_glyphs"] == ""


# -- pages ------------------------------------------------------------------------------------------------


def whole(pages: list[str], paper: Paper) -> None:
    """Page numbers, the sixteen headings in order at the pages that the contents name, every row, every head."""
    for number, page in enumerate(pages, 1):
        assert PAGE[paper.language].format(number, len(pages)) in page
    said, first = (
        "".join(pages),
        next(number for number, one in enumerate(pages) if number > 1 and _figures(one, paper)),
    )
    contents, starts = "".join(pages[1:first]), []
    for section in paper.sections:
        heading = squeezed(ordinal(section.number, 1, paper.language) + section.heading)
        starts.append(next(number for number, page in enumerate(pages, 1) if number > first and heading in page))
        assert re.search(rf"{re.escape(heading)}\.*{starts[-1]}", contents), heading
    assert starts == sorted(starts)
    for _section, _number, table in paper.tables:
        for row in table.rows[:: max(1, len(table.rows) // 7)]:
            texts = [squeezed(one) for one in row if isinstance(one, str)]
            assert all(one in said for one in texts if len(one) < 20), row


def _figures(page: str, paper: Paper) -> bool:
    """Whether section 1 begins on the page."""
    return squeezed(ordinal(1, 1, paper.language) + paper.sections[0].heading) in page and "...." not in page


def heads(pages: list[str], paper: Paper) -> None:
    """Where rows of a long table stand, its head stands above them."""
    for _section, _number, table in paper.tables:
        if len(table.rows) > 30:
            head = squeezed("".join(one.title for one in table.columns[:2]))
            rows = [squeezed(str(row[_name(table)])) for row in table.rows]
            on = [page for page in pages if sum(one in page for one in rows) > 5]
            assert len(on) > 2
            assert all(head in page or _upside(head, page) for page in on), table.caption


def _name(table: Table) -> int:
    """The column that tells the rows apart."""
    return max(range(len(table.columns)), key=lambda place: len({row[place] for row in table.rows}))


def _upside(head: str, page: str) -> bool:
    """A head of several lines is read line by line: its letters are all there."""
    return set(head) <= set(page)


def test_every_page_of_the_pdf_is_whole(printed: Path, paper: Paper) -> None:
    pages = pages_of(printed)
    whole(pages, paper)
    heads(pages, paper)


@pytest.mark.office
def test_every_page_of_the_odt_is_whole(opened: Path, paper: Paper) -> None:
    pages = pages_of(opened)
    whole(pages, paper)
    heads(pages, paper)


def test_a_date_stands_on_one_line_in_the_pdf(printed: Path, paper: Paper) -> None:
    one_line_dates(printed, paper)


@pytest.mark.office
def test_a_date_stands_on_one_line_in_the_odt(opened: Path, paper: Paper) -> None:
    one_line_dates(opened, paper)


def one_line_dates(file: Path, paper: Paper) -> None:
    """No line of a page ends within a date, nor is a number cut in two."""
    needs("pdftotext")
    lines = [line.strip() for line in run("pdftotext", "-layout", file, "-").splitlines()]
    assert not [one for one in lines if re.fullmatch(r"日(\s+.*)?", one)]
    assert not [one for one in lines if re.search(r"\(\d*$", one)]


def fonts(file: Path) -> Iterator[list[str]]:
    needs("pdffonts")
    return (line.split() for line in run("pdffonts", file).splitlines()[2:])


def test_the_pdf_embeds_its_one_face(printed: Path) -> None:
    found = list(fonts(printed))
    assert {one[0].partition("+")[2].partition("-")[0] for one in found} == {"NotoSansCJKtc"}
    assert {one[-5] for one in found} == {"yes"}


@pytest.mark.office
def test_libreoffice_finds_the_face_and_embeds_it(opened: Path) -> None:
    """Where the machine has a face of that name it takes that one: then it tells itself by its first name, CJKjp."""
    found = list(fonts(opened))
    assert found
    assert all("NotoSansCJK" in one[0] and one[-5] == "yes" for one in found), found


def pictures(paper: Paper) -> list[Picture]:
    return [one for section in paper.sections for one in section.blocks if isinstance(one, Picture)]


def test_the_pdf_is_tagged_with_words_for_its_pictures_and_heads_for_its_tables(printed: Path, paper: Paper) -> None:
    reader = PdfReader(printed)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == ("en-GB" if paper.language == "en" else "zh-TW")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = list(elements(root["/StructTreeRoot"]))
    alts = [one["/Alt"] for one in found if one.get("/S") == "/Figure"]
    assert alts == [one.alt for one in pictures(paper)]
    tables = [one for one in found if one.get("/S") == "/Table"]
    assert len(tables) == sum(bool(table.rows) for _s, _n, table in paper.tables)
    for table in tables:
        assert any(one.get("/S") == "/TH" for one in elements(table)), "a table without a head"
    levels = [int(str(one["/S"])[2:]) for one in found if re.fullmatch("/H[1-6]", str(one.get("/S")))]
    assert levels.count(1) >= 16
    assert all(after <= before + 1 for before, after in pairwise(levels))


def elements(node: Any) -> Iterator[Any]:
    """A structure element and all below it, in order of reading."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from elements(one)
    elif isinstance(node, dict):
        yield node
        yield from elements(node.get("/K"))


@pytest.mark.office
def test_libreoffice_shows_the_pictures(opened: Path, paper: Paper) -> None:
    needs("pdfimages")
    drawn = [line.split() for line in run("pdfimages", "-list", opened).splitlines()[2:]]
    wide = [one for one in drawn if one[2] == "image" and int(one[3]) > 900]
    assert len(wide) >= len(pictures(paper))


def test_every_page_of_the_pdf_has_ink_and_none_at_its_edges(printed: Path, tmp_path: Path) -> None:
    looked_at(printed, tmp_path)


@pytest.mark.office
def test_every_page_of_the_odt_has_ink_and_none_at_its_edges(opened: Path, tmp_path: Path) -> None:
    looked_at(opened, tmp_path)


def looked_at(file: Path, folder: Path) -> None:
    """The pages as pictures, a dot a point; the watermark is paler than any letter."""
    needs("pdftoppm")
    run("pdftoppm", "-r", "72", "-gray", file, folder / "page")
    drawn = sorted(folder.glob("page-*.pgm"))
    assert len(drawn) == len(PdfReader(file).pages)
    for picture in drawn:
        rows = dots(picture)
        inside = [row[WHITE:-WHITE] for row in rows[WHITE:-WHITE]]
        assert min(map(min, inside)) < 120, picture.name
        edges = [*rows[:WHITE], *rows[-WHITE:], *(row[:WHITE] + row[-WHITE:] for row in rows)]
        assert min(map(min, edges)) > 150, picture.name


def dots(picture: Path) -> list[bytes]:
    """The rows of a PGM, a byte a dot: 0 is black."""
    content = picture.read_bytes()
    width, height = map(int, content.split(maxsplit=3)[1:3])
    body = content[-width * height :]
    return [body[place * width : (place + 1) * width] for place in range(height)]


# -- sheets -----------------------------------------------------------------------------------------------


def sheet(file: Path, start: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(str(file))
    return book.get_sheet_by_name(next(one for one in book.sheet_names if one.startswith(start))).to_python()


@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_are_the_dashboard_s(golden: Golden, language: str, suffix: str) -> None:
    file = golden.file(language, suffix)
    updates, quality = golden.figures["timely_updates"].ratio, golden.figures["quality_pass"].ratio
    units = sheet(file, "05-1")[1:]
    assert [sum(row[place] for row in units) for place in (2, 1)] == [updates.numerator, updates.denominator]
    parts = sheet(file, "06-1")[4]
    assert parts[1:3] == [quality.numerator, quality.denominator]
    assert float(parts[3]) == pytest.approx(float(quality.value or 0))
    rates = {row[0]: row[3] for row in sheet(file, "04-1")[1:]}
    shown = [golden.figures[kpi].ratio.value for kpi in KPIS[:4]]
    assert [float(one) for one in list(rates.values())[:4]] == pytest.approx([float(one or 0) for one in shown])


@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_another_reader_finds_every_table_with_its_head_and_types(golden: Golden, suffix: str) -> None:
    """pandas, by calamine: numbers add up and dates compare without a word being said about them."""
    tables = pandas.read_excel(golden.file("zh-hant", suffix), sheet_name=None, engine="calamine")
    paper = lay_out(golden.data, "zh-hant")
    assert len(tables) == 1 + len(list(paper.tables))
    for (section, number, table), frame in zip(paper.tables, list(tables.values())[1:], strict=True):
        assert [str(one).partition(".")[0] for one in frame.columns] == [one.title for one in table.columns], section
        assert len(frame) == len(table.rows), (section.number, number)
    units = next(frame for name, frame in tables.items() if str(name).startswith("05-1"))
    assert units["應更新"].sum() == golden.figures["timely_updates"].ratio.denominator
    late = next(frame for name, frame in tables.items() if str(name).startswith("05-3"))
    assert str(late["期限"].dtype).startswith("datetime64")
    assert late["期限"].between("2026-07-01", "2026-10-31").all()


def test_excel_s_own_kind_of_reader_opens_it(golden: Golden) -> None:
    frames = pandas.read_excel(BytesIO(golden.file("en", "xlsx").read_bytes()), sheet_name=None, engine="openpyxl")
    assert [len(one) for one in frames.values()][1:] == [len(t.rows) for _s, _n, t in lay_out(golden.data, "en").tables]
