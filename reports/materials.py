"""Which files are taken as material of a training or an event, told by their content and not by their name alone.

Nothing is unpacked: of a zip only its directory and the first bytes that name its kind are read.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_noop

from datasets.rules.refusal import Refusal

MOST_MB = 20
MOST_FILES = 20
"""Of one event."""
MOST_ENTRIES = 5000
_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "pdf": "application/pdf",
    "odt": f"{_OPEN}text",
    "odp": f"{_OPEN}presentation",
    "ods": f"{_OPEN}spreadsheet",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""By kind: the media type under which it is handed out, always as a file to be saved."""
_SAME = {"jpeg": "jpg"}
_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
_SCRIPTS = ("basic/", "scripts/", "dialogs/")


def kind_of(name: str, data: bytes) -> str:
    """A key of `MEDIA`. Raises Refusal, which says what is wrong and what to do."""
    ending = PurePosixPath(name).suffix[1:].lower()
    kind = _SAME.get(ending, ending)
    if not data:
        raise Refusal("empty", gettext_noop("The file is empty."))
    if len(data) > MOST_MB * 1024**2:
        raise Refusal("too_big", gettext_noop("The file is larger than %(limit)s MB."), {"limit": MOST_MB})
    if kind not in MEDIA:
        message = gettext_noop("Files ending in “%(ending)s” are not taken; these are: %(known)s.")
        raise Refusal("kind", message, {"ending": ending[:10], "known": ", ".join(MEDIA)})
    if not _CHECKS.get(kind, _zipped)(data, kind):
        message = gettext_noop("The name ends in “%(ending)s”, but the content is none: save it again in that format.")
        raise Refusal("content", message, {"ending": ending})
    return kind


def _zipped(data: bytes, kind: str) -> bool:
    """An office document by its own mark, without macros."""
    if not data.startswith(b"PK") or data.count(b"PK\x01\x02") > MOST_ENTRIES:
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            fits = _PARTS[kind] in names if kind in _PARTS else _mark(archive) == MEDIA[kind]
    except (BadZipFile, KeyError, OSError, RuntimeError, ValueError, EOFError):
        return False
    if any(one.lower().startswith(_SCRIPTS) or one.lower().endswith("vbaproject.bin") for one in names):
        raise Refusal("macros", gettext_noop("The file holds macros: remove them, then save it again."))
    return fits


def _mark(archive: ZipFile) -> str:
    """What an OpenDocument file says that it is, from its first bytes alone."""
    with archive.open("mimetype") as file:
        return file.read(100).decode("ascii", "replace").strip()


def _text(data: bytes, _kind: str) -> bool:
    """Text in one of the encodings of this country's offices, and no mark-up that a browser would run."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return False
    for encoding in ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8", "cp950"):
        try:
            return "\0" not in data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return False


_CHECKS: dict[str, Callable[[bytes, str], bool]] = {
    "pdf": lambda data, _kind: data.startswith(b"%PDF-"),
    "png": lambda data, _kind: data.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda data, _kind: data.startswith(b"\xff\xd8\xff"),
    "csv": _text,
    "txt": _text,
}
