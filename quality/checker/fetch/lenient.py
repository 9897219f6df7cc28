"""A second reader for answers that libcurl will not parse and browsers do: headers without a colon, `HTTP/1.2`, a blank
line in front, `Content-Length: unknown`, `Length : 9`. Plain HTTP/1, one request, then the connection is closed.
"""

import asyncio
import contextlib
import re
import ssl
from collections.abc import Sequence

from quality.checker import guard
from quality.checker.fetch.hop import Answer, Hop
from quality.checker.options import Options

_STATUS = re.compile(rb"\s{0,64}(?:HTTP|ICY)\S*\s+(\d{3})", re.I)
_SPACED = re.compile(rb"^([\w-]+)[ \t]+:")
_LONGEST_LINE = 64 * 1024
_MOST_LINES = 300
_PIECE = 64 * 1024


class _Unreadable(Exception):
    """Not HTTP after all."""


async def perform(
    hop: Hop, addresses: Sequence[str], headers: list[str], seconds: float, options: Options, trusted: str
) -> Answer:
    """The same hop once more, read with patience; addresses as the guard passed them."""
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await _connect(hop, addresses[0], options, trusted)
            try:
                return await _exchange(hop, reader, writer, headers, options.limits.idle)
            finally:
                writer.close()
    except TimeoutError:
        return hop.finish("timeout", "")
    except (_Unreadable, asyncio.IncompleteReadError, ValueError):
        return hop.finish("server_error", "not HTTP")
    except OSError as error:
        return hop.finish("reset", str(error))


async def _connect(
    hop: Hop, address: str, options: Options, trusted: str
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if not (options.allow_private or guard.is_public(address)):
        raise _Unreadable
    loop, port = asyncio.get_running_loop(), hop.address.port
    wire = options.dial(address, port)
    wire.setblocking(False)
    with contextlib.suppress(OSError):  # a test's own dial gives a connected one
        wire.getpeername()
        port = 0
    if port:
        await asyncio.wait_for(loop.sock_connect(wire, (address, port)), options.limits.connect)
    secure = ssl.create_default_context(cafile=trusted) if hop.address.scheme == "https" else None
    name = hop.address.host if secure else None
    return await asyncio.open_connection(sock=wire, ssl=secure, server_hostname=name, limit=_LONGEST_LINE)


async def _exchange(
    hop: Hop, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: list[str], idle: float
) -> Answer:
    place = hop.address.origin.partition("://")[2]
    lines = [f"GET {hop.address.target} HTTP/1.1", f"Host: {place}", *headers, "Connection: close", "", ""]
    writer.write("\r\n".join(lines).encode("latin-1", "replace"))
    if not await _head(hop, reader, idle):
        await _body(hop, reader, idle)
    return hop.finish("", "")


async def _head(hop: Hop, reader: asyncio.StreamReader, idle: float) -> bool:
    """Hand the header lines over, mended; whether the hop wants no more."""
    for number in range(_MOST_LINES):
        line = await asyncio.wait_for(reader.readline(), idle)
        if not line or (number == 2 and hop.answer.status is None):
            raise _Unreadable
        match = _STATUS.match(line)
        if match and (hop.answer.status or 0) < 200:
            hop.on_header(b"HTTP/1.1 " + match[1] + b"\r\n")
        elif not line.strip():
            if (hop.answer.status or 0) >= 200:
                _unpack_on_the_way(hop)
                return hop.on_header(b"\r\n") is not None
        elif b":" in line:
            hop.on_header(_SPACED.sub(rb"\1:", line))
    raise _Unreadable


def _unpack_on_the_way(hop: Hop) -> None:
    """What was packed for the transfer is unpacked like what was packed for good; `identity` says nothing at all."""
    names = hop.answer.headers.get("transfer-encoding", "").lower().replace(" ", "").split(",")
    packings = [name for name in names if name in {"gzip", "x-gzip", "deflate"}]
    if packings:
        hop.on_header(b"Content-Encoding: " + ",".join(packings).encode() + b"\r\n")
    if names == ["identity"]:
        hop.on_header(b"Transfer-Encoding: \r\n")


async def _body(hop: Hop, reader: asyncio.StreamReader, idle: float) -> None:
    headers = hop.answer.headers
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return await _chunks(hop, reader, idle)
    length = re.fullmatch(r"\+?(\d{1,18})", headers.get("content-length", "").strip())
    left = int(length[1]) if length else None
    while left is None or left > 0:
        piece = await asyncio.wait_for(reader.read(_PIECE if left is None else min(_PIECE, left)), idle)
        if not piece:
            break
        left = None if left is None else left - len(piece)
        if hop.on_body(piece) is not None:
            return None
    return None


async def _chunks(hop: Hop, reader: asyncio.StreamReader, idle: float) -> None:
    while size := int((await asyncio.wait_for(reader.readline(), idle)).split(b";")[0].strip(), 16):
        while size > 0:
            piece = await asyncio.wait_for(reader.read(min(_PIECE, size)), idle)
            if not piece:
                raise ConnectionResetError("chunk")
            size -= len(piece)
            if hop.on_body(piece) is not None:
                return
        await asyncio.wait_for(reader.readline(), idle)
