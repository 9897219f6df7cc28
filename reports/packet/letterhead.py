"""An agency's own letterhead, read from a text template that an officer edits in LibreOffice (.ott or .odt).

Taken from it: head and foot of the page, its margins, styles of headings and text, an introduction, pictures.
`odf/letters.py` writes them into the ODT of packet and minutes, `pdf/letters.py` what of them it can into the PDF.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_noop

from datasets.rules.refusal import Refusal
from reports.packet.margins import Margins, margins
from reports.packet.zipped import Entry

KINDS = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
PLACEHOLDERS = ("agency", "title", "subject", "date")
REQUIRED = ("agency", "title")
MOST_BYTES, MOST_UNPACKED, MOST_ENTRIES = 10_000_000, 40_000_000, 300
STYLES = (
    "Standard",
    "Text_20_body",
    "Heading",
    "Heading_20_1",
    "Heading_20_2",
    "Title",
    "Subtitle",
    "Header",
    "Footer",
)
_MARK = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NS = {
    **{one: f"{_OASIS}{one}:1.0" for one in ("office", "style", "text", "table", "meta", "script")},
    "draw": f"{_OASIS}drawing:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
for _prefix, _address in NS.items():
    register_namespace(_prefix, _address)


def q(name: str) -> str:
    """`text:p` as ElementTree writes it."""
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """XML as the template has it, with its placeholders as {{title}}. `styles`: by name, in the place of ours.

    The automatic styles of page and introduction are renamed, so that they meet none of ours.
    """

    head: str
    foot: str
    intro: str
    fonts: tuple[tuple[str, str], ...]
    styles: tuple[tuple[str, str], ...]
    page_automatic: str
    intro_automatic: str
    pictures: tuple[Entry, ...]
    margins: Margins


def read(data: bytes) -> Letterhead:
    """Raises Refusal, which says what is wrong and what to do."""
    if len(data) > MOST_BYTES:
        message = gettext_noop("The template is larger than %(limit)s MB.")
        raise Refusal("too_big", message, {"limit": MOST_BYTES // 10**6})
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check(archive)
            styles, content = (
                fromstring(archive.read(name), forbid_dtd=True) for name in ("styles.xml", "content.xml")
            )
            pictures = _pictures(archive)
    except (BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError, EOFError, OSError):
        message = gettext_noop("This is no text template: save it in LibreOffice as .ott or .odt.")
        raise Refusal("no_odt", message) from None
    return _letterhead(styles, content, pictures)


def _parsed(archive: ZipFile, name: str) -> Element:
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def _check(archive: ZipFile) -> None:
    """What kind of file it is, how much it unpacks to, and that nothing in it runs."""
    files = archive.infolist()
    if len(files) > MOST_ENTRIES or sum(one.file_size for one in files) > MOST_UNPACKED:
        raise Refusal("bomb", gettext_noop("The template unpacks to too much: it may hold few and small pictures."))
    if archive.read("mimetype").decode("ascii", "replace").strip() not in KINDS:
        raise KeyError("mimetype")
    if any(one.filename.split("/")[0] in {"Basic", "Scripts", "Dialogs"} for one in files):
        raise Refusal("macros", gettext_noop("The template holds macros: remove them, then save it again."))
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refusal("locked", gettext_noop("The template is protected by a password: save it without one."))


def _pictures(archive: ZipFile) -> tuple[Entry, ...]:
    names = [one.filename for one in archive.infolist() if one.filename.startswith("Pictures/") and one.file_size]
    if bad := [name for name in names if not name.lower().endswith(_PICTURES)]:
        message = gettext_noop("The picture %(name)s is of a kind that cannot be taken: use PNG, JPEG or SVG.")
        raise Refusal("picture", message, {"name": bad[0]})
    return tuple(Entry(_renamed(name), archive.read(name)) for name in sorted(names))


def _renamed(picture: str) -> str:
    return picture.replace("Pictures/", "Pictures/letterhead-")


def _letterhead(styles: Element, content: Element, pictures: tuple[Entry, ...]) -> Letterhead:
    head, foot, intro = [*_page(styles, "header")], [*_page(styles, "footer")], _intro(content)
    for part in (*head, *foot, *intro):
        _check_part(part)
        for paragraph in _paragraphs(part):
            _join(paragraph)
    _check_marks("".join("".join(part.itertext()) for part in (*head, *foot, *intro)))
    page_automatic = _own_automatic(styles, [*head, *foot], "LH")
    intro_automatic = _own_automatic(content, intro, "LC")
    return Letterhead(
        _xml(head), _xml(foot), _xml(intro),
        tuple(_named(styles, "style:font-face")), tuple(_named(styles, "style:style")),
        page_automatic, intro_automatic, pictures, _margins(styles),
    )  # fmt: skip


def _standard(styles: Element) -> Element | None:
    pages = list(styles.iter(q("style:master-page")))
    return next((one for one in pages if one.get(q("style:name")) == "Standard"), pages[0] if pages else None)


def _margins(styles: Element) -> Margins:
    """Those of the template's page; it has a head or a foot even where they are empty."""
    standard = _standard(styles)
    wanted = standard.get(q("style:page-layout-name")) if standard is not None else None
    layouts = (one for one in styles.iter(q("style:page-layout")) if one.get(q("style:name")) == wanted)
    found = next(layouts, None)

    def told(path: str) -> dict[str, str]:
        one = found.find("/".join(map(q, path.split()))) if found is not None else None
        return {key.rpartition("}")[2]: value for key, value in one.attrib.items()} if one is not None else {}

    properties = "style:header-footer-properties"
    return margins(
        told("style:page-layout-properties"),
        told(f"style:header-style {properties}"),
        told(f"style:footer-style {properties}"),
    )


def _page(styles: Element, which: str) -> Iterator[Element]:
    """What stands in head or foot of the template's page."""
    standard = _standard(styles)
    found = standard.find(q(f"style:{which}")) if standard is not None else None
    yield from found if found is not None and found.get(q("style:display")) != "false" else ()


def _intro(content: Element) -> list[Element]:
    """The template's own text; nothing where only empty lines stand there."""
    body = content.find(f"{q('office:body')}/{q('office:text')}")
    wanted = {q("text:p"), q("text:h"), q("text:list"), q("table:table")}
    parts = [one for one in body if one.tag in wanted] if body is not None else []
    return (
        parts
        if any("".join(one.itertext()).strip() or one.find(f".//{q('draw:image')}") is not None for one in parts)
        else []
    )


def _paragraphs(part: Element) -> Iterator[Element]:
    for tag in ("text:p", "text:h"):
        yield from part.iter(q(tag))


def _check_part(part: Element) -> None:
    """Nothing that runs or is fetched from elsewhere."""
    for one in part.iter():
        if one.tag.startswith(f"{{{NS['script']}}}") or one.tag == q("office:event-listeners"):
            raise Refusal("macros", gettext_noop("The template holds macros: remove them, then save it again."))
        address = one.get(q("xlink:href"), "")
        if one.tag in {q("draw:image"), q("draw:object"), q("draw:plugin")} and not address.startswith("Pictures/"):
            message = gettext_noop("The template links to %(name)s: put the picture itself into it.")
            raise Refusal("linked", message, {"name": address[:100] or one.tag.rsplit("}")[-1]})
        if address.startswith("Pictures/"):
            one.set(q("xlink:href"), _renamed(address))


def _join(paragraph: Element) -> None:
    """A placeholder that editing split over several pieces is put into the first of them."""
    slots = list(_slots(paragraph))
    whole = "".join(text for _one, _where, text in slots)
    for mark in reversed(list(_MARK.finditer(whole))):
        begin, first = 0, True
        for place, (one, where, text) in enumerate(slots):
            a, b = max(mark.start() - begin, 0), min(mark.end() - begin, len(text))
            begin += len(text)
            if a < b:
                new = text[:a] + (f"{{{{{mark[1]}}}}}" if first else "") + text[b:]
                setattr(one, where, new)
                slots[place], first = (one, where, new), False


def _slots(one: Element) -> Iterator[tuple[Element, str, str]]:
    """Every piece of text below an element, in order of reading."""
    yield one, "text", one.text or ""
    for child in one:
        yield from _slots(child)
        yield child, "tail", child.tail or ""


def _check_marks(text: str) -> None:
    found = set(_MARK.findall(text))
    if unknown := sorted(found - set(PLACEHOLDERS)):
        message = gettext_noop("The placeholder {{%(name)s}} is not known: there are %(known)s.")
        raise Refusal("unknown_mark", message, {"name": unknown[0][:40], "known": _listed(PLACEHOLDERS)})
    if missing := [one for one in REQUIRED if one not in found]:
        message = gettext_noop("The template lacks %(names)s: write it into the head, the foot or the text.")
        raise Refusal("missing_mark", message, {"names": _listed(missing)})


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{{name}}}}}" for name in names)


def _own_automatic(root: Element, parts: Sequence[Element], prefix: str) -> str:
    """The automatic styles that the parts use, renamed in both places."""
    automatic = root.find(q("office:automatic-styles"))
    known = {one.get(q("style:name"), ""): one for one in (automatic if automatic is not None else ())}
    used: dict[str, Element] = {}
    for part in parts:
        for one in part.iter():
            for key, value in one.attrib.items():
                if key.endswith("style-name") and value in known:
                    used[value] = known[value]
                    one.set(key, prefix + value)
    for name, style in used.items():
        style.set(q("style:name"), prefix + name)
    return _xml(used.values())


def _named(styles: Element, tag: str) -> Iterator[tuple[str, str]]:
    """Font faces, or the styles that may stand in the place of ours, by name."""
    faces = tag == "style:font-face"
    parent = styles.find(q("office:font-face-decls" if faces else "office:styles"))
    for one in parent if parent is not None else ():
        name = one.get(q("style:name"), "")
        if one.tag == q(tag) and (
            tag == "style:font-face" or (name in STYLES and one.get(q("style:family")) == "paragraph")
        ):
            for embedded in one.findall(q("svg:font-face-src")):
                one.remove(embedded)
            yield name, _xml([one])


def _xml(parts: Iterable[Element]) -> str:
    found = []
    for one in parts:
        one.tail = None
        found.append(tostring(one, encoding="unicode"))
    return "".join(found)
