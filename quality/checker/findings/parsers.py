"""What the parsers themselves run into while they read: the code, and files that show it."""

from collections.abc import Iterator

from quality.checker.findings.rule import Example, Rule, corpus
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding


def _nothing(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """The parser has said it."""
    yield from ()


def _json(text: str) -> Example:
    return Example(text, Declared("JSON"), "example.json")


def _xml(text: str) -> Example:
    return Example(text, Declared("XML"), "example.xml")


BORN = (
    Rule("corrupt", _nothing, (corpus("zip-cut.zip"), Example('a,b\n1,"x\n2,y\n')), (corpus("zip-csv.zip"),)),
    Rule("encrypted", _nothing, (corpus("zip-encrypted.zip"), corpus("encrypted.xlsx")), (corpus("xlsx.xlsx"),)),
    Rule("undecodable", _nothing, (Example(b"a,b\n\xff\xfe\xfd,2\n\xe8\x87\xba,3\n"),), (Example("縣市,b\n臺,2\n"),)),
    Rule(
        "mixed_encoding",
        _nothing,
        (Example("縣市,b\n臺北,1\n".encode() + "高雄,2\n臺中,3\n".encode("cp950")),),
        (Example("縣市,b\n臺北,1\n".encode("cp950")),),
    ),
    Rule("invalid_json", _nothing, (_json('[{"a": 1},]'), _json('{"a": NaN}')), (_json('[{"a": 1}]'), _json("[]"))),
    Rule("nested_json", _nothing, (_json('[{"a": {"b": 1}}]'), _json('{"r": [{"a": 1}]}')), (_json('[{"a": 1}]'),)),
    Rule("invalid_xml", _nothing, (_xml("<a><b></a>"), _xml("<a>&</a>")), (_xml("<a><b>1</b></a>"),)),
    Rule("xml_entities", _nothing, (_xml('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),), (_xml("<a>&amp;</a>"),)),
    Rule("scanned_pdf", _nothing, (corpus("pdf-scan.pdf"),), (corpus("pdf-text.pdf"),)),
)
