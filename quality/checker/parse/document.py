"""Documents and pictures: people read them, programs do not. PDF is told apart into text and scans."""

import zipfile

import pypdfium2 as pdfium
from pypdfium2 import raw

from quality.checker.parse.damage import DAMAGED, corrupt
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

PAGES = 8
"""Pages looked at, spread over the document."""


def parse(source: Source, kind: str) -> Parsed:
    """Whether the document opens, and for a PDF whether there is text in it."""
    if kind == "PDF":
        return Parsed("PDF", False, faults=_pdf(source))
    if kind in ("DOCX", "ODT") and not _opens(source):
        return Parsed(kind, False, faults=(corrupt("zip"),))
    return Parsed(kind, False if kind != "UNKNOWN" else None)


def _opens(source: Source) -> bool:
    try:
        with zipfile.ZipFile(source.path) as archive:
            return bool(archive.namelist())
    except DAMAGED:
        return False


def _pdf(source: Source) -> tuple[Finding, ...]:
    try:
        document = pdfium.PdfDocument(source.path)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        return (Finding("encrypted", "error") if locked else corrupt(error),)
    try:
        return () if _has_text(document, source) else (Finding("scanned_pdf", "error", {"pages": len(document)}),)
    except pdfium.PdfiumError as error:
        return (corrupt(error),)
    finally:
        document.close()


def _has_text(document: pdfium.PdfDocument, source: Source) -> bool:
    """A page of text has more than a stamp's worth of characters; a PDF without pictures is drawn, not scanned."""
    total = len(document)
    if not total:
        return False
    pictures = False
    for index in sorted({i * total // PAGES for i in range(PAGES)}):
        source.budget.tick()
        page = document[min(index, total - 1)]
        if page.get_textpage().count_chars() > 20:
            return True
        pictures |= any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    return not pictures
