"""All files of a packet into a folder, with a manifest of their hashes. No database.

The files are made beside the folder and come into it together. Of what a killed worker finished, the next one goes on.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reports.packet import fonts
from reports.packet.data import PacketData
from reports.packet.formats import Part, parts, record_part
from reports.packet.hands import written
from reports.packet.letterhead import Letterhead
from reports.packet.paper import Paper, Tick
from reports.packet.sections import Seal, lay_out
from reports.packet.text import missing, visible
from reports.packet.words import show

MANIFEST = "manifest.json"
Progress = Callable[[int, str], None]
"""Hears per cent done, and the file that is being written now; often. What it raises stops the work."""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    sha256: str
    size: int


def write(
    data: PacketData,
    folder: Path,
    languages: Sequence[str],
    progress: Progress,
    *,
    seal: Seal | None = None,
    letterhead: Letterhead | None = None,
) -> list[File]:
    """Write every format; the folder shows up whole or not at all. Raises OSError where it cannot be written.

    Without a `seal` it is a draft, and every page says so.
    """
    files = make(data, folder, languages, progress, seal=seal, letterhead=letterhead)
    publish(folder)
    return files


def make(
    data: PacketData,
    folder: Path,
    languages: Sequence[str],
    progress: Progress,
    *,
    seal: Seal | None = None,
    letterhead: Letterhead | None = None,
) -> list[File]:
    """Write every file beside the folder, where `publish` finds them; what lies there of the same packet stays."""
    making = making_of(folder)
    making.mkdir(parents=True, exist_ok=True)
    record = _record(making, data, progress, f"{languages} {seal}")
    laid_out = (lay_out(data, language, seal=seal, digest=record.sha256) for language in languages)
    papers = [replace(paper, letterhead=letterhead) for paper in laid_out]
    wanted = [part for paper in papers for part in parts(paper, data.quarter)]
    files = [record, *written(wanted, partial(_written, making), progress)]
    manifest = {
        "quarter": data.quarter,
        "as_of": data.as_of.isoformat(),
        "languages": list(languages),
        "state": "sealed" if seal else "draft",
        "sha256": record.sha256,
        "files": {one.name: one.sha256 for one in files},
        "missing_glyphs": "".join(sorted({one for paper in papers for one in lacking(paper)})),
    }
    (making / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2))
    progress(100, "")
    return files


def publish(folder: Path) -> None:
    """Put what `make` made in the folder's place, without what a killed worker left half."""
    making = making_of(folder)
    for hidden in making.glob(".*"):
        hidden.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)


def discard(folder: Path) -> None:
    """Remove what was begun."""
    shutil.rmtree(making_of(folder), ignore_errors=True)


def under_way(folder: Path) -> str:
    """The files that are being written; empty while the facts are read, or where nothing is being made."""
    found = {file.name.removeprefix(".").rpartition(".")[0] for file in making_of(folder).glob(".review-packet-*")}
    return ", ".join(sorted(found))


def making_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.making")


_OF = ".of"
"""Names the packet, language and state that the finished files beside it are of."""


def _record(making: Path, data: PacketData, progress: Progress, kind: str) -> File:
    """The record; files that were made of another one are removed."""
    part = record_part(data)
    (making / part.name).unlink(missing_ok=True)
    record = _written(making, part, _ticking(progress, 0, part.name))
    of = f"{record.sha256} {kind}"
    if not (making / _OF).exists() or (making / _OF).read_text() != of:
        for file in making.iterdir():
            if file.name != part.name and not file.name.startswith("."):
                file.unlink()
        (making / _OF).write_text(of)
    return record


def _ticking(progress: Progress, percent: int, name: str) -> Tick:
    return lambda: progress(percent, name)


def _written(folder: Path, part: Part, tick: Tick) -> File:
    """The file of this part, which shows up under its name when it is whole."""
    file = folder / part.name
    tick()
    if not file.exists():
        new = folder / f".{part.name}.{os.getpid()}"  # a worker that lost its job may still be writing its own
        try:
            with new.open("w+b") as out:
                part.write(out, tick)
                out.flush()
                os.fsync(out.fileno())  # a seal is committed to the database after this, and names these very bytes
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
    with file.open("rb") as whole:
        return File(part.name, file_digest(whole, "sha256").hexdigest(), file.stat().st_size)


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
