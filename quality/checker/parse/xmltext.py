"""XML and its kinds: RSS, Atom, KML, GML, SVG. Streamed by expat; entities are never expanded or fetched."""

import re
from collections import deque
from xml.parsers import expat

from quality.checker import names
from quality.checker.budget import ExceededError
from quality.checker.encoding import Encoding
from quality.checker.parse.jsontext import Utf8
from quality.checker.parse.records import DEEP, Tree
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

_PROLOG = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_REFERENCE = re.compile(r"&([\w.:-]+);")
EXPANDED = 1 << 20
"""Characters; entities that grow beyond it are a bomb."""


class Reader:
    """Collects paths, counts and values while expat reads."""

    def __init__(self, source: Source) -> None:
        self.tree = Tree()
        self.root = self.space = ""
        self.entities: dict[str, str] = {}
        self.external = False
        self._source = source
        self._paths: list[str] = []
        self._leaf: list[bool] = []
        self._text: deque[str] = deque()
        self._seen = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._paths:
            self.root, self.space = local, space
        path = f"{self._paths[-1]}/{local}" if self._paths else local
        if self._leaf:
            self._leaf[-1] = False
        self._paths.append(path)
        self._leaf.append(True)
        self._text.clear()
        self._seen += 1
        if self._seen % 50_000 == 0:
            self._source.budget.tick()
        if len(self._paths) > DEEP:
            raise ExceededError("bomb")
        group = self.tree.at(path, len(self._paths))
        group.count += 1
        for key, value in attributes.items():
            group.put(key.rpartition(" ")[2], value)

    def end(self, name: str) -> None:
        path, leaf = self._paths.pop(), self._leaf.pop()
        if not self._paths:
            return
        parent = self.tree.at(self._paths[-1], len(self._paths))
        if leaf:
            parent.put(path.rpartition("/")[2], "".join(self._text).strip())
        else:
            parent.nested = True
        self._text.clear()

    def data(self, text: str) -> None:
        if len(self._text) < 50:
            self._text.append(text[:200])

    def entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        self.external |= system is not None
        self.entities[name] = value or ""
        if self._size(value or "", 0) > EXPANDED:
            raise ExceededError("bomb")

    def _size(self, value: str, depth: int) -> int:
        """Characters after expansion; a loop counts as endless."""
        if depth > 20:
            return EXPANDED + 1
        inner = [self.entities[n] for n in _REFERENCE.findall(value) if n in self.entities]
        return len(value) + sum(self._size(v, depth + 1) for v in inner[:50]) * max(1, len(inner) // 50)


def parse(source: Source, found: Encoding, text: str) -> Parsed:
    """Read a whole XML text; `text` is its beginning."""
    reader = Reader(source)
    faults = []
    stated = _PROLOG.match(text.lstrip())
    try:
        _feed(source, found, reader)
        readable = True
    except expat.ExpatError as error:
        readable = False
        faults.append(
            Finding(
                "invalid_xml",
                "error",
                {"detail": expat.errors.messages.get(error.code, str(error.code))},
                row=error.lineno,
            )
        )
    if (
        readable
        and names.codec_family(stated[1] if stated else "utf-8") != names.codec_family(found.name)
        and not found.ascii_only
        and not found.skip
    ):
        readable = False
        faults.append(Finding("invalid_xml", "error", {"detail": f"encoding {found.name}"}, row=1))
    if reader.entities:
        faults.append(
            Finding("xml_entities", "error" if reader.external else "warning", {"count": len(reader.entities)})
        )
        readable = readable and not reader.external
    return _conclude(source, found, reader, readable, faults)


def _feed(source: Source, found: Encoding, reader: Reader) -> None:
    parser = expat.ParserCreate("utf-8", " ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reader.data, reader.entity
    parser.DefaultHandler = lambda _: None
    stream = Utf8(source, found)
    while piece := stream.read(1 << 16):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _conclude(source: Source, found: Encoding, reader: Reader, readable: bool, faults: list[Finding]) -> Parsed:
    kind = _kind(reader)
    path = _records(reader.tree, kind)
    group = reader.tree.groups.get(path)
    linked = reader.root == "RDF" and "rdf-syntax" in reader.space and kind == "XML"
    return Parsed(
        kind,
        readable if kind != "IMAGE" else False,
        found.name,
        found.ascii_only,
        rows=group.count if group and readable else None,
        fields=tuple(group.names) if group else (),
        newest=reader.tree.newest(path, source),
        faults=tuple(faults),
        stars=4 if linked else None,
        texts=reader.tree.texts(path),
    )


def _kind(reader: Reader) -> str:
    root, space = reader.root.lower(), reader.space.lower()
    if (
        root == "rss"
        or (root == "feed" and "atom" in space)
        or (root == "rdf" and any("/item" in p for p in reader.tree.groups))
    ):
        return "RSS"
    if root == "kml":
        return "KML"
    if "opengis.net/gml" in space or (root == "featurecollection" and "opengis.net/wfs" in space):
        return "GML"
    if any(path.count("/") <= 3 and path.endswith(("featureMember", "featureMembers")) for path in reader.tree.groups):
        return "GML"
    return "IMAGE" if root == "svg" else "XML"


def _records(tree: Tree, kind: str) -> str:
    """The path of the records: the element that comes most often among those with named contents, outermost first."""
    wanted = {"RSS": ("item", "entry"), "KML": ("Placemark",)}.get(kind, ())
    groups = [(path, group) for path, group in tree.groups.items() if path.rpartition("/")[2] in wanted]
    if not groups:
        groups = [(path, group) for path, group in tree.groups.items() if group.names and group.depth > 1]
    if kind == "GML":
        members = [(p, g) for p, g in groups if re.search(r"(featureMembers?|member)/[^/]+$", p)]
        groups = members or groups
    if not groups:
        return ""
    return max(groups, key=lambda item: (item[1].count, -item[1].depth))[0]
