"""One request and its answer, as libcurl hands it over: header lines, then chunks, then a code."""

import re
from dataclasses import dataclass, field

from quality.checker.address import Address
from quality.checker.fetch import decode
from quality.checker.fetch.spool import Overflow, Spool
from quality.checker.types import Limits

DRAINED = 64 * 1024
"""An error page of up to this size is read and thrown away: cheaper than a new connection."""
_STATUS = re.compile(rb"\S+\s+(\d{3})")
_RANGE = re.compile(r"bytes\s+(\d{1,18})-(\d{1,18})/(?:(\d{1,18})|\*)", re.I)
UNREADABLE = "unreadable"
"""libcurl cannot read it as browsers do: a more patient reader is asked before the server is blamed."""
_BLANKS = {b" ", b"\t"}
_FRAMING = {"content-length", "transfer-encoding"}
_REDIRECTS = {300, 301, 302, 303, 307, 308}


@dataclass(slots=True)
class Answer:
    """What one hop came to. `reason` is empty for a whole answer, else a reason of quality.md."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    location: bytes = b""
    reason: str = ""
    detail: str = ""


class Hop:
    """The callbacks of one transfer. A redirect's body, and that of a page of errors, is never kept."""

    def __init__(self, address: Address, spool: Spool, limits: Limits) -> None:
        self.address = address
        self.spool = spool
        self.answer = Answer()
        self.heard = True
        """Whether anything came since somebody last asked."""
        self.refused_dial = ""
        self._limits = limits
        self._in_body = False
        self._wanted = False
        self._drained = 0
        self._feed = spool.feed_plain
        self._last_name = ""
        self._is_spaced = False
        """Whether a blank before the colon hides the body's length from libcurl."""

    def on_header(self, line: bytes) -> int | None:
        """A header line; -1 ends the transfer. A new status line (100, 103) starts over; trailers are read over."""
        self.heard = True
        if self._in_body:
            return None
        if line.startswith((b"HTTP/", b"http/")):
            self._start(line)
        elif line.strip():
            self._add(line)
        elif (self.answer.status or 0) >= 200:
            return self._end_of_headers()
        return None

    def _start(self, line: bytes) -> None:
        number = _STATUS.match(line)
        self.answer.status = int(number[1]) if number else None
        self.answer.headers.clear()
        self._is_spaced = False
        self.answer.location = b""

    def _add(self, line: bytes) -> None:
        name, colon, value = line.partition(b":")
        if line[:1] in b" \t" and self._last_name:
            self.answer.headers[self._last_name] += " " + _text(line)
        elif colon:
            self._last_name = name.strip().decode("latin-1").lower()
            self._is_spaced |= name[-1:] in _BLANKS and self._last_name in _FRAMING
            self.answer.headers[self._last_name] = _text(value)
            if self._last_name == "location":
                self.answer.location = value.strip()

    def _end_of_headers(self) -> int | None:
        self._in_body = True
        length = self.answer.headers.get("content-length", "")
        size = int(length[:18]) if length.isascii() and length.isdigit() else None
        if self.answer.status in _REDIRECTS and self.answer.location:
            return None if size == 0 else self._stop("")
        said = self.answer.headers.get("transfer-encoding", "").lower()
        if (size and said == "identity") or self._is_spaced:
            return self._stop(UNREADABLE)  # libcurl would wait for the connection's end
        self._wanted = (self.answer.status or 0) < 400
        if self._wanted and size is not None and size > self._limits.received:
            return self._stop("too_large")
        self.spool.decoder = decode.decoder(
            self.answer.headers.get("content-encoding", ""),
            self.answer.headers.get("content-type", ""),
            self.address.path,
        )
        if not isinstance(self.spool.decoder, decode.Plain):
            self._feed = self.spool.feed
        return None

    def on_body(self, chunk: bytes) -> int | None:
        """A piece of the body; -1 ends the transfer."""
        self.heard = True
        if not self._wanted:
            self._drained += len(chunk)
            return None if self._drained <= DRAINED else self._stop("")
        try:
            self._feed(chunk)
        except Overflow as error:
            return self._stop(error.reason)
        except decode.ERRORS as error:
            return self._stop("too_large" if decode.wants_memory(error) else "truncated", "content-encoding")
        except OSError as error:
            return self._stop("checker_fault", str(error))
        return None

    @property
    def ends_with_connection(self) -> bool:
        """Whether the close of the connection is the only end that this body has."""
        headers = self.answer.headers
        return self._in_body and "content-length" not in headers and "transfer-encoding" not in headers

    @property
    def is_chunked(self) -> bool:
        """Whether its end is a chunk of nothing, which some servers send without the blank line behind it."""
        return "chunked" in self.answer.headers.get("transfer-encoding", "").lower()

    stopped = False

    def _stop(self, reason: str, detail: str = "") -> int:
        """End the transfer on purpose; an empty reason: all that was wanted is here."""
        self.stopped = True
        self.answer.reason, self.answer.detail = reason, detail
        return -1

    def finish(self, reason: str, detail: str) -> Answer:
        """The answer, once libcurl is done; what was stopped on purpose keeps its own reason."""
        if self.stopped:
            return self.answer
        if reason == "truncated" and self._is_whole_by_itself():
            reason, detail = "", "content-length"
        if not reason and self._wanted and self.spool.received and not self.spool.decoder.finished:
            reason, detail = "truncated", "content-encoding"
        if not reason and self.answer.status == 206 and self._is_a_part():
            reason, detail = "truncated", self.answer.headers["content-range"]
        self.answer.reason, self.answer.detail = reason, detail
        return self.answer

    def _is_whole_by_itself(self) -> bool:
        """Whether a packed body came to its own end, and the length that was stated is that of the bytes unpacked."""
        stated, spool = self.answer.headers.get("content-length", ""), self.spool
        return stated == str(spool.size) and spool.size != spool.received and spool.decoder.finished

    def _is_a_part(self) -> bool:
        """Whether only a piece of the file came, though all of it was asked for."""
        found = _RANGE.match(self.answer.headers.get("content-range", ""))
        return found is not None and (int(found[1]) > 0 or int(found[2]) + 1 < int(found[3] or 0))


def _text(value: bytes) -> str:
    """Header text: UTF-8 where it is, else byte for byte."""
    try:
        return value.strip().decode("utf-8")
    except UnicodeDecodeError:
        return value.strip().decode("latin-1")
