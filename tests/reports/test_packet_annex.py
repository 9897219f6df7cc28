"""Long tables on paper: nothing is lost between the report and its volumes, and no process grows with the packet."""

import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from ncc_opendata.messages import compile_messages
from reports.packet import annex, pdf
from reports.packet.build import making_of
from reports.packet.canonical import canonical, pieces
from reports.packet.paper import Paper, Paragraph, Table
from reports.packet.sections import lay_out
from tests.reports.packet_sample import hostile, many, sample, written

ROOT = Path(settings.BASE_DIR)
PRESSED = """
import os, resource, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "ncc_opendata.settings"
import django
django.setup()
from reports.packet.build import write
from tests.reports.packet_sample import many
files = write(many(4_000), Path(sys.argv[1]), ["en"], lambda _percent, _name: None)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, *(one.name for one in files))
"""
"""In a process of its own, whose only children are presses; prints the largest one's peak in KiB, and the files."""


@pytest.fixture(scope="module", autouse=True)
def translations() -> None:
    compile_messages(settings.BASE_DIR)


@pytest.fixture(scope="module")
def paper() -> Paper:
    return lay_out(many(4_000), "zh-hant")


def test_a_packet_of_short_tables_has_no_volume() -> None:
    paper = lay_out(many(annex.PRINTED), "en")
    assert annex.plan(paper) == []
    assert annex.report(paper) is paper


def test_report_and_volumes_together_hold_every_row_once(paper: Paper) -> None:
    found: dict[str, list[object]] = {}
    for section, _number, table in annex.report(paper).tables:
        found[f"{section.number} {table.caption}"] = list(table.rows)
    for volume in annex.plan(paper):
        ((_section, _number, table),) = annex.bound(paper, volume).tables
        assert len(table.rows) <= annex.VOLUME
        found[f"{volume.section.number} {volume.table.caption}"] += table.rows
    assert found == {f"{section.number} {table.caption}": list(table.rows) for section, _n, table in paper.tables}


def test_a_cut_table_says_where_it_continues(paper: Paper) -> None:
    blocks = [one for section in annex.report(paper).sections for one in section.blocks]
    cut = [place for place, one in enumerate(blocks) if isinstance(one, Table) and len(one.rows) == annex.PRINTED]
    said = [one.text for place in cut if isinstance(one := blocks[place + 1], Paragraph)]
    assert said == [
        "本表第501列至第4,000列見附冊1至附冊2。",
        "本表第501列至第4,000列見附冊3至附冊4。",
        "本表第501列至第4,000列見附冊5至附冊6。",
    ]


def test_a_volume_is_a_document_for_everyone(paper: Paper) -> None:
    reader = PdfReader(BytesIO(written(pdf.render, annex.bound(paper, annex.plan(paper)[1]))))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()
    text = [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in reader.pages]
    assert "附冊2" in text[0]
    assert "第2,501列至第4,000列" in text[0]
    assert f"第2頁／共{len(text)}頁" in text[1]
    assert "第2500號資料集" in "".join(text)
    assert "第2499號資料集" not in "".join(text)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_packet(tmp_path: Path) -> None:
    """A press never holds more than one volume: 250 MB, where all 12,000 rows at once took 1,600."""
    told = subprocess.run(
        [sys.executable, "-c", PRESSED, str(tmp_path / "packet")], capture_output=True, text=True, check=True, cwd=ROOT
    )
    peak, *names = told.stdout.split()
    assert [one for one in names if "annex" in one] == [
        f"review-packet-2026Q3-en-annex-{number:02}.pdf" for number in range(1, 7)
    ]
    assert int(peak) < 400 * 1024
    assert not making_of(tmp_path / "packet").exists()


@pytest.mark.parametrize("packet", [sample, hostile, lambda: many(30)])
def test_the_record_comes_in_pieces_of_the_same_bytes(packet: Callable[[], object]) -> None:
    assert b"".join(pieces(packet())) == canonical(packet())  # type: ignore[arg-type]


@given(st.text() | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none())
def test_pieces_are_rfc_8785(value: object) -> None:
    assert b"".join(pieces((value,))) == canonical((value,))  # type: ignore[arg-type]


def test_the_press_tells_what_it_could_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "packet.typ"
    broken.write_text("#nonsense")
    monkeypatch.setattr(pdf, "_TEMPLATE", broken)
    with pytest.raises(RuntimeError, match="nonsense"):
        written(pdf.render, lay_out(sample(), "en"))


def test_the_press_stops_when_nobody_wants_the_paper_any_more(paper: Paper, tmp_path: Path) -> None:
    class Unwanted(Exception):
        pass

    def tick() -> None:
        raise Unwanted

    with pytest.raises(Unwanted), (tmp_path / "x").open("wb") as out:
        pdf.render(annex.bound(paper, annex.plan(paper)[0]), out, tick)
    assert not (tmp_path / "x").stat().st_size


def test_a_large_request_reaches_a_press_that_is_slow_to_read(monkeypatch: pytest.MonkeyPatch, paper: Paper) -> None:
    """More than a pipe holds, and a look every millisecond: nobody waits for ever."""
    monkeypatch.setattr(pdf, "_PATIENCE", 0.001)
    assert written(pdf.render, annex.bound(paper, annex.plan(paper)[0])).startswith(b"%PDF")
