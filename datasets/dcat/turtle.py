"""Turtle 1.1, node by node: the whole is never in memory."""

import re
from collections.abc import Iterable, Iterator

from datasets.dcat.iri import safe_iri
from datasets.dcat.nodes import PREFIXES, Node, Ref, Typed, Value

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')


def write(nodes: Iterable[Node]) -> Iterator[str]:
    """Prefixes, then each node with the addressed ones inside it written out after it."""
    yield "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    for node in nodes:
        yield from _described(node)


def _described(node: Node) -> Iterator[str]:
    yield f"\n<{safe_iri(node.iri)}> a {node.type}{_properties(node)} .\n"
    for values in node.properties.values():
        for value in values:
            if isinstance(value, Node) and value.iri:
                yield from _described(value)


def _properties(node: Node) -> str:
    lines = (f" ;\n  {name} {', '.join(_term(v) for v in values)}" for name, values in node.properties.items())
    return "".join(lines)


def _term(value: Value) -> str:
    match value:
        case Node(iri=""):
            return f"[ a {value.type}{_properties(value)} ]"
        case Node(iri=iri) | Ref(iri=iri):
            return f"<{safe_iri(iri)}>"
        case Typed(text, type_, language):
            return f'"{_SPECIAL.sub(_escape, text)}"' + (f"^^{type_}" if type_ else f"@{language}" if language else "")


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}"
