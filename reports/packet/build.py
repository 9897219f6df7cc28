"""All files of a packet into a folder, with a manifest of their hashes. No database."""

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reports.packet import fonts
from reports.packet.canonical import canonical
from reports.packet.data import PacketData
from reports.packet.formats import FORMATS
from reports.packet.paper import Paper
from reports.packet.sections import Seal, lay_out
from reports.packet.text import missing, visible
from reports.packet.words import show

MANIFEST = "manifest.json"
Progress = Callable[[int, str], None]
"""Hears per cent done, and what is being written now."""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    sha256: str
    size: int


def record_name(data: PacketData) -> str:
    """The canonical JSON, which is the record itself."""
    return f"review-packet-{data.quarter}.json"


def write(
    data: PacketData, folder: Path, languages: Sequence[str], progress: Progress, *, seal: Seal | None = None
) -> list[File]:
    """Write every format; the folder shows up whole or not at all. Raises OSError where it cannot be written.

    Without a `seal` it is a draft, and every page says so.
    """
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    record = canonical(data)
    papers = [lay_out(data, language, seal=seal) for language in languages]
    files = [_file(making, record_name(data), record), *_rendered(papers, data.quarter, making, progress)]
    manifest = {
        "quarter": data.quarter,
        "as_of": data.as_of.isoformat(),
        "languages": list(languages),
        "state": "sealed" if seal else "draft",
        "sha256": sha256(record).hexdigest(),
        "files": {one.name: one.sha256 for one in files},
        "missing_glyphs": "".join(sorted({one for paper in papers for one in lacking(paper)})),
    }
    (making / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2))
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    progress(100, "")
    return files


def _rendered(papers: Sequence[Paper], quarter: str, folder: Path, progress: Progress) -> Iterable[File]:
    steps = [(paper, one) for paper in papers for one in FORMATS]
    for place, (paper, one) in enumerate(steps):
        progress(100 * place // len(steps), one.suffix)
        yield _file(folder, f"review-packet-{quarter}-{paper.language}.{one.suffix}", one.render(paper))


def lacking(paper: Paper) -> str:
    """The characters that the PDF's font cannot draw; there they stand as [U+1F600]."""
    texts = (
        visible(show(value, column.kind, paper.language))
        for _section, _number, table in paper.tables
        for row in table.rows
        for value, column in zip(row, table.columns, strict=True)
        if isinstance(value, str)
    )
    return missing(texts, fonts.glyphs())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Empty where nothing was built there."""
    file = folder / MANIFEST
    return json.loads(file.read_text()) if file.exists() else {}


def warning(lacked: str) -> str:
    """What is said of characters without a glyph."""
    codes = ", ".join(f"U+{ord(one):04X}" for one in lacked)
    return _("The PDF's font has no glyph for %(codes)s; they are written out there.") % {"codes": codes}


def _file(folder: Path, name: str, content: bytes) -> File:
    (folder / name).write_bytes(content)
    return File(name, sha256(content).hexdigest(), len(content))
