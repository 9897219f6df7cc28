"""A sealed packet as one file that proves itself: every file, and the link of the chain that holds their hashes.

The bundle is a zip whose bytes follow from its contents, nothing compressed, so that every other byte shows.
`seal.json` (RFC 8785) holds the fact that sealed the packet, the hash before it and its own:
SHA-256(previous hash ‖ RFC 8785 JSON of the fact), the chain's own rule (domain.md, Facts and as-of).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from typing import IO, Any, BinaryIO

import rfc8785

from reports.packet.zipped import Entry, zipped

SEAL = "seal.json"
EDITIONS = ("full", "public")
Opener = Callable[[], IO[bytes]]
"""Opens a file anew: a packet is never held whole."""
PIECE = 1 << 20
WRITTEN = datetime(1980, 1, 1, tzinfo=UTC)
"""What a zip calls no date."""


def linked(previous: str, fact: Mapping[str, Any]) -> str:
    """The hash of a link of the chain."""
    return sha256(previous.encode() + rfc8785.dumps(dict(fact))).hexdigest()


def proof(edition: str, fact: Mapping[str, Any], previous: str) -> bytes:
    """`seal.json`. The fact is as the chain hashes it: every value text, bool, null, list or object."""
    return rfc8785.dumps({"edition": edition, "fact": dict(fact), "previous": previous, "hash": linked(previous, fact)})


def bundle(seal: bytes, files: Mapping[str, Opener], out: BinaryIO) -> None:
    """Write the zip: `seal.json`, then the files by name, each read piece by piece. `out` can seek."""
    named = (Entry(name, _pieces(files[name]), stored=True) for name in sorted(files))
    zipped(chain([Entry(SEAL, seal, stored=True)], named), WRITTEN, out)


def _pieces(opener: Opener) -> Iterator[bytes]:
    with opener() as file:
        while piece := file.read(PIECE):
            yield piece
