"""A small document read as a tree gives the same nodes as the stream of its tags."""

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality.checker.budget import ExceededError
from quality.checker.parse import xmltree
from quality.checker.parse.records import DEEP, MAX_NAMES, Node
from quality.checker.parse.xmlreader import Reader

FILES = Path(__file__).parents[1] / "corpus/files"
DOCUMENTS = [path for path in sorted(FILES.iterdir()) if path.suffix in {".xml", ".kml", ".gml", ".svg"}]
NAMES = st.sampled_from(["a", "b", "row", "日期", "n:a", "n:b"])
TEXTS = st.sampled_from(["", " ", "1", "113/04/30", "文 字", "&amp;", "<!-- c -->", "<![CDATA[<p>]]>", "2024-05-06"])


def streamed(data: bytes) -> Node:
    reader = Reader()
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    parser.Parse(data, True)
    return reader.top


def gathered(data: bytes) -> Node:
    root, top = xmltree.read(data), Node()
    assert root is not None
    xmltree.gather(root, top)
    return top


def told(gather: Callable[[bytes], Node], data: bytes) -> object:
    """All of a tree that a verdict reads, but for the order in which rare fields were met."""
    try:
        top = gather(data)
    except ExceededError as error:
        return error.reason
    return [
        (node.path, node.count, node.nested, {name: field.sample for name, field in sorted(node.fields.items())})
        for node in top.walk()
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_of_the_corpus(path: Path) -> None:
    data = path.read_bytes()
    if xmltree.read(data) is None:
        assert b"<!DOCTYPE" in data or broken(data)
    else:
        assert told(gathered, data) == told(streamed, data)


def broken(data: bytes) -> bool:
    try:
        streamed(data)
    except expat.ExpatError:
        return True
    return False


def elements() -> st.SearchStrategy[str]:
    attributes = st.sampled_from(["", ' k="v"', ' k="" day="1130430"', ' n:k="w"'])
    leaf = st.builds(lambda n, a, t: f"<{n}{a}>{t}</{n}>", NAMES, attributes, TEXTS)
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda n, a, t, many: f"<{n}{a}>{t}{''.join(many)}</{n}>", NAMES, attributes, TEXTS, st.lists(inner)
        ),
        max_leaves=30,
    )


@given(st.lists(elements()))
@settings(max_examples=200, deadline=None)
def test_any_document(inner: list[str]) -> None:
    data = f'<r xmlns:n="http://example.tw/n">{"".join(inner)}</r>'.encode()
    assert told(gathered, data) == told(streamed, data)


def test_more_names_than_records_have() -> None:
    data = f"<r>{''.join(f'<e{n}><v{n}>1</v{n}></e{n}>' for n in range(MAX_NAMES + 50))}</r>".encode()
    assert told(gathered, data) == told(streamed, data)


def test_a_deep_one_is_a_bomb() -> None:
    with pytest.raises(ExceededError):
        gathered(b"<a>" * (DEEP + 1) + b"</a>" * (DEEP + 1))


def test_what_declares_anything_is_left_to_the_stream() -> None:
    assert xmltree.read(b'<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>') is None
