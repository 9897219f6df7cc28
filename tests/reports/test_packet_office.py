"""The documents opened by LibreOffice: what a clerk's own program makes of them."""

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from lxml import etree

from ncc_opendata.messages import compile_messages
from reports.packet.formats import FORMATS
from reports.packet.odf import text
from reports.packet.sections import lay_out
from reports.packet.text import visible
from tests.reports.packet_sample import HOSTILE, hostile, many, sample, written

Open = Callable[[bytes, str], list[str]]
RENDER = {one.suffix: one.render for one in FORMATS}


@pytest.fixture(scope="module", autouse=True)
def translations() -> None:
    compile_messages(settings.BASE_DIR)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def opened(folder: Path) -> Open:
    """Opens a document in LibreOffice and gives the text of the pages it makes of it, blanks left out."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        assert os.environ.get("CI") != "true", "CI=true leaves nothing out: LibreOffice or poppler is missing"
        pytest.skip("LEFT OUT: this machine has no LibreOffice or no poppler")

    def convert(data: bytes, suffix: str) -> list[str]:
        file = folder / f"packet.{suffix}"
        file.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file))
        shown = run("pdftotext", "-raw", str(folder / "packet.pdf"), "-")
        return [re.sub(r"\s", "", page) for page in shown.split("\f")[:-1]]

    return convert


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=180).stdout


@pytest.mark.office
@pytest.mark.slow
def test_odt_opens_with_contents_page_numbers_and_turned_pages(opened: Open, folder: Path) -> None:
    paper = lay_out(sample(), "zh-hant")
    pages = opened(written(RENDER["odt"], paper), "odt")
    for number, page in enumerate(pages, 1):
        assert f"第{number}頁／共{len(pages)}頁" in page
    for section in paper.sections:
        assert sum(page.count(section.heading) for page in pages) >= 3  # contents, agenda, heading
    place = next(number for number, page in enumerate(pages, 1) if number > 3 and "拾陸、附件" in page)
    assert re.search(rf"拾陸、附件\.*{place}", "".join(pages[1:3]))
    sizes = run("pdfinfo", "-l", "99", str(folder / "packet.pdf"))
    assert {float(one[0]) > float(one[1]) for one in re.findall(r"size: +([\d.]+) x ([\d.]+)", sizes)} == {True, False}


@pytest.mark.office
@pytest.mark.slow
def test_odt_repeats_the_heads_of_long_tables(opened: Open) -> None:
    pages = opened(written(RENDER["odt"], lay_out(many(120), "en")), "odt")
    with_rows = [one for one in pages if one.count("號資料集") > 5]
    assert len(with_rows) > 8
    assert all("DatasetUnit" in one for one in with_rows)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["odt", "ods", "xlsx"])
def test_hostile_text_opens_whole(opened: Open, suffix: str) -> None:
    said = "".join(opened(written(RENDER[suffix], lay_out(hostile(), "zh-hant")), suffix))
    for one in HOSTILE[:8]:
        assert re.sub(r"\s", "", visible(one)) in said, one


@pytest.mark.office
@pytest.mark.slow
def test_ods_shows_shares_and_dates_of_the_republic(opened: Open) -> None:
    said = "".join(opened(written(RENDER["ods"], lay_out(sample(), "zh-hant")), "ods"))
    for words in ("68.0%", "-6.3", "+5.0", "115年8月5日", "1,234.5"):
        assert words in said, words
    assert "###" not in said


def test_odt_is_well_formed_with_fonts_pictures_and_words_for_them() -> None:
    archive = zipfile.ZipFile(BytesIO(written(text.render, lay_out(hostile(), "zh-hant"))))
    assert archive.namelist()[0] == "mimetype"
    assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    for name in archive.namelist():
        if name.endswith(".xml"):
            etree.fromstring(archive.read(name))
    names = set(archive.namelist())
    assert {"Fonts/regular.otf", "Fonts/bold.otf", "Pictures/1.png", "Pictures/watermark.png"} <= names
    content = etree.fromstring(archive.read("content.xml"))
    spaces = {"svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"}
    (said,) = content.findall(".//svg:desc", spaces)
    assert "115年9月 78.6%" in (said.text or "")
    assert "長文" * 20_000 in "".join(content.itertext())


def test_odt_is_the_same_at_every_writing() -> None:
    paper = lay_out(sample(), "en")
    assert written(text.render, paper) == written(text.render, paper)
