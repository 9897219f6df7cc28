"""XML and its kinds: RSS, Atom, KML, GML, SVG. Streamed by expat; entities are never expanded or fetched."""

import re
from collections.abc import Sequence
from xml.parsers import expat

from quality.checker import names
from quality.checker.encoding import Encoding
from quality.checker.parse import pieces, xmltree
from quality.checker.parse.records import Node
from quality.checker.parse.source import Source
from quality.checker.parse.xmlreader import Reader
from quality.checker.table import Parsed
from quality.checker.types import Finding

_GML = re.compile(r"opengis\.net/(?:gml|citygml|indoorgml|waterml)\b")
"""GML itself, and the schemas made of it."""
_HOLDERS = ("featureMember", "featureMembers", "member")
"""What stands around the features of a GML collection."""
_PROLOG = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")


def parse(source: Source, found: Encoding, text: str) -> Parsed:
    """Read a whole XML text; `text` is its beginning."""
    reader = Reader()
    faults = []
    try:
        _read(source, found, reader)
    except expat.ExpatError as error:
        detail = expat.errors.messages.get(error.code, str(error.code))
        faults.append(Finding("invalid_xml", "error", {"detail": detail}, row=error.lineno))
    if not faults and not _keeps_word(found, text):
        faults.append(Finding("invalid_xml", "error", {"detail": f"encoding {found.name}"}, row=1))
    readable = not faults and not reader.external
    if reader.entities:
        found_entities = {"count": len(reader.entities)}
        faults.append(Finding("xml_entities", "error" if reader.external else "warning", found_entities))
    return _conclude(source, found, reader, readable, faults)


def _keeps_word(found: Encoding, text: str) -> bool:
    """Whether the bytes are in the encoding that the prolog states (UTF-8 where it states none)."""
    stated = _PROLOG.match(text.lstrip("\ufeff \t\r\n"))
    said = names.codec_family(stated[1]) if stated else "utf-8"
    return found.ascii_only or bool(found.skip) or said == names.codec_family(found.name)


def _read(source: Source, found: Encoding, reader: Reader) -> None:
    """Raises ExpatError, or ExceededError."""
    root = xmltree.read(b"".join(pieces.utf8(source, found))) if source.complete else None
    if root is None:
        _feed(source, found, reader)
    else:
        reader.space, _, reader.root = root.tag.removeprefix("{").rpartition("}")
        xmltree.gather(root, reader.top)


def _feed(source: Source, found: Encoding, reader: Reader) -> None:
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reader.data, reader.entity
    parser.DefaultHandler = lambda _: None
    for piece in pieces.utf8(source, found):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _conclude(source: Source, found: Encoding, reader: Reader, readable: bool, faults: list[Finding]) -> Parsed:
    kind = _kind(reader)
    nodes = _records(reader.top, kind)
    node = max(nodes or (), key=lambda node: (node.count, -node.depth), default=None)
    linked = reader.root == "RDF" and "rdf-syntax" in reader.space and kind == "XML"
    return Parsed(
        kind,
        readable and kind != "IMAGE",
        found.name,
        found.ascii_only,
        rows=sum(node.count for node in nodes) if nodes is not None and readable else None,
        fields=tuple(node.fields) if node else (),
        newest=node.newest(source.today) if node else None,
        faults=tuple(faults),
        stars=4 if linked else None,
        texts=node.texts() if node else (),
    )


def _kind(reader: Reader) -> str:
    root, space = reader.root.lower(), reader.space.lower()
    nodes = [node.name for node in reader.top.walk() if node.depth <= 4]
    if root == "rss" or (root == "feed" and "atom" in space) or (root == "rdf" and "item" in nodes):
        return "RSS"
    if root == "kml":
        return "KML"
    if _GML.search(space) or (root == "featurecollection" and "opengis.net/wfs" in space):
        return "GML"
    if {"featureMember", "featureMembers"} & set(nodes):
        return "GML"
    return "IMAGE" if root == "svg" else "XML"


def _records(top: Node, kind: str) -> Sequence[Node] | None:
    """The records, of several kinds or at several depths perhaps; none in a feed or a collection that is empty, None
    where nothing can be counted."""
    wanted = {"RSS": ("item", "entry"), "KML": ("Placemark",)}.get(kind, ())
    nodes = [node for node in top.walk() if node.name in wanted]
    if kind == "GML":
        nodes = [node for node in top.walk() if node.parent and node.parent.name in _HOLDERS]
    empty = kind == "RSS" or (kind == "GML" and "FeatureCollection" in top.children)
    return nodes if nodes or empty else _plain_records(top)


def _plain_records(top: Node) -> Sequence[Node] | None:
    """The element that comes most often among those with named contents, the outermost of equals; where only the root
    has any, the values that it repeats, or the root as a record."""
    nodes = [node for node in top.walk() if node.fields and node.depth > 1]
    if nodes:
        return [max(nodes, key=lambda node: (node.count, -node.depth))]
    root = next(iter(top.children.values()), None)
    values = [*root.children.values()] if root else []
    if len(values) == 1 and values[0].count > 1:
        return values
    return [root] if root and root.fields and all(value.count == 1 for value in values) else None
