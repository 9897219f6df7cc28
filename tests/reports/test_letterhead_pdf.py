"""The agency's letterhead on the pages of the PDF: its words, numbers, pictures, colours and margins."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from pypdf import PageObject, PdfReader
from pypdfium2 import PdfDocument, PdfPage

from datasets.models import User
from reports.packet import pdf
from reports.packet.annex import bound, plan
from reports.packet.letterhead import Letterhead, read
from reports.packet.margins import CM, OURS
from reports.packet.paper import Paper
from reports.packet.pdf.letters import letters
from reports.packet.sections import lay_out
from reports.services.letterheads import adopt_letterhead, starter
from tests.reports.packet_sample import many, sample, written
from tests.reports.test_letterhead import PIXEL, changed

HEAD = """<style:header><table:table><table:table-column/><table:table-column/><table:table-row>
<table:table-cell><text:p><draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm">
<draw:image xlink:href="Pictures/logo.png"/><svg:desc>會徽</svg:desc></draw:frame></text:p></table:table-cell>
<table:table-cell><text:p text:style-name="Header">{{agency}}專用箋</text:p></table:table-cell>
</table:table-row></table:table></style:header>"""
FOOT = """<style:footer><text:p text:style-name="Footer">密等：普通<text:tab/>第<text:page-number/>頁之<text:page-count
/><text:tab/>{{title}}</text:p></style:footer>"""
INTRO = """<text:p text:style-name="Text_20_body">敬請審閱 {{subject}}</text:p>
<text:list><text:list-item><text:p>第一點</text:p></text:list-item></text:list>"""


def own() -> Letterhead:
    def change(name: str, part: bytes) -> bytes:
        text = part.decode()
        if name == "content.xml":
            return text.replace('<text:p text:style-name="Text_20_body"/>', INTRO).encode()
        if name != "styles.xml":
            return part
        for which, words in (("header", HEAD), ("footer", FOOT)):
            text = re.sub(rf"<style:{which}>.*?</style:{which}>", words.replace("\\", ""), text, flags=re.DOTALL)
        return text.replace("#162e51", "#7A1F1F").replace('fo:margin-left="2.20cm"', 'fo:margin-left="40mm"').encode()

    return read(changed(change, {"Pictures/logo.png": PIXEL}))


@pytest.fixture(scope="module")
def paper() -> Paper:
    return replace(lay_out(sample(), "zh-hant"), letterhead=own())


@pytest.fixture(scope="module")
def pages(paper: Paper) -> list[PageObject]:
    return list(PdfReader(BytesIO(written(pdf.render, paper))).pages)


def words(page: PageObject) -> str:
    return re.sub(r"[\s\u200b]", "", page.extract_text())


def test_head_and_foot_stand_on_every_page(pages: list[PageObject]) -> None:
    for number, page in enumerate(pages, 1):
        said = words(page)
        assert "國家通訊傳播委員會專用箋" in said
        assert "密等：普通" in said
        assert f"第{number}頁之{len(pages)}" in said
        assert len(page.images) >= 1


def test_the_introduction_stands_on_the_cover_alone(pages: list[PageObject]) -> None:
    found = [number for number, page in enumerate(pages) if "敬請審閱資料開放諮詢小組會議資料・第一點" in words(page)]
    assert found == [0]


def test_margins_and_colours_are_the_template_s(paper: Paper) -> None:
    found: Any = letters(paper)
    assert found["left"] == pytest.approx(4 * CM)
    assert found["looks"]["title"] == {"align": "center", "size": 26.0, "fill": "#7a1f1f", "bold": True}
    assert found["looks"]["h1"]["fill"] == "#7a1f1f"
    assert found["foot"][0]["look"]["size"] == 8.5
    assert [len(found["foot"][0][side]) > 0 for side in ("left", "center", "right")] == [True] * 3
    assert found["head"][0]["row"][0][0]["left"][0]["alt"] == "會徽"
    pages = PdfDocument(written(pdf.render, paper))
    assert min(_left(page) for page in pages) == pytest.approx(4 * CM, abs=2)


def _left(page: PdfPage) -> float:
    """Where the leftmost letter of a page begins."""
    text = page.get_textpage()
    return min(text.get_rect(place)[0] for place in range(text.count_rects()))


def test_the_starter_changes_no_margin() -> None:
    own, ours = read(starter()).margins, OURS
    for side in ("top", "bottom", "left", "right", "head", "head_gap", "foot", "foot_gap"):
        assert getattr(own, side) == pytest.approx(getattr(ours, side), abs=0.01), side


def test_a_damaged_picture_stops_no_packet(paper: Paper) -> None:
    assert paper.letterhead
    broken = tuple(replace(one, content=b"\x89PNG no picture") for one in paper.letterhead.pictures)
    damaged = replace(paper, letterhead=replace(paper.letterhead, pictures=broken))
    assert written(pdf.render, damaged).startswith(b"%PDF")


def test_a_volume_has_the_head_without_the_introduction() -> None:
    paper = replace(lay_out(many(501), "zh-hant"), letterhead=own())
    volume = bound(paper, plan(paper)[0])
    found: Any = letters(volume)
    assert (bool(found["head"]), found["intro"]) == (True, [])


@pytest.mark.django_db
def test_the_command_takes_the_letterhead_of_as_of(officer: User, tmp_path: Any) -> None:
    content = changed(lambda name, part: part.replace(b"{{agency}}", "{{agency}}用箋".encode()))
    adopt_letterhead(content, "own.ott", date(2026, 1, 1), by=officer)

    def said(*more: str) -> str:
        folder = tmp_path / f"packet{len(more)}{more[-1] if more else ''}"
        call_command("build_packet", "2026Q2", "--out", str(folder), *more)
        (file,) = folder.glob("*.pdf")
        return words(PdfReader(file).pages[0])

    assert "用箋" in said()
    assert "用箋" not in said("--as-of", "2026-07-20"), "not known then"
    assert "用箋" not in said("--plain")
