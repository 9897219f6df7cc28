"""What is wrong with a text's encoding."""

from collections.abc import Iterator

from quality.checker import names
from quality.checker.findings.rule import Example, rule
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding


@rule(
    yes=("縣市,件數\n臺北市,5\n".encode("cp950"), "縣市,件數\n臺北市,5\n".encode("utf-16")),
    no=("縣市,件數\n臺北市,5\n", "\ufeff縣市,件數\n臺北市,5\n", b"a,b\n1,2\n"),
)
def encoding_not_utf8(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Readable, but not everywhere."""
    if parsed.encoding and names.codec_family(parsed.encoding) not in ("utf-8", "ascii") and not parsed.ascii_only:
        yield Finding("encoding_not_utf8", "warning", {"encoding": parsed.encoding})


@rule(
    yes=(Example("縣市,b\n臺,1\n", Declared(encoding="BIG5")),),
    no=(Example("縣市,b\n臺,1\n", Declared(encoding="utf8")), Example("a,b\n1,2\n", Declared(encoding="BIG5"))),
)
def encoding_mismatch(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """The catalogue says another encoding. Pure ASCII is every encoding's subset."""
    family = names.codec_family(says.encoding) if says.encoding else ""
    if family and parsed.encoding and not parsed.ascii_only and family != names.codec_family(parsed.encoding):
        yield Finding("encoding_mismatch", "error", {"declared": says.encoding, "encoding": parsed.encoding})


RULES = (encoding_not_utf8, encoding_mismatch)
