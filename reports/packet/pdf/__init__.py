"""The packet as PDF/UA-1: tagged, embedded font, contents, repeated table heads. Typst sets it, from JSON alone.

Text goes in as data and is never read as markup. The machine's own fonts are not looked at: the same paper gives the
same pages everywhere. What the font cannot draw is written out as [U+1F600] and told by `text.missing`.
"""

import json
from functools import cache
from pathlib import Path

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from reports.packet import fonts
from reports.packet.paper import NUMBERS, Block, Paper, Paragraph, Picture, Section, Table
from reports.packet.text import breakable, visible, with_glyphs
from reports.packet.words import ordinal, show

_TEMPLATE = Path(__file__).with_name("packet.typ")


def render(paper: Paper) -> bytes:
    """Raises RuntimeError (Typst's own words) if the paper cannot be set."""
    with translation.override(paper.language):
        inputs = {"paper": json.dumps(_paper(paper), ensure_ascii=False)}
    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        format="pdf",
        sys_inputs=inputs,
        font_paths=_fonts(),
        pdf_standards=["ua-1"],
        timestamp=int(paper.written.timestamp()),
    )


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
        "title": _safe(paper.title),
        "agency": _safe(paper.agency),
        "subject": _safe(paper.subject),
        "watermark": paper.watermark,
        "facts": [[_safe(label), _safe(words)] for label, words in paper.facts],
        "contents": _("Contents"),
        "pages": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "nothing": _("None."),
        "sections": [_section(one, paper.language) for one in paper.sections],
    }


def _section(section: Section, language: str) -> dict[str, object]:
    number, blocks = 0, []
    for block in section.blocks:
        number += isinstance(block, Table)
        blocks.append(_block(block, number, language))
    heading = ordinal(section.number, 1, language) + section.heading
    return {"heading": _safe(heading), "wide": section.wide, "blocks": blocks}


def _block(block: Block, number: int, language: str) -> dict[str, object]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": _safe(block.text)}
        case Picture():
            return {"kind": "picture", "svg": block.svg, "alt": block.alt, "caption": _safe(block.caption)}
        case Table():
            return {
                "kind": "table",
                "caption": _safe(ordinal(number, 2, language) + block.caption),
                "columns": [
                    {"title": _safe(one.title), "width": one.width, "number": one.kind in NUMBERS}
                    for one in block.columns
                ],
                "rows": [
                    [
                        _safe(show(value, column.kind, language))
                        for value, column in zip(row, block.columns, strict=True)
                    ]
                    for row in block.rows
                ],
            }


def _safe(text: str) -> str:
    return breakable(with_glyphs(visible(text), fonts.glyphs()))
