"""The files of a packet: which formats there are, and how each is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from reports.packet import annex, csv_zip, pdf, xlsx
from reports.packet.canonical import pieces
from reports.packet.data import PacketData
from reports.packet.odf import sheet, text
from reports.packet.paper import Paper, Tick


@dataclass(frozen=True, slots=True)
class Format:
    """`on_paper`: pages, on which long tables continue in annex volumes."""

    suffix: str
    media_type: str
    render: Callable[[Paper, BinaryIO, Tick], None]
    on_paper: bool = False


FORMATS = (
    Format("pdf", "application/pdf", pdf.render, on_paper=True),
    Format("odt", "application/vnd.oasis.opendocument.text", text.render, on_paper=True),
    Format("ods", "application/vnd.oasis.opendocument.spreadsheet", sheet.render),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.render),
    Format("csv.zip", "application/zip", csv_zip.render),
)
JSON = ("json", "application/json")
"""The record itself: `canonical.canonical`, the same in every language."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a packet, and how to write it. `pressed`: by a process of its own."""

    name: str
    write: Callable[[BinaryIO, Tick], None]
    pressed: bool = False


def record_name(quarter: str) -> str:
    """The canonical JSON, which is the record itself."""
    return f"review-packet-{quarter}.json"


def record_part(data: PacketData) -> Part:
    return Part(record_name(data.quarter), partial(_record, data))


def parts(paper: Paper, quarter: str) -> Iterator[Part]:
    """Every format of the laid-out packet, then the volumes of its long tables."""
    stem, report = f"review-packet-{quarter}-{paper.language}", annex.report(paper)
    for one in FORMATS:
        yield Part(f"{stem}.{one.suffix}", partial(one.render, report if one.on_paper else paper), one.suffix == "pdf")
    for volume in annex.plan(paper):
        yield Part(f"{stem}-annex-{volume.number:02}.pdf", partial(_volume, paper, volume), pressed=True)


def _record(data: PacketData, out: BinaryIO, tick: Tick) -> None:
    for place, piece in enumerate(pieces(data)):
        if place % 100 == 0:
            tick()
        out.write(piece)


def _volume(paper: Paper, volume: annex.Volume, out: BinaryIO, tick: Tick) -> None:
    pdf.render(annex.bound(paper, volume), out, tick)
