"""A small XML document read as a tree by C, and gathered path by path: a third of the work of a call for each tag."""

from collections import defaultdict
from itertools import chain
from xml.etree.ElementTree import Element, ParseError, XMLParser  # nosec B405: no document with a DOCTYPE comes here

from quality.checker.budget import ExceededError
from quality.checker.parse.records import DEEP, Node


def read(data: bytes) -> Element | None:
    """The root of a document in UTF-8; None for one that is wrong, or declares anything: the stream tells more."""
    if b"<!DOCTYPE" in data:
        return None
    parser = XMLParser(encoding="utf-8")  # noqa: S314  # nosec B314: as above
    try:
        parser.feed(data)
        root: Element = parser.close()
    except ParseError:
        return None
    return root


def gather(root: Element, top: Node) -> None:
    """The same nodes below `top` as the stream's handlers make. Raises ExceededError."""
    waiting = [([root], top)]
    while waiting:
        elements, node = waiting.pop()
        for name, group in _by_name(elements):
            below = node.child(name)
            if below.depth > DEEP:
                raise ExceededError("bomb")
            _note(group, below)
            if inner := [*chain.from_iterable(group)]:
                waiting.append((inner, below))


def _note(group: list[Element], node: Node) -> None:
    """Elements of one path: how many, their attributes, and the texts of leaves as values of the node above."""
    node.count += len(group)
    for element in group:
        for name, value in element.items():
            node.put(_local(name), value)
    above = node.parent
    assert above is not None  # for the type checker: the top is nobody's child
    leaves = [element for element in group if not len(element)] if above.parent else []
    above.nested |= len(leaves) < len(group)
    if leaves:
        above.put_all(node.name, ((leaf.text or "").strip() for leaf in leaves))


def _by_name(elements: list[Element]) -> list[tuple[str, list[Element]]]:
    names = {tag: _local(tag) for tag in {element.tag for element in elements}}
    groups: dict[str, list[Element]] = defaultdict(list)
    for element in elements:
        groups[names[element.tag]].append(element)
    return [*groups.items()]


def _local(name: str) -> str:
    return name.rpartition("}")[2]
