"""Whether a sealed packet is what was sealed: offline, from the file alone, and from a hash that was kept elsewhere.

Without such a hash a file can prove no more than that it agrees with itself: who changes everything can compute every
hash in it anew. The result says which of the two was shown.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from zipfile import ZipFile

from django.utils.translation import gettext as _

from reports.packet.bundle import EDITIONS, PIECE, SEAL, Opener, bundle, linked, proof
from reports.packet.canonical import parse, pieces
from reports.packet.data import PacketData

LIMIT = 1 << 32
"""Bytes that a bundle may unpack to."""
SEAL_LIMIT = 1 << 24
KIND = "reports.reviewpacket"
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Found:
    """`faults` are sentences, none where all is well; `head` is the link's hash, `anchored`: it was compared.

    `files` are those that were looked at.
    """

    faults: tuple[str, ...]
    quarter: str = ""
    edition: str = ""
    sha256: str = ""
    head: str = ""
    position: str = ""
    anchored: bool = False
    files: tuple[str, ...] = ()


def verify(source: bytes | BinaryIO, head: str = "") -> Found:
    """Check a bundle, whose files are read piece by piece; only its record is held whole.

    Whatever the bytes are, the answer is a `Found`, never an exception.
    """
    return _safely(lambda: _bundle(BytesIO(source) if isinstance(source, bytes) else source, head))


def verify_record(record: bytes, name: str, seal: bytes, head: str = "") -> Found:
    """Check the record alone, by the name it has in the bundle, against the bundle's `seal.json`. Never raises."""
    return _safely(lambda: _found(seal, {name: lambda: BytesIO(record)}, head, record_only=True))


def _safely(check: Callable[[], Found]) -> Found:
    try:
        return check()
    except Exception as error:  # damage takes every form there is
        told = str(error) or type(error).__name__
        return Found((_("It is damaged, or no sealed packet: %(error)s") % {"error": told[:200]},))


def _bundle(source: BinaryIO, head: str) -> Found:
    with ZipFile(source) as archive:
        infos = {one.filename: one for one in archive.infolist()}
        if sum(one.file_size for one in infos.values()) > LIMIT or infos[SEAL].file_size > SEAL_LIMIT:
            raise ValueError("too large")
        seal = archive.read(infos.pop(SEAL))
        files = {name: partial(archive.open, info) for name, info in infos.items()}
        around = (
            () if _as_written(source, seal, files) else (_("Bytes around the files are not as they were written."),)
        )
        return _found(seal, files, head, around)


def _as_written(source: BinaryIO, seal: bytes, files: Mapping[str, Opener]) -> bool:
    """Whether the same files, bundled again, give the very same bytes; on the disk, not in memory."""
    with TemporaryFile() as again:
        bundle(seal, files, again)
        again.seek(0)
        place = 0
        while True:
            source.seek(place)  # the archive reads from it too
            one, other = source.read(PIECE), again.read(PIECE)
            if one != other:
                return False
            if not one:
                return True
            place += len(one)


def _found(
    sealed: bytes, files: Mapping[str, Opener], head: str, more: tuple[str, ...] = (), *, record_only: bool = False
) -> Found:
    seal = json.loads(sealed)
    fact, edition = seal["fact"], seal["edition"]
    manifest = {name: sha for name, sha in fact["manifest"][edition].items() if name in files or not record_only}
    faults = (*_seal(seal, sealed, head), *_differences(files, manifest), *_record(files, fact, edition), *more)
    return Found(
        faults=faults,
        quarter=fact["quarter"],
        edition=edition,
        sha256=fact["sha256"],
        head=seal["hash"],
        position=fact["position"],
        anchored=bool(head) and not faults,
        files=tuple(sorted(files)),
    )


def _seal(seal: Mapping[str, Any], written: bytes, head: str) -> Iterator[str]:
    """The link: whether it is one, seals a packet, and is the one that was kept elsewhere."""
    fact, previous = seal["fact"], seal["previous"]
    if seal["edition"] not in EDITIONS:
        yield _("It names no edition that there is.")
    if seal["hash"] != linked(previous, fact) or not _HASH.fullmatch(previous) or fact["kind"] != KIND:
        yield _("The seal's hash does not follow from what it seals.")
    if written != proof(seal["edition"], fact, previous):
        yield _("The seal is not in its canonical form.")
    if head and head.strip().lower() != seal["hash"]:
        yield _("The hash that was kept elsewhere is another one: this packet is not the one that was sealed.")


def _differences(files: Mapping[str, Opener], manifest: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(manifest.keys() | files.keys()):
        if name not in files:
            yield _("%(name)s is missing.") % {"name": name}
        elif name not in manifest:
            yield _("%(name)s does not belong here.") % {"name": name}
        elif _hash(files[name]) != manifest[name]:
            yield _("%(name)s was changed.") % {"name": name}


def _hash(opener: Opener) -> str:
    found = sha256()
    with opener() as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


def _record(files: Mapping[str, Opener], fact: Mapping[str, Any], edition: str) -> Iterator[str]:
    """The record is the packet of that quarter, as-of and hash, written canonically."""
    (name,) = [one for one in files if one.endswith(".json")]
    with files[name]() as file:
        data = parse(json.load(file))
    if not _canonical(files[name], data):
        yield _("The record is not in its canonical form.")
    if edition == "full" and _hash(files[name]) != fact["sha256"]:
        yield _("The record is not the one that two officers sealed.")
    if data.quarter != fact["quarter"]:
        yield _("The record is of another quarter than the seal.")


def _canonical(opener: Opener, data: PacketData) -> bool:
    with opener() as file:
        return all(file.read(len(piece)) == piece for piece in pieces(data)) and not file.read(1)
