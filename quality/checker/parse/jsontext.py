"""JSON, GeoJSON and JSON-LD, streamed: syntax of the whole file, records counted, never the whole tree in memory."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from quality.checker.budget import ExceededError
from quality.checker.encoding import Encoding
from quality.checker.parse import pieces
from quality.checker.parse.cursor import Cursor, InvalidError
from quality.checker.parse.records import DEEP, Node
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

_GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
_OUTWARD = ("sameAs", "seeAlso", "closeMatch", "exactMatch")
_CONTAINERS = frozenset({dict, list})
_WRAPPING = re.compile(
    r"success|is_?success|ok|status|state|(?:status|result|return|rtn|ret)?_?(?:code|msg|message)|result|error\w*|help"
    r"|(?:total|row|record)?_?(?:count|size|pages?)|total|limit|offset|page\w*|@odata\.\w+|time(?:stamp)?|(?:update|query)\w*",
    re.IGNORECASE,
)
"""What an API says around its records."""
BATCH = 256
"""Records compared at once; one that is unlike sends its batch the slow way."""
ITEM = "[]"
"""The name of a list's elements in a path: results[].stations[]"""


def parse(source: Source, found: Encoding) -> Parsed:
    """Read a whole JSON text."""
    root = Node()
    cursor = Cursor(pieces.texts(source, found, 1 << 18))
    try:
        kind = cursor.mark()
        _spine(cursor, root)
        if cursor.mark():
            cursor.fail("Extra data")
    except InvalidError as error:
        fault = Finding("invalid_json", "error", {"detail": error.detail}, row=error.row)
        return Parsed("JSON", False, found.name, found.ascii_only, faults=(fault,))
    except RecursionError:
        raise ExceededError("bomb") from None
    return _conclude(source, found, root, kind)


def _spine(cursor: Cursor, node: Node) -> None:
    """Open objects and lists from the outside in; what stands in a list is decoded whole, unless it is large."""
    if node.depth > DEEP:
        raise ExceededError("bomb")
    if cursor.skip("{"):
        node.count += 1
        _members(cursor, node)
    elif cursor.skip("["):
        below = node.child(ITEM)
        for values in cursor.elements():
            if values is None:
                below.count += cursor.mark() == "["
                _spine(cursor, below)
            else:
                visit_all(values, below)
    else:
        value = cursor.value()
        if node.parent:
            node.parent.put(node.name, "" if value is None else str(value))


def _members(cursor: Cursor, node: Node) -> None:
    """The members of an object on the spine, up to its closing bracket."""
    if cursor.skip("}"):
        return
    while True:
        if cursor.mark() != '"':
            cursor.fail("Expecting property name enclosed in double quotes")
        name = cursor.value()
        if not cursor.skip(":"):
            cursor.fail("Expecting ':' delimiter")
        if cursor.mark() in ("{", "["):
            node.nested = True
            _spine(cursor, node.child(name))
        else:
            value = cursor.value()
            node.put(name, "" if value is None else str(value))
        if cursor.skip("}"):
            return
        if not cursor.skip(","):
            cursor.fail("Expecting ',' delimiter")


def visit_all(values: Sequence[Any], node: Node) -> None:
    """Note decoded values: column by column where they are plain records alike, else one by one."""
    if values and not node.fields:
        visit(values[0], node)
        values = values[1:]
    for at in range(0, len(values), BATCH):
        batch = values[at : at + BATCH]
        if _are_alike(batch, node):
            _note_columns(batch, node)
        else:
            for value in batch:
                visit(value, node)


def _are_alike(values: Sequence[Any], node: Node) -> bool:
    """Whether all are records that have just the node's fields, with nothing inside them."""
    if {*map(type, values)} != {dict}:
        return False
    keys = node.fields.keys()
    alike = all(map(keys.__eq__, map(dict.keys, values)))
    return alike and _CONTAINERS.isdisjoint(map(type, chain.from_iterable(map(dict.values, values))))


def _note_columns(values: Sequence[dict[str, Any]], node: Node) -> None:
    """All fields of the first records; once these are known only the dates."""
    dated = node.settled()
    node.count += len(values)
    for found in node.fields.values() if dated is None else dated:
        found.see_all(_text(value[found.name]) for value in values)


def visit(value: Any, node: Node) -> None:
    """Note a decoded value, and the records inside it. Lists of lists (coordinates) are not looked into."""
    node.count += 1
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, dict | list):
                node.nested = True
                _inside(item, node.child(name))
            else:
                node.put(name, _text(item))


def _inside(item: Any, node: Node) -> None:
    if isinstance(item, dict):
        visit_all((item,), node)
    elif item and isinstance(item[0], dict):
        below = node.child(ITEM)
        visit_all(item, below)


def _text(value: Any) -> str:
    """A plain value as a table would show it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e18 else str(value)


def _conclude(source: Source, found: Encoding, root: Node, opening: str) -> Parsed:
    kind = _kind(root)
    hollow = root.nested and _is_hollow(root)
    node = None if hollow else _records(root, kind)
    rows = node.count if node else 0 if hollow or opening == "[" else None
    if kind == "GEOJSON":
        features = root.children.get("features")
        rows = features.child(ITEM).count if features else 1
    faults: tuple[Finding, ...] = ()
    if kind == "JSON" and (hollow or (node and not _is_flat(root, node))):
        faults = (Finding("nested_json", "warning", {"path": (node and node.path) or "$"}),)
    return Parsed(
        kind,
        True,
        found.name,
        found.ascii_only,
        rows=rows,
        fields=tuple(node.fields) if node else (),
        newest=node.newest(source.today) if node else None,
        faults=faults,
        stars=_stars(root) if kind == "JSON-LD" else None,
        texts=node.texts() if node else (),
    )


def _kind(root: Node) -> str:
    name = root.fields["type"].sample[0] if "type" in root.fields else ""
    keys = {*root.fields, *root.children}
    if (name == "FeatureCollection" and "features" in keys) or (name == "Feature" and "geometry" in keys):
        return "GEOJSON"
    if name in _GEOMETRIES and keys & {"coordinates", "geometries"}:
        return "GEOJSON"
    first = root.children.get(ITEM)
    linked = keys | ({*first.fields, *first.children} if first else set())
    return "JSON-LD" if "@context" in linked else "JSON"


def _records(root: Node, kind: str) -> Node | None:
    """The records: of a GeoJSON its properties, else the outermost list of objects, of equals the longest."""
    if kind == "GEOJSON":
        features = root.children.get("features")
        return (features.child(ITEM) if features else root).children.get("properties")
    lists = [node for node in root.walk() if node.name == ITEM and (node.fields or node.children)]
    if lists:
        return min(lists, key=lambda node: (node.depth, -node.count))
    plain = root.children.get(ITEM)
    return root if root.fields or root.children.keys() - {ITEM} else plain if plain and plain.count else None


def _is_hollow(root: Node) -> bool:
    """An API's answer around an empty list: what stands beside that is no record."""
    lists = [node for node in root.walk() if node.name == ITEM]
    words = [name for node in root.walk() for name in node.fields]
    return bool(lists) and not any(node.count for node in lists) and all(map(_WRAPPING.fullmatch, words))


def _is_flat(root: Node, node: Node) -> bool:
    """A list of objects, or of plain values, or one object, whose values are plain."""
    return not node.nested and node.depth <= 1 and (node is root or node.parent is root)


def _stars(root: Node) -> int:
    """5 where it links to somebody else's things."""
    return 5 if any(name.endswith(_OUTWARD) for node in root.walk() for name in (*node.fields, *node.children)) else 4
