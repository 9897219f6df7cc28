"""The zip of an OpenDocument file, and the small pieces of XML that texts and sheets share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Template
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from reports.packet.paper import Paper
from reports.packet.text import visible
from reports.packet.words import ordinal
from reports.packet.zipped import Entry, zipped

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        **{
            one: f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"
            for one in ("office", "style", "text", "table", "meta", "config")
        },
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
Files = Sequence[Entry]
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def document(
    kind: str, paper: Paper, parts: Mapping[str, str | Iterable[str]], out: BinaryIO, files: Files = ()
) -> None:
    """`kind`: text or spreadsheet. `parts`: content, styles and settings, each the inside of its root element."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    parts = {**parts, "meta": _meta(paper)}
    roots = [Entry(f"{name}.xml", _root(name, inside)) for name, inside in parts.items()]
    manifest = Entry("META-INF/manifest.xml", _manifest(media, [*roots, *files]).encode())
    zipped([Entry("mimetype", media.encode(), stored=True), *roots, *files, manifest], paper.written, out)


def filled(template: str, **words: str) -> str:
    """A piece of XML with its `$words`; the caller has escaped them."""
    return Template(template).substitute(words)


def paragraphs(text: str, style: str) -> str:
    """One paragraph a line; blanks and tabs that XML would fold are kept."""
    return "".join(f'<text:p text:style-name="{style}">{inline(line)}</text:p>' for line in text.split("\n"))


def inline(text: str) -> str:
    """Escaped words of one line; hidden characters written out."""
    safe = escape(visible(text).replace("\n", " "))
    if "  " not in safe and "\t" not in safe and safe == safe.strip(" "):
        return safe
    return safe.replace("\t", "<text:tab/>").replace(" ", "<text:s/>")


def attribute(text: str) -> str:
    return quoteattr(visible(text).replace("\n", " "))


def heading(number: int, level: int, words: str, paper: Paper) -> str:
    return ordinal(number, level, paper.language) + words


def language(paper: Paper) -> str:
    """The attributes that tell both scripts' language.

    Latin letters and digits are English in either: by the rules of Chinese a line would break within a number.
    """
    country = "GB" if paper.language == "en" else "US"
    return f'fo:language="en" fo:country="{country}" style:language-asian="zh" style:country-asian="TW"'


def _root(name: str, inside: str | Iterable[str]) -> Iterator[bytes]:
    yield f'{_HEAD}<office:document-{name} {NAMESPACES} office:version="1.3">'.encode()
    yield from (piece.encode() for piece in ([inside] if isinstance(inside, str) else inside))
    yield f"</office:document-{name}>".encode()


def _meta(paper: Paper) -> str:
    stamp = paper.written.strftime("%Y-%m-%dT%H:%M:%S")
    return (
        f"<office:meta><dc:title>{inline(paper.title)}</dc:title><dc:subject>{inline(paper.subject)}</dc:subject>"
        f"<dc:creator>{inline(paper.agency)}</dc:creator><dc:date>{stamp}</dc:date>"
        f"<meta:creation-date>{stamp}</meta:creation-date><dc:language>{paper.language}</dc:language></office:meta>"
    )


def _manifest(media: str, entries: Sequence[Entry]) -> str:
    kinds = {"xml": "text/xml", "png": "image/png", "svg": "image/svg+xml", "otf": "application/vnd.ms-opentype"}
    kinds |= {"jpg": "image/jpeg", "jpeg": "image/jpeg"}
    lines = [
        f'<manifest:file-entry manifest:full-path="{one.name}" '
        f'manifest:media-type="{kinds[one.name.rsplit(".")[-1].lower()]}"/>'
        for one in entries
    ]
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        f"{''.join(lines)}</manifest:manifest>"
    )
