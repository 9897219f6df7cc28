"""Documents and pictures: people read them, programs do not. PDF is told apart into text and scans."""

import zipfile

import pypdfium2 as pdfium
from pypdfium2 import raw

from quality.checker import errors
from quality.checker.parse.bookmarks import is_locked
from quality.checker.parse.damage import DAMAGED, corrupt
from quality.checker.parse.source import Source
from quality.checker.table import Parsed
from quality.checker.types import Finding

PAGES = 8
"""Pages looked at, spread over the document."""
FEW = 200
"""Characters; a page of more says something."""


def parse(source: Source, kind: str) -> Parsed:
    """Whether the document opens, and for a PDF whether there is text in it."""
    if kind == "PDF":
        faults, words = _pdf(source)
        reason = "html_instead_of_data" if errors.kind_of(words, "TXT") else ""
        return Parsed("PDF", False, faults=faults, reason=reason)
    if kind in ("DOCX", "ODT") and (fault := _fault(source)):
        return Parsed(kind, False, faults=(fault,))
    if kind == "UNKNOWN" and not any(piece.strip(b"\0") for piece in source.pieces(0, 1 << 18)):
        return Parsed(kind, False, reason="empty")  # room was made on a disk, and nothing was ever written
    return Parsed(kind, False if kind != "UNKNOWN" else None)


def _fault(source: Source) -> Finding | None:
    """What keeps people from opening a text document."""
    try:
        with zipfile.ZipFile(source.file) as archive:
            return Finding("encrypted", "error", {"name": source.name_hint}) if is_locked(archive) else None
    except DAMAGED as error:
        return corrupt(error)


def _pdf(source: Source) -> tuple[tuple[Finding, ...], str]:
    """What is wrong with it, and the words of one that has a single page of few: it may be an error's."""
    try:
        document = pdfium.PdfDocument(source.file)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        return (Finding("encrypted", "error") if locked else corrupt(error),), ""
    try:
        if not _has_text(document, source):
            return (Finding("scanned_pdf", "error", {"pages": len(document)}),), ""
        return (), _words(document)
    except pdfium.PdfiumError as error:
        return (corrupt(error),), ""
    finally:
        document.close()


def _words(document: pdfium.PdfDocument) -> str:
    if len(document) != 1:
        return ""
    page = document[0].get_textpage()
    return str(page.get_text_range()) if page.count_chars() < FEW else ""


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
