"""Whether a sealed packet is what was sealed: offline, from the file alone, and from a hash that was kept elsewhere.

Without such a hash a file can prove no more than that it agrees with itself: who changes everything can compute every
hash in it anew. The result says which of the two was shown.
"""

import json
from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Found:
    """`faults` are sentences, none where all is well; `head` is the link's hash, `anchored`: it was compared."""

    faults: tuple[str, ...]
    quarter: str = ""
    edition: str = ""
    sha256: str = ""
    head: str = ""
    position: str = ""
    anchored: bool = False


def verify(content: bytes, head: str = "") -> Found:
    """Check a bundle. Whatever the bytes are, the answer is a `Found`, never an exception."""
    try:
        files = _unzipped(content)
        seal = json.loads(files.pop(SEAL))
        faults = tuple(_faults(content, files, seal, head))
        fact, edition = seal["fact"], seal["edition"]
        return Found(
            faults, fact["quarter"], edition, fact["sha256"], seal["hash"], fact["position"], bool(head) and not faults
        )
    except Exception as error:  # damage takes every form there is
        return Found((_("It cannot be read as a sealed packet: %(error)s") % {"error": f"{error!r:.200}"},))


def _unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        if sum(one.file_size for one in archive.infolist()) > LIMIT:
            raise ValueError("too large")
        return {one.filename: archive.read(one) for one in archive.infolist()}


def _faults(content: bytes, files: Mapping[str, bytes], seal: Mapping[str, Any], head: str) -> Iterator[str]:
    fact, edition, previous = seal["fact"], seal["edition"], seal["previous"]
    if edition not in EDITIONS:
        yield _("It names no edition that there is.")
    if seal["hash"] != linked(previous, fact):
        yield _("The seal's hash does not follow from what it seals.")
    if head and head.strip().lower() != seal["hash"]:
        yield _("The hash that was kept elsewhere is another one: this packet is not the one that was sealed.")
    yield from _differences(files, fact["manifest"][edition])
    yield from _record(files, fact, edition)
    if content != bundle(proof(edition, fact, previous), files):
        yield _("Bytes around the files are not as they were written.")


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
