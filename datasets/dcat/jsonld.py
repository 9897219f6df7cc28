"""JSON-LD 1.1, node by node: the whole is never in memory."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from datasets.dcat.iri import safe_iri
from datasets.dcat.nodes import PREFIXES, Node, Ref, Typed, Value


def write(nodes: Iterable[Node]) -> Iterator[str]:
    """One document with a @graph, in pieces."""
    yield f'{{"@context": {json.dumps(PREFIXES)}, "@graph": [\n'
    for number, node in enumerate(nodes):
        yield (",\n" if number else "") + json.dumps(_node(node), ensure_ascii=False)
    yield "\n]}\n"


def _node(node: Node) -> dict[str, Any]:
    head = {"@id": safe_iri(node.iri)} if node.iri else {}
    body = {name: [_value(v) for v in values] for name, values in node.properties.items()}
    return {**head, "@type": node.type, **body}


def _value(value: Value) -> dict[str, Any]:
    match value:
        case Node():
            return _node(value)
        case Ref(iri):
            return {"@id": safe_iri(iri)}
        case Typed(text, type_, language):
            kind = {"@type": type_} if type_ else {"@language": language} if language else {}
            return {"@value": text, **kind}
