"""Content-Encoding undone as the bytes come, never more at a time than asked for: a bomb is met piece by piece."""

import re
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli
from backports import zstd

PIECE = 1024**2
MOST = 3
"""Packings over each other that are undone; more are an attack."""
_ZSTD = b"\x28\xb5\x2f\xfd"
_NARROW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 25}
"""32 MB of memory for one answer; browsers give 8 MB."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_GZIP_TYPES = {"application/gzip", "application/x-gzip", "application/x-tgz", "application/x-gtar"}


class Decoder(Protocol):
    """`feed` gives the decoded pieces of a chunk; `finished` says whether the stream came to its own end, `remark` what
    was odd about it all the same."""

    @property
    def finished(self) -> bool: ...

    @property
    def remark(self) -> str: ...

    def feed(self, chunk: bytes) -> Iterator[bytes]: ...


class Plain:
    """The bytes as they are."""

    finished = True
    remark = ""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class Zlib:
    """gzip and deflate, with or without their wrapping, members one after another."""

    remark = ""

    def __init__(self) -> None:
        self._done = False
        self._inner: zlib._Decompress | None = None
        self._plain = False

    @property
    def finished(self) -> bool:
        """Whether all came; the sum at the end may be missing, as browsers never ask for it."""
        return self._done or (self._inner is not None and _awaits_sum(self._inner))

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if self._inner is None:
            self._inner = self._start(chunk)
        if self._plain or self._inner is None:
            yield chunk
            return
        while chunk and not self._done:
            yield self._inflate(chunk)
            if self._done:
                return
            chunk = self._inner.unconsumed_tail
            while not chunk and not self._inner.eof and (more := self._inner.decompress(b"", PIECE)):
                yield more
            if self._inner.eof:
                chunk = self._next_member(self._inner.unused_data)

    def _inflate(self, chunk: bytes) -> bytes:
        """The next piece; of a stream with a wrong sum at its end all there is, as in browsers."""
        assert self._inner
        before = self._inner.copy()
        try:
            return self._inner.decompress(chunk, PIECE)
        except zlib.error as error:
            if not _is_of_sum(error):
                raise
        self._inner, self._done, self.remark = before, True, "wrong checksum"
        return b"".join(_until_sum(before, chunk))

    def _start(self, chunk: bytes) -> "zlib._Decompress | None":
        """By the first byte: some servers say gzip and send none, some send deflate without its wrapping."""
        if chunk[:1] == b"\x1f":
            return zlib.decompressobj(47)
        if chunk[:1] in {b"\x78", b"\x58", b"\x38", b"\x18", b"\x08"}:
            return zlib.decompressobj(15)
        self._done = self._plain = True
        return None

    def _next_member(self, rest: bytes) -> bytes:
        self._done = not rest.startswith(b"\x1f\x8b")
        if not self._done:
            self._inner = zlib.decompressobj(47)
        return rest


def _is_of_sum(error: zlib.error) -> bool:
    return "data check" in str(error) or "length check" in str(error)


def _until_sum(inner: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """What a chunk unpacks to before the sum in it, byte for byte: the reader gives nothing where it finds it wrong."""
    for place in range(len(chunk)):
        try:
            yield inner.decompress(chunk[place : place + 1], PIECE)
        except zlib.error:
            return


def _awaits_sum(inner: "zlib._Decompress") -> bool:
    """Whether nothing but the sum is still to come: then any other eight bytes are a wrong one, whatever they are."""
    for wrong in (bytes(8), b"\xff" * 8):
        try:
            inner.copy().decompress(wrong, PIECE)
        except zlib.error as error:
            if _is_of_sum(error):
                continue
        return False
    return True


class RawDeflate(Zlib):
    """`Content-Encoding: deflate`, which half of the servers take to mean no wrapping."""

    def _start(self, chunk: bytes) -> "zlib._Decompress | None":
        wrapped = chunk[:1] == b"\x1f" or (
            len(chunk) > 1 and int.from_bytes(chunk[:2]) % 31 == 0 and chunk[0] & 15 == 8
        )
        return zlib.decompressobj(47 if wrapped else -15)


class Brotli:
    """Not asked for, sent by some all the same. What stands behind its end is read over, as in browsers.

    The library fails on a chunk that reaches beyond the end, and gives nothing of it: the beginning is kept to find
    that end byte by byte.
    """

    remark = ""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._fed = bytearray()

    @property
    def finished(self) -> bool:
        return bool(self._inner.is_finished())

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if self.finished:
            return
        try:
            yield from self._process(chunk)
        except brotli.error:
            if len(self._fed) > PIECE:
                raise
            yield from self._until_end(chunk)
        if len(self._fed) <= PIECE:
            self._fed += chunk

    def _process(self, chunk: bytes) -> Iterator[bytes]:
        yield self._inner.process(chunk, output_buffer_limit=PIECE)
        while not self._inner.can_accept_more_data():
            yield self._inner.process(b"", output_buffer_limit=PIECE)

    def _until_end(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk unpacks to before the end in it; the error again where there is none."""
        self._inner = brotli.Decompressor()
        for _ in self._process(bytes(self._fed)):
            pass
        for place in range(len(chunk)):
            yield from self._process(chunk[place : place + 1])
            if self.finished:
                return


class Zstd:
    """Not asked for either."""

    remark = ""

    def __init__(self) -> None:
        self._inner = zstd.ZstdDecompressor(options=_NARROW)

    @property
    def finished(self) -> bool:
        return bool(self._inner.eof)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            yield self._inner.decompress(chunk, PIECE)
            while not self._inner.needs_input and not self._inner.eof:
                yield self._inner.decompress(b"", PIECE)
            chunk = self._inner.unused_data
            if not self._inner.eof or not chunk.startswith(_ZSTD):
                return
            self._inner = zstd.ZstdDecompressor(options=_NARROW)


class Named:
    """The packing that was named; where it takes nothing of the bytes, the one that they show, or none at all."""

    def __init__(self, inner: Decoder) -> None:
        self._inner = inner
        self._fed: bytes | None = b""
        """What came before anything was unpacked."""

    @property
    def finished(self) -> bool:
        return self._inner.finished

    @property
    def remark(self) -> str:
        return self._inner.remark

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if self._fed is None:
            yield from self._inner.feed(chunk)
            return
        self._fed = self._fed + chunk if len(self._fed) < PIECE else None
        try:
            for piece in self._inner.feed(chunk):
                if piece:
                    self._fed = None
                    yield piece
        except ERRORS:
            other = _shown(self._fed)
            if other is None:
                raise
            fed, self._fed, self._inner = self._fed or b"", None, other
            yield from self._inner.feed(fed)


def _shown(data: bytes | None) -> Decoder | None:
    """The packing that bytes show by their signature; none for text and for files that say what they are."""
    if not data:
        return None
    if data.startswith(b"\x1f\x8b"):
        return Zlib()
    if data.startswith(_ZSTD):
        return Zstd()
    return Plain() if data.startswith((b"PK\x03\x04", b"%PDF-")) or not _CONTROLS.search(data) else None


class Chain:
    """One packing over another; what was applied last is undone first."""

    def __init__(self, outer: Decoder, inner: Decoder) -> None:
        self._outer, self._inner = outer, inner

    @property
    def finished(self) -> bool:
        return self._outer.finished and self._inner.finished

    @property
    def remark(self) -> str:
        return self._outer.remark or self._inner.remark

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        for piece in self._outer.feed(chunk):
            if piece:
                yield from self._inner.feed(piece)


ERRORS = (zlib.error, brotli.error, zstd.ZstdError, EOFError)


def wants_memory(error: Exception) -> bool:
    """Whether it may be unpacked, but not in the memory that one answer is given."""
    return isinstance(error, zstd.ZstdError) and "memory" in str(error)


def decoder(encoding: str, content_type: str, path: str) -> Decoder:
    """The decoder for a Content-Encoding header.

    A .gz file that a server labels gzip a second time is what was asked for: it stays as it is, as in browsers.
    """
    names = [
        name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in {"", "identity", "none"}
    ]
    if 1 < len(names) <= MOST:
        return Chain(decoder(names[-1], content_type, path), decoder(",".join(names[:-1]), content_type, path))
    if len(names) != 1:
        return Plain()
    if names[0] in {"gzip", "x-gzip"}:
        packed = (
            path.lower().endswith((".gz", ".tgz")) and content_type.partition(";")[0].strip().lower() in _GZIP_TYPES
        )
        return Plain() if packed else Zlib()
    made: dict[str, Callable[[], Decoder]] = {"deflate": RawDeflate, "br": Brotli, "zstd": Zstd}
    return Named(made[names[0]]()) if names[0] in made else Plain()
