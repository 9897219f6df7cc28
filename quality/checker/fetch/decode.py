"""Content-Encoding undone as the bytes come, never more at a time than asked for: a bomb is met piece by piece."""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli
from backports import zstd

PIECE = 1024**2
_GZIP_TYPES = {"application/gzip", "application/x-gzip", "application/x-tgz", "application/x-gtar"}


class Decoder(Protocol):
    """`feed` gives the decoded pieces of a chunk; `finished` says whether the stream came to its own end."""

    @property
    def finished(self) -> bool: ...

    def feed(self, chunk: bytes) -> Iterator[bytes]: ...


class Plain:
    """The bytes as they are."""

    finished = True

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class Zlib:
    """gzip and deflate, with or without their wrapping, members one after another."""

    def __init__(self) -> None:
        self.finished = False
        self._inner: zlib._Decompress | None = None
        self._plain = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if self._inner is None:
            self._inner = self._start(chunk)
        if self._plain or self._inner is None:
            yield chunk
            return
        while chunk and not self.finished:
            yield self._inner.decompress(chunk, PIECE)
            chunk = self._inner.unconsumed_tail
            while not chunk and not self._inner.eof and (more := self._inner.decompress(b"", PIECE)):
                yield more
            if self._inner.eof:
                chunk = self._next_member(self._inner.unused_data)

    def _start(self, chunk: bytes) -> "zlib._Decompress | None":
        """By the first byte: some servers say gzip and send none, some send deflate without its wrapping."""
        if chunk[:1] == b"\x1f":
            return zlib.decompressobj(47)
        if chunk[:1] in {b"\x78", b"\x58", b"\x38", b"\x18", b"\x08"}:
            return zlib.decompressobj(15)
        self.finished = self._plain = True
        return None

    def _next_member(self, rest: bytes) -> bytes:
        self.finished = not rest.startswith(b"\x1f")
        if not self.finished:
            self._inner = zlib.decompressobj(47)
        return rest


class RawDeflate(Zlib):
    """`Content-Encoding: deflate`, which half of the servers take to mean no wrapping."""

    def _start(self, chunk: bytes) -> "zlib._Decompress | None":
        wrapped = chunk[:1] == b"\x1f" or (
            len(chunk) > 1 and int.from_bytes(chunk[:2]) % 31 == 0 and chunk[0] & 15 == 8
        )
        return zlib.decompressobj(47 if wrapped else -15)


class Brotli:
    """Not asked for, sent by some all the same."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def finished(self) -> bool:
        return bool(self._inner.is_finished())

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield self._inner.process(chunk, output_buffer_limit=PIECE)
        while not self._inner.can_accept_more_data():
            yield self._inner.process(b"", output_buffer_limit=PIECE)


class Zstd:
    """Not asked for either."""

    def __init__(self) -> None:
        self._inner = zstd.ZstdDecompressor()

    @property
    def finished(self) -> bool:
        return bool(self._inner.eof)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield self._inner.decompress(chunk, PIECE)
        while not self._inner.needs_input and not self._inner.eof:
            yield self._inner.decompress(b"", PIECE)


ERRORS = (zlib.error, brotli.error, zstd.ZstdError, EOFError)


def decoder(encoding: str, content_type: str, path: str) -> Decoder:
    """The decoder for a Content-Encoding header.

    A .gz file that a server labels gzip a second time is what was asked for: it stays as it is, as in browsers.
    """
    names = [
        name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in {"", "identity", "none"}
    ]
    if len(names) != 1:
        return Plain()
    if names[0] in {"gzip", "x-gzip"}:
        packed = (
            path.lower().endswith((".gz", ".tgz")) and content_type.partition(";")[0].strip().lower() in _GZIP_TYPES
        )
        return Plain() if packed else Zlib()
    made: dict[str, Callable[[], Decoder]] = {"deflate": RawDeflate, "br": Brotli, "zstd": Zstd}
    return made.get(names[0], Plain)()
