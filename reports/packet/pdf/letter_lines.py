"""Lines of a letterhead as data: pieces of text, page numbers and pictures, by where they stand on the line."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from reports.packet.letterhead import q
from reports.packet.margins import CM, points
from reports.packet.paper import Paper
from reports.packet.pdf.safe import safe
from reports.packet.words import show_date
from reports.packet.zipped import Entry

Look = dict[str, Any]
"""size in points, fill as #rrggbb, bold, align; only what the template says."""
Piece = dict[str, Any]
"""text, field (page-number, page-count) or svg, with its look; tab between them."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SIDES = {"center": "center", "end": "right", "right": "right"}
_SMALLEST, _LARGEST = 6.0, 40.0
_PICTURE = 16 * CM, 10 * CM
"""The most that a picture takes."""


class Reader:
    """Reads paragraphs of a template with the styles that they name."""

    def __init__(self, styles: Mapping[str, Element], paper: Paper, pictures: Iterable[Entry]) -> None:
        self.styles = styles
        self.pictures = {one.name: one.content for one in pictures}
        self.words = {
            "agency": paper.agency,
            "title": paper.title.replace("\n", " "),
            "subject": paper.subject,
            "date": show_date(paper.written.date(), paper.language),
        }
        self.alt = paper.agency

    def look(self, name: str) -> Look:
        """Of a style and of those that it is made from, the nearest first."""
        found: Look = {}
        for style in self._line_of(name):
            found = _look_of(style) | found
        return found

    def _line_of(self, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name].get(q("style:parent-style-name"), "")

    def lines(self, part: Element, mark: str = "") -> Iterator[dict[str, Any]]:
        """Every paragraph below an element; a row of a table is one of cells with lines of their own."""
        for one in part:
            if one.tag in {q("text:p"), q("text:h")}:
                yield self._line(one, mark)
                yield from (line for box in one.iter(q("draw:text-box")) for line in self.lines(box))
            elif one.tag == q("table:table-row"):
                yield {"row": [list(self.lines(cell)) for cell in one if cell.tag == q("table:table-cell")]}
            elif one.tag != q("text:list-header"):
                yield from self.lines(one, "・" if one.tag == q("text:list-item") else mark)

    def _line(self, paragraph: Element, mark: str) -> dict[str, Any]:
        """Its pieces by where they stand: what a tab parts stands where the tab stop says."""
        name = paragraph.get(q("text:style-name"), "")
        look = self.look(name)
        side = look.pop("align", "left")
        stops, slots = iter(self._stops(name)), {"left": list[Piece](), "center": list[Piece](), "right": list[Piece]()}
        if mark:
            slots[side].append({"text": mark})
        for piece in self._pieces(paragraph, {"bold": True} if paragraph.tag == q("text:h") else {}):
            if "tab" in piece:
                side = next(stops, side)
                slots[side] += [{"text": "    "}] if slots[side] else []
            else:
                slots[side].append(piece)
        return slots | {"look": look}

    def _stops(self, name: str) -> list[str]:
        for style in self._line_of(name):
            if (found := list(style.iter(q("style:tab-stop")))) or style.find(f".//{q('style:tab-stops')}") is not None:
                return [_SIDES.get(one.get(q("style:type"), ""), "left") for one in found]
        return []

    def _pieces(self, one: Element, look: Look) -> Iterator[Piece]:
        yield from self._text(one.text, look)
        for child in one:
            yield from self._piece(child, look)
            yield from self._text(child.tail, look)

    def _piece(self, one: Element, look: Look) -> Iterator[Piece]:
        match one.tag.rpartition("}")[2]:
            case "s":
                yield from self._text(" " * min(int(one.get(q("text:c"), "1")), 40), look)
            case "tab":
                yield {"tab": True}
            case "line-break":
                yield from self._text("\n", look)
            case "page-number" | "page-count" as field:
                yield {"field": field} | look
            case "frame":
                yield from self._picture(one)
            case "annotation" | "note" | "bookmark" | "text-box":
                return
            case _:
                own = _text_look(self.look(one.get(q("text:style-name"), "")))
                yield from self._pieces(one, look | own)

    def _text(self, text: str | None, look: Look) -> Iterator[Piece]:
        if text:
            for name, words in self.words.items():
                text = text.replace(f"{{{{{name}}}}}", words)
            yield {"text": safe(text)} | look

    def _picture(self, frame: Element) -> Iterator[Piece]:
        image = next(frame.iter(q("draw:image")), None)
        name = image.get(q("xlink:href"), "") if image is not None else ""
        if name in self.pictures:
            said = (frame.findtext(q(f"svg:{name}")) for name in ("desc", "title"))
            sizes = (points(frame.get(q(f"svg:{name}"), "")) for name in ("width", "height"))
            width, height = (min(size or most, most) for size, most in zip(sizes, _PICTURE, strict=True))
            svg = _as_svg(name, self.pictures[name], width, height)
            alt = safe(next((words for words in said if words), self.alt))
            yield {"svg": svg, "width": width, "height": height, "alt": alt}


def _as_svg(name: str, content: bytes | Iterable[bytes], width: float, height: float) -> str:
    """Any picture as text, which the press takes; one that is damaged is then left out, and stops nothing."""
    kind = {"svg": "svg+xml", "jpg": "jpeg"}.get(name.rpartition(".")[2].lower(), name.rpartition(".")[2].lower())
    data = b64encode(content if isinstance(content, bytes) else b"".join(content)).decode()
    size = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/{kind};base64,{data}"/></svg>'
    )


def _look_of(style: Element) -> Look:
    """What one style says itself."""
    text, paragraph = style.find(q("style:text-properties")), style.find(q("style:paragraph-properties"))
    found: Look = {}
    if text is not None:
        size = points(text.get(q("fo:font-size"), ""))
        found |= {"size": min(max(size, _SMALLEST), _LARGEST)} if size else {}
        colour = text.get(q("fo:color"), "")
        found |= {"fill": colour.lower()} if _COLOUR.fullmatch(colour) else {}
        weight = text.get(q("fo:font-weight"))
        found |= {"bold": weight not in {"normal", "100", "200", "300", "400"}} if weight else {}
    if paragraph is not None and (align := paragraph.get(q("fo:text-align"))):
        found["align"] = _SIDES.get(align, "left")
    return found


def _text_look(look: Look) -> Look:
    return {name: value for name, value in look.items() if name != "align"}
