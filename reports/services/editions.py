"""The files of a sealed packet, edition by edition, and the bundle that proves them."""

import json
from functools import partial
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from datasets.ledger import canonical
from reports.models import PacketBuild, ReviewPacket
from reports.packet.build import read_manifest
from reports.packet.bundle import bundle, proof
from reports.packet.canonical import parse
from reports.packet.data import PacketData
from reports.services.packets import folder_of, public_folder_of
from reports.services.seals import link_of


class Damaged(OSError):
    """The file on the disk is not the one that was sealed."""


def folder(packet: ReviewPacket, edition: str) -> Path:
    """Where the files of an edition lie: of the builds of the request the one that was sealed.

    Raises PacketBuild.DoesNotExist where there is none any more.
    """
    find = folder_of if edition == "full" else public_folder_of
    places = (find(build) for build in PacketBuild.objects.filter(request=packet.request_id).order_by("-pk"))
    for place in places:
        if read_manifest(place).get("files") == packet.manifest[edition]:
            return place
    raise PacketBuild.DoesNotExist


def bundle_name(packet: ReviewPacket, edition: str) -> str:
    corrigendum = f"-corrigendum-{packet.number}" if packet.number else ""
    return f"review-packet-{packet.quarter}{corrigendum}-{edition}.zip"


def files(packet: ReviewPacket, edition: str) -> dict[str, int]:
    """Size by name, of those that are on the disk."""
    try:
        place = folder(packet, edition)
    except PacketBuild.DoesNotExist:
        return {}
    found = {name: place / name for name in packet.manifest[edition]}
    return {name: path.stat().st_size for name, path in found.items() if path.is_file()}


def damaged(packet: ReviewPacket, edition: str) -> list[str]:
    """The files that are gone, or are other ones than were sealed."""
    return [name for name in packet.manifest[edition] if not _as_sealed(packet, edition, name)]


def _as_sealed(packet: ReviewPacket, edition: str, name: str) -> bool:
    try:
        opened(packet, edition, name).close()
    except (OSError, PacketBuild.DoesNotExist):
        return False
    return True


def recorded(packet: ReviewPacket, edition: str) -> PacketData:
    """The record of an edition. Raises OSError as `opened` does, and PacketBuild.DoesNotExist."""
    name = next((one for one in packet.manifest[edition] if one.endswith(".json")), "")
    return parse(json.loads(_bytes(packet, edition, name)))


def opened(packet: ReviewPacket, edition: str, name: str) -> BinaryIO:
    """The file as it was sealed. Raises OSError where it is gone, Damaged where it is another one."""
    file = (folder(packet, edition) / name).open("rb")
    if file_digest(file, "sha256").hexdigest() != packet.manifest[edition][name]:
        file.close()
        raise Damaged(f"{name} is not the file that was sealed")
    file.seek(0)
    return file


def bundled(packet: ReviewPacket, edition: str) -> BinaryIO:
    """The zip that `verify_packet` checks, the same at every download: a nameless file. Raises OSError as `opened`."""
    previous, _own = link_of(packet)
    fact = json.loads(canonical(packet))
    files = {name: partial(opened, packet, edition, name) for name in fact["manifest"][edition]}
    out = TemporaryFile()  # noqa: SIM115  # its reader closes it
    try:
        bundle(proof(edition, fact, previous), files, out)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _bytes(packet: ReviewPacket, edition: str, name: str) -> bytes:
    with opened(packet, edition, name) as file:
        return file.read()
