"""The file: a zip of `manifest.json`, the database's copy and everything under MEDIA_ROOT.

The manifest names every member with its SHA-256, and the chain's head. A member not named, or another, is refused.
"""

import hashlib
import json
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from ncc_opendata.backup.failure import BackupFailed

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media/"
VERSION = 1
_DAMAGE = (BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, RuntimeError)
"""What reading a spoilt zip or manifest raises."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`vendor`: sqlite or postgresql. `position` and `head`: the chain's newest link, 0 and "" where it has none."""

    version: int
    vendor: str
    taken_at: str
    position: int
    head: str
    files: dict[str, str]


def pack(target: Path, database: Path, media: Path, vendor: str, taken_at: str, position: int, head: str) -> Manifest:
    """Write the archive; it shows up under its name when it is whole. Readable by its owner alone."""
    half = target.with_name(f".{target.name}.part")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    try:
        with ZipFile(half, "w", ZIP_DEFLATED) as archive:
            files = {name: _add(archive, file, name) for name, file in _members(database, media)}
            manifest = Manifest(VERSION, vendor, taken_at, position, head, files)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def unpack(source: Path, folder: Path) -> Manifest:
    """Every member into `folder`, each as its hash says. Raises BackupFailed before anything else is touched."""
    try:
        with ZipFile(source) as archive:
            manifest = _manifest(archive)
            for name, digest in manifest.files.items():
                if _taken(archive, name, folder) != digest:
                    raise BackupFailed(f"{name} in {source} is damaged: its SHA-256 is not the manifest's")
    except _DAMAGE as error:
        raise BackupFailed(f"{source} is no whole backup of this portal: {error}") from error
    return manifest


def _members(database: Path, media: Path) -> Iterator[tuple[str, Path]]:
    """The database first: every file that its rows name was there before it."""
    yield DATABASE, database
    for file in sorted(media.rglob("*")):
        within = file.relative_to(media)
        if file.is_file() and not any(part.startswith(".") for part in within.parts):  # what is being written
            yield MEDIA + within.as_posix(), file


def _add(archive: ZipFile, file: Path, name: str) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(1 << 20):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _manifest(archive: ZipFile) -> Manifest:
    manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    if manifest.version != VERSION or set(archive.namelist()) != {MANIFEST, *manifest.files}:
        raise ValueError("its manifest does not name what is in it")
    return manifest


def _taken(archive: ZipFile, name: str, folder: Path) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise ValueError(f"{name} points outside")
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, file.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    with file.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()
