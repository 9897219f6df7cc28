"""JSON, GeoJSON and JSON-LD, streamed: syntax of the whole file, records counted, never a tree in memory."""

import codecs
from collections.abc import Iterator
from typing import Any

import ijson

from quality.checker import encoding
from quality.checker.budget import ExceededError
from quality.checker.encoding import Encoding
from quality.checker.parse.records import DEEP, Tree
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

_GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
_FAULTS = (ijson.JSONError, ijson.IncompleteJSONError, UnicodeError, ValueError, ArithmeticError)
TICK = 100_000


class Utf8:
    """A text file of any encoding as a stream of UTF-8 without a mark; what does not decode becomes U+FFFD."""

    def __init__(self, source: Source, found: Encoding) -> None:
        self._pieces = self._read(source, found)
        self._left = b""

    @staticmethod
    def _read(source: Source, found: Encoding) -> Iterator[bytes]:
        if found.name == "utf-8" and not found.problem:
            yield from encoding.chunks(source.path, found.skip, 1 << 16)
            return
        decoder = codecs.getincrementaldecoder(found.name)("replace")
        for piece in encoding.chunks(source.path, found.skip, 1 << 16):
            yield decoder.decode(piece).encode("utf-8", "replace")
        yield decoder.decode(b"", True).encode("utf-8", "replace")

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; empty at the end alone."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        size = len(self._left) if size < 0 else size
        piece, self._left = self._left[:size], self._left[size:]
        return piece


def parse(source: Source, found: Encoding) -> Parsed:
    """Read a whole JSON text."""
    tree, top = Tree(), Top()
    try:
        _walk(source, found, tree, top)
    except _FAULTS as error:
        fault = Finding(
            "invalid_json", "error", {"detail": str(error).strip().splitlines()[0][:120] if str(error) else ""}
        )
        return Parsed("JSON", False, found.name, found.ascii_only, faults=(fault,))
    return _conclude(source, found, tree, top)


class Top:
    """What the outermost value is."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.kind = ""
        self.linked = self.links_out = False


def _walk(source: Source, found: Encoding, tree: Tree, top: Top) -> None:
    """Feed the parser's events into the groups. A path is written like results[].stations[]."""
    paths: list[str] = []
    arrays: list[bool] = []
    keys: list[str] = []
    for index, (event, value) in enumerate(ijson.basic_parse(Utf8(source, found), use_float=True)):
        if index % TICK == 0:
            source.budget.tick()
        if event == "map_key":
            keys[-1] = value
            if len(paths) == 1:
                top.keys.setdefault(value, "")
            top.linked |= value == "@context" and len(paths) <= 2
            top.links_out |= value.endswith(("sameAs", "seeAlso", "closeMatch", "exactMatch"))
        elif event in ("start_map", "start_array"):
            path = _path(paths, arrays, keys)
            if paths:
                tree.at(paths[-1], len(paths)).nested = True
            else:
                top.kind = event
            paths.append(path)
            arrays.append(event == "start_array")
            keys.append("")
            if len(paths) > DEEP:
                raise ExceededError("bomb")
            tree.deepest = max(tree.deepest, len(paths))
            if event == "start_map" or (len(arrays) > 1 and arrays[-2]):
                tree.at(path, len(paths)).count += 1
        elif event in ("end_map", "end_array"):
            paths.pop()
            arrays.pop()
            keys.pop()
        else:
            _scalar(tree, top, paths, arrays, keys, value)


def _path(paths: list[str], arrays: list[bool], keys: list[str]) -> str:
    if not paths:
        return ""
    return f"{paths[-1]}[]" if arrays[-1] else f"{paths[-1]}.{keys[-1]}"


def _scalar(tree: Tree, top: Top, paths: list[str], arrays: list[bool], keys: list[str], value: Any) -> None:
    if not paths:
        top.kind = "scalar"
        return
    if len(paths) == 1 and not arrays[-1] and not top.keys.get(keys[-1]):
        top.keys[keys[-1]] = str(value)[:100]
    if not arrays[-1]:
        tree.at(paths[-1], len(paths)).put(keys[-1], "" if value is None else str(value))


def _conclude(source: Source, found: Encoding, tree: Tree, top: Top) -> Parsed:
    kind = _kind(top)
    path = _records(tree, kind)
    group = tree.groups.get(path)
    fields = tuple(group.names) if group else ()
    faults: tuple[Finding, ...] = ()
    if kind == "JSON" and not _is_flat(tree, path, top):
        faults = (Finding("nested_json", "warning", {"path": path.strip(".") or "$", "depth": tree.deepest}),)
    rows = group.count if group else None
    if kind == "GEOJSON":
        features = tree.groups.get(".features[]")
        rows = features.count if features else 1 if "coordinates" in top.keys or "geometry" in top.keys else 0
    if top.kind == "start_array" and rows is None:
        rows = 0
    stars = (5 if top.links_out else 4) if kind == "JSON-LD" else None
    return Parsed(
        kind,
        True,
        found.name,
        found.ascii_only,
        rows=rows,
        fields=fields,
        newest=tree.newest(path, source),
        faults=faults,
        stars=stars,
        texts=tree.texts(path),
    )


def _kind(top: Top) -> str:
    name = top.keys.get("type", "")
    if (name == "FeatureCollection" and "features" in top.keys) or (name == "Feature" and "geometry" in top.keys):
        return "GEOJSON"
    if name in _GEOMETRIES and ("coordinates" in top.keys or "geometries" in top.keys):
        return "GEOJSON"
    return "JSON-LD" if top.linked else "JSON"


def _records(tree: Tree, kind: str) -> str:
    """The records' path: of a GeoJSON its properties, else the outermost list of objects, of equals the longest."""
    if kind == "GEOJSON":
        return ".features[].properties" if ".features[].properties" in tree.groups else ".properties"
    lists = [(path, group) for path, group in tree.groups.items() if path.endswith("[]") and group.count]
    if not lists:
        return ""
    return min(lists, key=lambda item: (item[1].depth, -item[1].count))[0]


def _is_flat(tree: Tree, path: str, top: Top) -> bool:
    """A list of objects, or of lists, or one object, whose values are plain."""
    group = tree.groups.get(path)
    if top.kind == "start_array":
        return path in ("", "[]") and (group is None or not group.nested or path == "")
    return group is None or (path == "" and not group.nested)
