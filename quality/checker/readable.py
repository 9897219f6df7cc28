"""The two judgements over a whole file: can a program read it without guessing, and how open is its format."""

from collections.abc import Iterable, Sequence

from quality.checker import names
from quality.checker.table import Parsed
from quality.checker.types import Finding, Member

BLOCKING = frozenset(
    [
        "title_above_header",
        "stacked_header",
        "merged_cells",
        "several_tables",
        "duplicate_header",
        "empty_header",
        "ragged_rows",
        "undecodable",
        "mixed_encoding",
        "invalid_json",
        "invalid_xml",
        "encrypted",
        "corrupt",
        "scanned_pdf",
        "not_structured",
        "archive_of_documents",
    ]
)
"""Findings that leave a program guessing (quality.md). Big5, padding, formulas, nesting and blank rows do not."""
HOLLOW = frozenset({"header_only", "no_rows"})
"""Findings that may be why, where none of those is there."""
_OPEN = frozenset({"CSV", "TSV", "JSON", "JSONL", "GEOJSON", "XML", "RSS", "KML", "GML", "ODS", "PARQUET", "SHP"})
_STRUCTURED = frozenset({"XLS", "XLSX"})


def machine_readable(parsed: Parsed, findings: Iterable[Finding]) -> bool | None:
    """True, false, or None where it could not be told."""
    if parsed.reason:
        return False if parsed.reason in ("empty", "html_instead_of_data", "login_required") else None
    if any(f.code in BLOCKING for f in findings):
        return False
    if parsed.members or parsed.format in names.ARCHIVES:
        verdicts = [m.content.machine_readable for m in data_members(parsed.members)]
        return False if False in verdicts or not verdicts else None if None in verdicts else True
    return parsed.readable


def data_members(members: Sequence[Member]) -> list[Member]:
    """The members that hold data. Papers, pictures and read-me files beside data do not count against it."""
    data = [m for m in members if m.content.format not in names.DOCUMENTS]
    return data or list(members)


def stars(parsed: Parsed) -> int:
    """Tim Berners-Lee's stars of the format; an archive has those of its poorest data member."""
    if parsed.reason in ("empty", "html_instead_of_data", "login_required"):
        return 0
    if parsed.stars is not None:
        return parsed.stars
    if parsed.members:
        return min((m.content.stars for m in data_members(parsed.members)), default=1)
    return star_of(parsed.format)


def star_of(format_: str) -> int:
    """3 structured and open, 2 structured, 4 linked data, 1 anything else."""
    if format_ in _OPEN:
        return 3
    return 2 if format_ in _STRUCTURED else 4 if format_ in ("JSON-LD", "TTL") else 1
