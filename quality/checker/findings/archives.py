"""Documents, pictures, and archives of them."""

from collections.abc import Iterator

from quality.checker import names
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding


def not_structured(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """A document or a picture: for people, not for programs."""
    if not parsed.reason and parsed.format in names.DOCUMENTS:
        yield Finding("not_structured", "error", {"format": parsed.format})


def archive_of_documents(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """An archive in which there is nothing but documents."""
    if parsed.members and all(m.content.format in names.DOCUMENTS for m in parsed.members):
        yield Finding("archive_of_documents", "error", {"count": len(parsed.members)})


RULES = (not_structured, archive_of_documents)
