"""The files of a sealed packet, edition by edition, and the bundle that proves them."""

import json
from pathlib import Path

from datasets.ledger import canonical
from datasets.models import JobState
from reports.models import PacketBuild, ReviewPacket
from reports.packet.bundle import bundle, proof
from reports.services.packets import folder_of, public_folder_of
from reports.services.seals import link_of


def folder(packet: ReviewPacket, edition: str) -> Path:
    """Where the files of an edition lie. Raises PacketBuild.DoesNotExist where the build is gone."""
    build = PacketBuild.objects.filter(request=packet.request_id, state=JobState.DONE).latest("pk")
    return folder_of(build) if edition == "full" else public_folder_of(build)


def bundle_name(packet: ReviewPacket, edition: str) -> str:
    corrigendum = f"-corrigendum-{packet.number}" if packet.number else ""
    return f"review-packet-{packet.quarter}{corrigendum}-{edition}.zip"


def files(packet: ReviewPacket, edition: str) -> dict[str, int]:
    """Size by name, of those that are on the disk."""
    place = folder(packet, edition)
    found = {name: place / name for name in packet.manifest[edition]}
    return {name: path.stat().st_size for name, path in found.items() if path.is_file()}


def bundled(packet: ReviewPacket, edition: str) -> bytes:
    """The zip that `verify_packet` checks, the same at every download. Raises OSError where a file is gone."""
    place = folder(packet, edition)
    previous, _own = link_of(packet)
    fact = json.loads(canonical(packet))
    return bundle(
        proof(edition, fact, previous), {name: (place / name).read_bytes() for name in packet.manifest[edition]}
    )
