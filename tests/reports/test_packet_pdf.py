import re
from io import BytesIO

import pytest
from django.conf import settings
from pypdf import PdfReader

from ncc_opendata.messages import compile_messages
from reports.packet import pdf
from reports.packet.sections import Seal, lay_out
from reports.packet.text import visible
from tests.reports.packet_sample import HOSTILE, hostile, many, sample, written


@pytest.fixture(scope="module", autouse=True)
def translations() -> None:
    compile_messages(settings.BASE_DIR)


def read(data: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(data))
    text = "".join(page.extract_text() for page in reader.pages)
    return reader, re.sub(r"[\s\u200b]", "", text)


@pytest.fixture(scope="module")
def plain() -> tuple[PdfReader, str]:
    return read(written(pdf.render, lay_out(sample(), "zh-hant")))


def test_is_tagged_for_everyone(plain: tuple[PdfReader, str]) -> None:
    root = plain[0].trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-TW"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_structure_has_headings_heads_and_pictures_with_words(plain: tuple[PdfReader, str]) -> None:
    kinds: dict[str, int] = {}
    alts = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node  # type: ignore[union-attr]
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            kinds[str(node.get("/S", ""))] = kinds.get(str(node.get("/S", "")), 0) + 1
            alts.extend([node["/Alt"]] if "/Alt" in node else [])
            walk(node.get("/K"))

    walk(plain[0].trailer["/Root"]["/StructTreeRoot"])
    assert kinds["/H1"] >= 16
    assert {"/H2", "/TH", "/TD", "/THead", "/Figure", "/TOC"} <= kinds.keys()
    assert any("115年9月 78.6%" in one for one in alts)


def test_fonts_are_embedded(plain: tuple[PdfReader, str]) -> None:
    fonts = [
        font.get_object()
        for page in plain[0].pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index,union-attr]
    ]
    assert fonts
    for font in fonts:
        assert "NotoSansCJKtc" in font["/BaseFont"]
        assert "/FontFile3" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_pages_are_numbered_and_the_contents_lead_to_them(plain: tuple[PdfReader, str]) -> None:
    reader, text = plain
    assert f"第1頁／共{len(reader.pages)}頁" in text
    assert "目次壹、議程及績效一覽" in text.replace(".", "")
    assert len(reader.outline) >= 16


def test_wide_tables_lie_flat(plain: tuple[PdfReader, str]) -> None:
    flat = [page for page in plain[0].pages if page.mediabox.width > page.mediabox.height]
    assert 3 <= len(flat) < len(plain[0].pages)


def test_hostile_text_comes_through_whole_and_seen() -> None:
    _reader, text = read(written(pdf.render, lay_out(hostile(), "zh-hant")))
    for words in HOSTILE[:11]:
        assert re.sub(r"\s", "", visible(words)) in text, words
    assert "[U+1F600]" in text
    assert text.count("長") >= 20_000
    assert text.count("文") >= 20_000


def test_heads_are_repeated_on_every_page_of_a_long_table() -> None:
    reader = PdfReader(BytesIO(written(pdf.render, lay_out(many(300), "zh-hant"))))
    pages = [page.extract_text() for page in reader.pages]
    with_rows = [one for one in pages if len(re.findall(r"第\s*\d+\s*號資料集", one)) > 5]
    assert len(with_rows) > 20
    assert all("資料集" in one.replace("\n", "") and "單位" in one for one in with_rows)


def test_the_same_paper_gives_the_same_bytes() -> None:
    paper = lay_out(sample(), "en")
    assert written(pdf.render, paper) == written(pdf.render, paper)


def test_a_draft_is_marked_and_a_sealed_paper_is_not() -> None:
    assert "DRAFT" in read(written(pdf.render, lay_out(sample(), "en")))[1]
    assert "DRAFT" not in read(written(pdf.render, lay_out(sample(), "en", seal=Seal("A", "B"))))[1]
