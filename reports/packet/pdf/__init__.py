"""The packet as PDF/UA-1: tagged, embedded font, contents, repeated table heads. Typst sets it, from JSON alone.

Text goes in as data and is never read as markup. The machine's own fonts are not looked at: the same paper gives the
same pages everywhere. What the font cannot draw is written out as [U+1F600] and told by `text.missing`.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from reports.packet import fonts
from reports.packet.paper import NUMBERS, Block, Column, Paper, Paragraph, Picture, Section, Table, Tick, Value, quiet
from reports.packet.pdf.letters import letters
from reports.packet.pdf.safe import safe
from reports.packet.words import ordinal, show

_TEMPLATE = Path(__file__).with_name("packet.typ")
_PRESS = Path(__file__).with_name("press.py")
_LONG = 240
"""Characters beyond which a row may break over pages: kept together it might not fit on any."""
_PATIENCE = 0.25
"""Seconds between two looks at the press, and at whether anybody still wants the paper."""


def render(paper: Paper, out: BinaryIO, tick: Tick = quiet) -> None:
    """`out` is a real file. Raises RuntimeError (Typst's own words) if the paper cannot be set."""
    with translation.override(paper.language):
        words = json.dumps(_paper(paper), ensure_ascii=False)
    asked = {
        "template": str(_TEMPLATE),
        "root": str(_TEMPLATE.parent),
        "fonts": str(fonts.FOLDER),
        "paper": words,
        "timestamp": int(paper.written.timestamp()),
    }
    _press(json.dumps(asked).encode(), out, tick)


def _press(asked: bytes, out: BinaryIO, tick: Tick) -> None:
    """Let the press work; it is stopped where `tick` raises. Files, not pipes: neither side waits for the other."""
    with TemporaryFile() as request, TemporaryFile() as said:
        request.write(asked)
        request.seek(0)
        out.flush()
        with subprocess.Popen([sys.executable, str(_PRESS)], stdin=request, stdout=out, stderr=said) as press:  # noqa: S603
            try:
                while _working(press):
                    tick()
            except BaseException:
                press.kill()
                raise
        if press.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace") or f"the press ended with {press.returncode}")


def _working(press: subprocess.Popen[bytes]) -> bool:
    try:
        press.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return True
    return False


def png(svg: str, ppi: float = 220) -> bytes:
    """A picture for readers without SVG, drawn with the packet's own font."""
    source = "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
    source += '#image(bytes(sys.inputs.svg), format: "svg")'
    return typst.compile(
        source.encode(),
        format="png",
        ppi=ppi,
        sys_inputs={"svg": svg},
        font_paths=_fonts(),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)])


def _paper(paper: Paper) -> dict[str, object]:
    return {
        "language": paper.language,
        "font": fonts.FAMILY,
        "title": safe(paper.title),
        "agency": safe(paper.agency),
        "subject": safe(paper.subject),
        "watermark": paper.watermark,
        "facts": [[safe(label), safe(words)] for label, words in paper.facts],
        "contents": _("Contents"),
        "pages": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "nothing": _("None."),
        "letter": letters(paper),
        "sections": [_section(one, paper.language) for one in paper.sections],
    }


def _section(section: Section, language: str) -> dict[str, object]:
    number, blocks = 0, []
    for place, block in enumerate(section.blocks, 1):
        number += isinstance(block, Table)
        blocks.append(_block(block, number, language) | {"lead": place < len(section.blocks)})
    heading = ordinal(section.number, 1, language) + section.heading
    return {"heading": safe(heading), "wide": section.wide, "blocks": blocks}


def _block(block: Block, number: int, language: str) -> dict[str, object]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": safe(block.text)}
        case Picture():
            return {"kind": "picture", "svg": block.svg, "alt": block.alt, "caption": safe(block.caption)}
        case Table():
            return {
                "kind": "table",
                "caption": safe(ordinal(number, 2, language) + block.caption),
                "columns": [
                    {
                        "title": safe(one.title),
                        "width": one.width,
                        "number": one.kind in NUMBERS,
                        "date": one.kind == "date",
                    }
                    for one in block.columns
                ],
                "rows": [_row(row, block.columns, language) for row in block.rows],
            }


def _row(row: Sequence[Value], columns: Sequence[Column], language: str) -> dict[str, object]:
    cells = [safe(show(value, column.kind, language)) for value, column in zip(row, columns, strict=True)]
    return {"cells": cells, "long": any(len(one) > _LONG for one in cells)}
