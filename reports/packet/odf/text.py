"""The packet as ODT: real headings, contents, repeated table heads, pages numbered 第 n 頁／共 m 頁.

The font is embedded; a section with wide tables lies flat.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _

from reports.packet import fonts
from reports.packet.margins import CM, OURS, Margins
from reports.packet.odf import tables
from reports.packet.odf.letters import dressed, introduction, introduction_styles, letter_pictures
from reports.packet.odf.package import attribute, document, filled, heading, inline, language, paragraphs
from reports.packet.paper import Paper, Paragraph, Picture, Section, Table, Tick, quiet
from reports.packet.pdf import png
from reports.packet.zipped import Entry

_STYLES = Path(__file__).with_name("text-styles.xml").read_text()


def render(paper: Paper, out: BinaryIO, tick: Tick = quiet) -> None:
    with translation.override(paper.language):
        body = "".join((_cover(paper), introduction(paper), _contents(paper), *_sections(paper)))
        styles = page_styles(paper)
        automatic = tables.styles(widths(paper), body, introduction_styles(paper))
        content = f"{automatic}<office:body><office:text>{body}</office:text></office:body>"
        tick()
        files = [*_pictures(paper), *letter_pictures(paper), *embedded_fonts(styles + body)]
        document("text", paper, {"content": content, "styles": styles, "settings": embedding()}, out, files)


def page_styles(paper: Paper) -> str:
    """Styles and pages of a text: the foot of every page, the watermark of a draft."""
    watermark = _watermark() if paper.watermark else ""
    styles = filled(_STYLES, language=language(paper), footer=_footer(paper), watermark=watermark, **_places(paper))
    return dressed(styles, paper)


def margins_of(paper: Paper) -> Margins:
    return paper.letterhead.margins if paper.letterhead else OURS


def widths(paper: Paper) -> dict[bool, float]:
    """Centimetres between the margins, upright and flat."""
    return {wide: margins_of(paper).width(wide) / CM for wide in (False, True)}


def _places(paper: Paper) -> dict[str, str]:
    """Margins, and where the tab stops of foot and contents stand between them."""
    own, between = margins_of(paper), widths(paper)
    sides = ("top", "bottom", "left", "right")
    at = {
        "middle": between[False] / 2,
        "end": between[False],
        "inner": between[False] - 0.8,
        "wide_middle": between[True] / 2,
        "wide_end": between[True],
    }
    margins = " ".join(f'fo:margin-{side}="{getattr(own, side) / CM:.2f}cm"' for side in sides)
    return {"margins": margins, **{name: f"{place:.2f}cm" for name, place in at.items()}}


def _cover(paper: Paper) -> str:
    return (
        f'<text:p text:style-name="Agency">{inline(paper.agency)}</text:p>'
        f'<text:p text:style-name="Title">{inline(paper.title)}</text:p>'
        f'<text:p text:style-name="Subtitle">{inline(paper.subject)}</text:p>{tables.facts(paper.facts)}'
    )


def _contents(paper: Paper) -> str:
    """The index holds page fields, which a reader fills in when it opens the file; updating the index works too."""
    entries = "".join(_entry(level, mark, words) for level, mark, words in _headings(paper))
    sources = "".join(
        f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
        "<text:index-entry-link-start/><text:index-entry-text/>"
        '<text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
        "<text:index-entry-link-end/></text:table-of-content-entry-template>"
        for level in (1, 2)
    )
    title = f'<text:p text:style-name="Contents_20_Heading">{inline(_("Contents"))}</text:p>'
    return (
        '<text:table-of-content text:name="Contents" text:protected="false">'
        f'<text:table-of-content-source text:outline-level="2">{sources}</text:table-of-content-source>'
        f'<text:index-body><text:index-title text:name="Contents_Head">{title}</text:index-title>{entries}'
        "</text:index-body></text:table-of-content>"
    )


def _headings(paper: Paper) -> Iterator[tuple[int, str, str]]:
    """Level, bookmark and words of every heading."""
    for section in paper.sections:
        yield 1, f"s{section.number}", heading(section.number, 1, section.heading, paper)
        for number, table in enumerate(section.tables, 1):
            yield 2, f"s{section.number}t{number}", heading(number, 2, table.caption, paper)


def _entry(level: int, mark: str, words: str) -> str:
    page = f'<text:bookmark-ref text:reference-format="page" text:ref-name="{mark}"/>'
    return (
        f'<text:p text:style-name="Contents_20_{level}"><text:a xlink:type="simple" xlink:href="#{mark}">'
        f"{inline(words)}<text:tab/>{page}</text:a></text:p>"
    )


def _sections(paper: Paper) -> Iterator[str]:
    wide: bool | None = None
    for section in paper.sections:
        # A heading whose style names a page style turns the paper.
        style = "Heading_20_1" if section.wide == wide else ("Turn_20_flat" if section.wide else "Turn_20_upright")
        wide = section.wide
        yield _heading(1, style, f"s{section.number}", heading(section.number, 1, section.heading, paper))
        yield from _blocks(section, paper)


def _blocks(section: Section, paper: Paper) -> Iterator[str]:
    number = 0
    for place, block in enumerate(section.blocks, 1):
        number += isinstance(block, Table)
        if isinstance(block, Paragraph):
            yield paragraphs(block.text, "Lead" if place < len(section.blocks) else "Text_20_body")
        else:
            yield _block(block, section, number, paper)


def _block(block: Table | Picture, section: Section, number: int, paper: Paper) -> str:
    if isinstance(block, Picture):
        caption = f'<text:p text:style-name="Caption">{inline(block.caption)}</text:p>'
        return caption + _frame(block, _picture_name(paper, block))
    title = _heading(2, "Heading_20_2", f"s{section.number}t{number}", heading(number, 2, block.caption, paper))
    if not block.rows:
        return title + paragraphs(_("None."), "Text_20_body")
    return title + tables.table(block, f"T{section.number}.{number}", section.wide, paper.language, widths(paper))


def _heading(level: int, style: str, mark: str, words: str) -> str:
    return (
        f'<text:h text:style-name="{style}" text:outline-level="{level}"><text:bookmark-start text:name="{mark}"/>'
        f'{inline(words)}<text:bookmark-end text:name="{mark}"/></text:h>'
    )


def _frame(picture: Picture, name: str) -> str:
    return (
        f'<text:p text:style-name="Figure"><draw:frame draw:style-name="Graphics" '
        f'draw:name={attribute(picture.caption)} text:anchor-type="as-char" svg:width="16.4cm" svg:height="5.7cm">'
        f'<draw:image xlink:href="{name}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:title>{inline(picture.caption)}</svg:title>"
        f"<svg:desc>{inline(picture.alt)}</svg:desc></draw:frame></text:p>"
    )


def _all_pictures(paper: Paper) -> list[Picture]:
    """Each once, even where two say the very same."""
    found = (block for section in paper.sections for block in section.blocks if isinstance(block, Picture))
    return list(dict.fromkeys(found))


def _picture_name(paper: Paper, picture: Picture) -> str:
    return f"Pictures/{_all_pictures(paper).index(picture) + 1}.png"


def _pictures(paper: Paper) -> Iterator[Entry]:
    for picture in _all_pictures(paper):
        yield Entry(_picture_name(paper, picture), png(picture.svg))
    if paper.watermark:
        yield Entry("Pictures/watermark.png", png(_mark(paper.watermark), ppi=72))


def _mark(words: str) -> str:
    """The watermark as a picture: every word processor keeps it, and it cannot be selected with the text."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="420" viewBox="0 0 480 420">'
        f'<text x="240" y="240" text-anchor="middle" font-family="{fonts.FAMILY}" font-size="100" font-weight="bold" '
        f'fill="#162e51" fill-opacity="0.06" transform="rotate(-35 240 210)">{inline(words)}</text></svg>'
    )


def _watermark() -> str:
    return (
        '<draw:frame draw:style-name="Watermark" draw:name="Watermark" text:anchor-type="paragraph" '
        'svg:width="16cm" svg:height="14cm" draw:z-index="0"><draw:image xlink:href="Pictures/watermark.png" '
        'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame>'
    )


def _footer(paper: Paper) -> str:
    words = inline(_("Page %(page)s of %(pages)s") % {"page": "\x1a", "pages": "\x1b"})
    words = words.replace("[U+001A]", '<text:page-number text:select-page="current">1</text:page-number>')
    words = words.replace("[U+001B]", "<text:page-count>1</text:page-count>")
    return f"{inline(paper.agency)}<text:tab/>{words}<text:tab/>{inline(paper.title)}"


def embedded_fonts(written: str) -> list[Entry]:
    """The characters that a text needs, and all of ASCII for who edits it."""
    used = set(written)
    ascii_too = used | {chr(one) for one in range(0x20, 0x7F)}
    return [
        Entry("Fonts/regular.otf", fonts.subset(fonts.REGULAR, ascii_too)),
        Entry("Fonts/bold.otf", fonts.subset(fonts.BOLD, ascii_too)),
    ]


def embedding() -> str:
    return (
        '<office:settings><config:config-item-set config:name="ooo:configuration-settings">'
        '<config:config-item config:name="EmbedFonts" config:type="boolean">true</config:config-item>'
        '<config:config-item config:name="EmbedOnlyUsedFonts" config:type="boolean">true</config:config-item>'
        "</config:config-item-set></office:settings>"
    )
