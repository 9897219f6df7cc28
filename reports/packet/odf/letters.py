"""Puts an agency's letterhead (reports/packet/letterhead.py) into the styles and the text of an ODT."""

import re

from reports.packet.letterhead import Letterhead
from reports.packet.odf.package import inline
from reports.packet.paper import Paper
from reports.packet.words import show_date
from reports.packet.zipped import Entry

_HEAD = re.compile(r"(<style:header>)(.*?)(</style:header>)", re.DOTALL)
_FOOT = re.compile(r"<style:footer>.*?</style:footer>", re.DOTALL)


def dressed(styles: str, paper: Paper) -> str:
    """Our styles with the letterhead's in their place; its head below the watermark, its foot instead of ours."""
    letterhead = paper.letterhead
    if letterhead is None:
        return styles
    for name, style in letterhead.styles:
        styles = _replaced(styles, name, style)
    head, foot = (_filled(one, paper) for one in (letterhead.head, letterhead.foot))
    styles = _HEAD.sub(lambda found: f"{found[1]}{found[2]}{head}{found[3]}", styles)
    if foot:
        styles = _FOOT.sub(lambda found: f"<style:footer>{foot}</style:footer>", styles)
    styles = styles.replace("</office:automatic-styles>", f"{letterhead.page_automatic}</office:automatic-styles>")
    return styles.replace("</office:font-face-decls>", f"{_fonts(styles, letterhead)}</office:font-face-decls>")


def letter_pictures(paper: Paper) -> tuple[Entry, ...]:
    return paper.letterhead.pictures if paper.letterhead else ()


def introduction(paper: Paper) -> str:
    return _filled(paper.letterhead.intro, paper) if paper.letterhead else ""


def introduction_styles(paper: Paper) -> str:
    return paper.letterhead.intro_automatic if paper.letterhead else ""


def _replaced(styles: str, name: str, style: str) -> str:
    """A paragraph style of ours gives way to the letterhead's of the same name."""
    ours = rf'<style:style style:name="{name}" [^>]*style:family="paragraph"[^>]*?(/>|>.*?</style:style>)'
    return re.sub(ours, lambda _found: style, styles, count=1, flags=re.DOTALL)


def _fonts(styles: str, letterhead: Letterhead) -> str:
    return "".join(font for name, font in letterhead.fonts if f'style:font-face style:name="{name}"' not in styles)


def _filled(xml: str, paper: Paper) -> str:
    values = {
        "agency": paper.agency,
        "title": paper.title,
        "subject": paper.subject,
        "date": show_date(paper.written.date(), paper.language),
    }
    for name, words in values.items():
        xml = xml.replace(f"{{{{{name}}}}}", inline(words))
    return xml
