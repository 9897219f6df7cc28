"""Letterheads are adopted from a day on; a document takes the one in force on its own day."""

import re
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO

from django.db import transaction
from django.utils import translation
from django.utils.text import get_valid_filename

from datasets import ledger
from datasets.models import User
from reports.models import LetterheadFile, LetterheadVersion
from reports.packet.letterhead import Letterhead, read
from reports.packet.odf.package import document
from reports.packet.odf.text import page_styles
from reports.packet.paper import Paper

_STARTED = datetime(2026, 1, 1, tzinfo=UTC)
"""What stamps the starter template: it depends on nothing."""


def adopt_letterhead(content: bytes, file_name: str, effective_on: date, *, by: User) -> LetterheadVersion:
    """Raises Refusal where the template cannot be taken."""
    read(content)
    name = get_valid_filename(file_name)[-200:]
    made = LetterheadVersion(effective_on=effective_on, file_name=name, sha256=sha256(content).hexdigest())
    with transaction.atomic():
        ledger.record([made], by=by)
        LetterheadFile.objects.create(version=made, content=content)
    return made


def version_on(day: date, as_of: datetime | None = None) -> LetterheadVersion | None:
    known = LetterheadVersion.objects.known_at(as_of).filter(effective_on__lte=day)
    return known.order_by("effective_on", "position").last()


def letterhead_on(day: date, as_of: datetime | None = None) -> Letterhead | None:
    """None where the agency has none: documents then have the portal's own look."""
    version = version_on(day, as_of)
    return read(bytes(version.file.content)) if version else None


def starter() -> bytes:
    """A template to begin with: the portal's own styles and foot, with placeholders.

    It embeds no font: LibreOffice would embed all of it, and the file would be too large to come back.
    """
    paper = Paper("zh-hant", "{{title}}", "{{agency}}", "", (), (), _STARTED)
    with translation.override(paper.language):
        styles = re.sub(r"<svg:font-face-src>.*?</svg:font-face-src>", "", page_styles(paper), flags=re.DOTALL)
    content = '<office:body><office:text><text:p text:style-name="Text_20_body"/></office:text></office:body>'
    parts = {"content": content, "styles": styles}
    out = BytesIO()
    document("text", paper, parts, out)
    return out.getvalue()
