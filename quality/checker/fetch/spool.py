"""A body on its way to disk: hashed and counted as it comes, held in memory while it is small."""

import contextlib
import hashlib
import os
from pathlib import Path

from quality.checker.fetch.decode import Decoder, Plain
from quality.checker.types import Limits

HELD = 256 * 1024
PIECES = 64
"""A body that comes in crumbs is held as one piece: each has its own cost in memory."""
SMALL_BOMB = 16 * 1024**2
"""Below this much a ratio proves nothing: a page of blanks is no bomb."""
SPARE, KEPT = 16, 64 * 1024**2
"""Used files that are kept for the next bodies, and the most bytes in one of them."""


class Overflow(Exception):
    """A bound was met; the reason is `too_large` or `bomb`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Scratch:
    """Files for bodies. One that was used is written over: its pages are there already, a third of a new one's work."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._spare: list[Path] = []
        self._made = 0

    def take(self) -> Path:
        if self._spare:
            return self._spare.pop()
        self._made += 1
        return Path(self._folder, str(self._made))

    def give_back(self, path: Path) -> None:
        """Nobody reads it any more."""
        with contextlib.suppress(FileNotFoundError):  # a cleaner of temporary files went by
            if len(self._spare) < SPARE and path.stat().st_size <= KEPT:
                self._spare.append(path)
            else:
                path.unlink()


class Spool:
    """Feed it raw chunks. `received` counts bytes of the network, `size` decoded ones."""

    def __init__(self, scratch: Scratch, limits: Limits) -> None:
        self._scratch = scratch
        self._path: Path | None = None
        self.decoder: Decoder = Plain()
        self.received = 0
        self.size = 0
        self._limits = limits
        self._most = min(limits.received, limits.decompressed)
        self._hash = hashlib.sha256()
        self._held: list[bytes] = []
        self._written = 0
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
        self._hold(chunk)

    def _take(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._limits.decompressed:
            raise Overflow("bomb")
        if self.size > SMALL_BOMB and self.size > self.received * self._limits.ratio:
            raise Overflow("bomb")
        self._hold(piece)

    def _hold(self, piece: bytes) -> None:
        self._held.append(piece)
        if self.size - self._written > HELD:
            self._flush()
        elif len(self._held) > PIECES:
            self._held = [b"".join(self._held)]

    def _flush(self) -> None:
        if self._fd is None:
            path = self._scratch.take()
            self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._path = path
        for piece in self._held:
            self._hash.update(piece)
        taken = os.writev(self._fd, self._held)
        rest = b"".join(self._held)[taken:] if taken < self.size - self._written else b""
        while rest:  # the disk took a part; the next write says why
            rest = rest[os.write(self._fd, rest) :]
        self._written, self._held = self.size, []

    def finish(self) -> tuple[Path | bytes, str]:
        """The bytes, or the file where they were too many to hold; the SHA-256 in hex. Raises OSError."""
        if self._fd is None:
            body = b"".join(self._held)
            return body, hashlib.sha256(body).hexdigest()
        try:
            self._flush()
            os.ftruncate(self._fd, self.size)  # what an earlier body left behind this one's end
        except OSError:
            self.discard()
            raise
        self._close()
        assert self._path
        return self._path, self._hash.hexdigest()

    def forget(self) -> bool:
        """Begin anew, where all of it is still in memory; else False."""
        if self._fd is not None:
            return False
        self._held, self.received, self.size = [], 0, 0
        return True

    def discard(self) -> None:
        """Nothing of it is wanted."""
        self._held = []
        self._close()
        if self._path:
            self._scratch.give_back(self._path)
            self._path = None

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
