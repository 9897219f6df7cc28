"""The agency's letterhead on the pages of the PDF: what of a text template another typesetter can follow.

Taken are the words, page numbers and pictures of head, foot and introduction, whether a line stands left, in the middle
or right, rows of tables, bold, colours and sizes, those of title, headings and text, and the margins of the page. Not
taken are the template's fonts (the packet's own face is embedded), frames that float, lines and backgrounds.
"""

from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from reports.packet.letterhead import q
from reports.packet.paper import Paper
from reports.packet.pdf.letter_lines import Reader

LOOKS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "h1": "Heading_20_1",
    "h2": "Heading_20_2",
    "body": "Text_20_body",
}
_LINE = 1.45
"""Height of a line by the size of its letters."""
_SIZE = 10.5


def letters(paper: Paper) -> dict[str, Any] | None:
    """For the PDF's template; None without a letterhead."""
    own = paper.letterhead
    if own is None:
        return None
    styles = {name: fromstring(style) for name, style in own.styles}
    page = Reader(styles | _automatic(own.page_automatic), paper, own.pictures)
    intro = Reader(styles | _automatic(own.intro_automatic), paper, own.pictures)
    head, foot = list(page.lines(_tree(own.head))), list(page.lines(_tree(own.foot)))
    there, width = own.margins, own.margins.width(wide=False)
    return {
        "head": head,
        "foot": foot,
        "intro": list(intro.lines(_tree(own.intro))),
        "looks": {name: page.look(style) for name, style in LOOKS.items()},
        "left": there.left,
        "right": there.right,
        "top": there.top + max(there.head, _height(head, width)) + there.head_gap,
        "bottom": there.bottom + max(there.foot, _height(foot, width)) + there.foot_gap,
        "above": there.top,
        "below": there.foot_gap,
    }


def _tree(xml: str) -> Element:
    root: Element = fromstring(f"<parts>{xml}</parts>")
    return root


def _automatic(xml: str) -> dict[str, Element]:
    return {one.get(q("style:name"), ""): one for one in _tree(xml)}


def _height(lines: list[dict[str, Any]], width: float) -> float:
    """Of the lines on an upright page, near enough: Chinese letters are as wide as high."""
    return sum(max((_height(cell, width / len(line["row"])) for cell in line["row"]), default=0.0) if "row" in line
               else _line_height(line, width) for line in lines)  # fmt: skip


def _line_height(line: dict[str, Any], width: float) -> float:
    size = line["look"].get("size", _SIZE)
    pieces = [piece for side in ("left", "center", "right") for piece in line[side]]
    sizes = [piece.get("size", size) for piece in pieces]
    words = sum(len(piece.get("text", "")) for piece in pieces) * max(sizes, default=size)
    high = max((piece.get("height", 0.0) for piece in pieces), default=0.0)
    breaks = sum(piece.get("text", "").count("\n") for piece in pieces)
    return float(max(high, (1 + breaks + words // width) * max(sizes, default=size) * _LINE))
