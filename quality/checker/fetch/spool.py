"""A body on its way to disk: hashed and counted as it comes, held in memory while it is small."""

import hashlib
import os
from pathlib import Path

from quality.checker.fetch.decode import Decoder, Plain
from quality.checker.types import Limits

HELD = 256 * 1024
SMALL_BOMB = 16 * 1024**2
"""Below this much a ratio proves nothing: a page of blanks is no bomb."""


class Overflow(Exception):
    """A bound was met; the reason is `too_large` or `bomb`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Spool:
    """Feed it raw chunks. `received` counts bytes of the network, `size` decoded ones."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self.decoder: Decoder = Plain()
        self.received = 0
        self.size = 0
        self._limits = limits
        self._most = min(limits.received, limits.decompressed)
        self._hash = hashlib.sha256()
        self._held = bytearray()
        self._fd: int | None = None

    def feed(self, chunk: bytes) -> None:
        """Raises Overflow, OSError (disk) or one of decode.ERRORS."""
        self.received += len(chunk)
        if self.received > self._limits.received:
            raise Overflow("too_large")
        for piece in self.decoder.feed(chunk):
            self._take(piece)

    def feed_plain(self, chunk: bytes) -> None:
        """The same for a body without Content-Encoding, which is nearly every large one: this is the hottest line."""
        self.received = self.size = self.size + len(chunk)
        if self.size > self._most:
            raise Overflow("too_large")
        self._held += chunk
        if len(self._held) > HELD:
            self._flush()

    def _take(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._limits.decompressed:
            raise Overflow("bomb")
        if self.size > SMALL_BOMB and self.size > self.received * self._limits.ratio:
            raise Overflow("bomb")
        self._held += piece
        if len(self._held) > HELD:
            self._flush()

    def _flush(self) -> None:
        self._hash.update(self._held)
        if self._fd is None:
            self._fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        view = memoryview(self._held)
        while view:
            view = view[os.write(self._fd, view) :]
        view.release()
        self._held = bytearray()

    def finish(self) -> tuple[Path | bytes, str]:
        """The bytes, or the file where they were too many to hold; the SHA-256 in hex. Raises OSError."""
        if self._fd is None:
            body = bytes(self._held)
            return body, hashlib.sha256(body).hexdigest()
        self._flush()
        self._close()
        return Path(self.path), self._hash.hexdigest()

    def forget(self) -> bool:
        """Begin anew, where all of it is still in memory; else False."""
        if self._fd is not None:
            return False
        self._held, self.received, self.size = bytearray(), 0, 0
        return True

    def discard(self) -> None:
        """Nothing of it is wanted."""
        self._held = bytearray()
        if self._fd is not None:
            self._close()
            Path(self.path).unlink(missing_ok=True)

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
