"""Documents, pictures, and archives of them."""

from collections.abc import Iterator

from quality.checker import names
from quality.checker.findings.rule import Example, corpus, rule
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding


@rule(
    yes=(Example("本會說明如下，請參考。", name="a.txt"), corpus("pdf-text.pdf")),
    no=("a,b\n1,2\n",),
)
def not_structured(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A document or a picture: for people, not for programs."""
    if not parsed.reason and parsed.format in names.DOCUMENTS:
        yield Finding("not_structured", "error", {"format": parsed.format})


@rule(
    yes=(corpus("zip-of-papers.zip"),),
    no=(corpus("zip-with-paper.zip"), corpus("zip-csv.zip")),
)
def archive_of_documents(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """An archive in which there is nothing but documents."""
    if parsed.members and all(m.content.format in names.DOCUMENTS for m in parsed.members):
        yield Finding("archive_of_documents", "error", {"count": len(parsed.members)})


RULES = (not_structured, archive_of_documents)
