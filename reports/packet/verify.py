"""Whether a sealed packet is what was sealed: offline, from the file alone, and from a hash that was kept elsewhere.

Without such a hash a file can prove no more than that it agrees with itself: who changes everything can compute every
hash in it anew. The result says which of the two was shown.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext as _

from reports.packet.bundle import EDITIONS, SEAL, bundle, linked, proof
from reports.packet.canonical import canonical, parse

LIMIT = 1 << 30
"""Bytes that a bundle may hold."""
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


def verify(content: bytes, head: str = "") -> Found:
    """Check a bundle. Whatever the bytes are, the answer is a `Found`, never an exception."""
    return _safely(lambda: _bundle(content, head))


def verify_record(record: bytes, name: str, seal: bytes, head: str = "") -> Found:
    """Check the record alone, by the name it has in the bundle, against the bundle's `seal.json`. Never raises."""
    return _safely(lambda: _found(seal, {name: record}, head, record_only=True))


def _safely(check: Callable[[], Found]) -> Found:
    try:
        return check()
    except Exception as error:  # damage takes every form there is
        return Found((_("It cannot be read as a sealed packet: %(error)s") % {"error": f"{error!r:.200}"},))


def _bundle(content: bytes, head: str) -> Found:
    files = _unzipped(content)
    seal = files.pop(SEAL)
    around = () if content == bundle(seal, files) else (_("Bytes around the files are not as they were written."),)
    return _found(seal, files, head, around)


def _unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        if sum(one.file_size for one in archive.infolist()) > LIMIT:
            raise ValueError("too large")
        return {one.filename: archive.read(one) for one in archive.infolist()}


def _found(
    sealed: bytes, files: Mapping[str, bytes], head: str, more: tuple[str, ...] = (), *, record_only: bool = False
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


def _differences(files: Mapping[str, bytes], manifest: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(manifest.keys() | files.keys()):
        if name not in files:
            yield _("%(name)s is missing.") % {"name": name}
        elif name not in manifest:
            yield _("%(name)s does not belong here.") % {"name": name}
        elif sha256(files[name]).hexdigest() != manifest[name]:
            yield _("%(name)s was changed.") % {"name": name}


def _record(files: Mapping[str, bytes], fact: Mapping[str, Any], edition: str) -> Iterator[str]:
    """The record is the packet of that quarter, as-of and hash, written canonically."""
    (name,) = [one for one in files if one.endswith(".json")]
    data = parse(json.loads(files[name]))
    if canonical(data) != files[name]:
        yield _("The record is not in its canonical form.")
    if edition == "full" and sha256(files[name]).hexdigest() != fact["sha256"]:
        yield _("The record is not the one that two officers sealed.")
    if data.quarter != fact["quarter"]:
        yield _("The record is of another quarter than the seal.")
