"""Where the bytes are not what the catalogue says."""

from collections.abc import Iterator

from quality.checker import names
from quality.checker.findings.headers import bare, same
from quality.checker.findings.rule import Example, rule
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding


@rule(
    yes=(Example("a,b\n1,2\n", Declared("JSON")),),
    no=(Example("a,b\n1,2\n", Declared("csv")), Example("a,b\n1,2\n", Declared("API")), "a,b\n1,2\n"),
)
def format_mismatch(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Another format than declared."""
    if not parsed.reason and names.same_format(says.format, parsed.format) is False:
        yield Finding("format_mismatch", "error", {"declared": says.format, "format": parsed.format})


def _headers(parsed: Parsed) -> list[tuple[str, ...]]:
    """The names of the columns, one list a table; of an archive its members'."""
    own = [table.fields for table in parsed.tables if table.fields] or ([parsed.fields] if parsed.fields else [])
    return own + [member.content.fields for member in parsed.members if member.content.fields]


def _alike(one: str, other: str) -> bool:
    """The same name, or one of them without the bracket that the other has."""
    return same(one) in (same(other), bare(other)) or bare(one) == same(other)


@rule(
    yes=(Example("a,b\n1,2\n", Declared(fields=("a", "c"))),),
    no=(
        Example("Ａ, b\n1,2\n", Declared(fields=("a", "b"))),
        Example("收入（千元）,b\n1,2\n", Declared(fields=("收入",))),
    ),
)
def field_missing(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A declared main field that no table has."""
    headers = _headers(parsed)
    present = [name for header in headers for name in header]
    for name in says.fields if headers else ():
        if same(name) and not any(_alike(name, other) for other in present):
            yield Finding("field_missing", "warning", {"name": name})


@rule(
    yes=(Example("a,b\n1,2\n", Declared(fields=("a",))),),
    no=(Example("a,b\n1,2\n", Declared(fields=("b", "a"))), "a,b\n1,2\n"),
)
def field_extra(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A column that is not declared; of an archive's many tables it is not asked."""
    headers = _headers(parsed)
    for name in headers[0] if says.fields and len(headers) == 1 else ():
        if same(name) and not any(_alike(name, other) for other in says.fields):
            yield Finding("field_extra", "info", {"name": name})


RULES = (format_mismatch, field_missing, field_extra)
