"""A loopback server of bad manners: raw sockets, so that every byte of an answer is the behaviour's own choice."""

import contextlib
import itertools
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CSV = "名稱,電話,日期\n甲,02-1,1130430\n乙,02-2,1130501\n".encode()
JSON = '[{"name": "甲", "n": 1}, {"name": "乙", "n": 2}]'.encode()
PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
_STATUS = {
    200: "OK",
    206: "Partial Content",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    404: "Not Found",
}


def page(title: str, body: str = "") -> bytes:
    return PAGE.format(title=title, body=body).encode()


@dataclass
class Request:
    """One request, and the means to answer it in any way."""

    wire: socket.socket
    method: str
    target: str
    headers: dict[str, str]
    turn: int
    """How many requests for this path came before."""
    server: "Server"

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def raw(self, *pieces: bytes, pause: float = 0) -> None:
        for piece in pieces:
            self.wire.sendall(piece)
            if pause:
                time.sleep(pause)

    def answer(self, status: int = 200, body: bytes = b"", **headers: str | None) -> None:
        """A well-behaved answer, but for what is said otherwise; `name=None` leaves a usual header out."""
        lines: dict[str, str | None] = {"Content-Length": str(len(body)), "Content-Type": "text/csv"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
        self.raw(f"HTTP/1.1 {status} {_STATUS.get(status, 'Status')}\r\n{head}\r\n".encode() + body)

    def redirect(self, where: str | bytes, status: int = 302, body: bytes = b"", **headers: str) -> None:
        where = where if isinstance(where, bytes) else where.encode()
        extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()).encode()
        start = f"HTTP/1.1 {status} Moved\r\nContent-Length: {len(body)}\r\n".encode()
        self.raw(start + b"Location: " + where + b"\r\n" + extra + b"\r\n" + body)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.wire.shutdown(socket.SHUT_RDWR)
        self.wire.close()

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wire.close()


Handler = Callable[[Request], None]


@dataclass
class Server:
    """Serves `handlers` by the first part of the path, one thread a connection; counts what came."""

    handlers: dict[str, Handler]
    family: socket.AddressFamily = socket.AF_INET
    context: ssl.SSLContext | None = None
    host: str = ""
    seen: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)
    others: dict[str, "Server"] = field(default_factory=dict)
    """Servers that this one redirects to."""

    def __post_init__(self) -> None:
        self.host = self.host or ("::1" if self.family == socket.AF_INET6 else "127.0.0.1")
        self._listener = socket.socket(self.family, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((self.host, 0))
        self._listener.listen(1024)
        self.port = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self.busy = self.peak = 0

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.context else ''}://{host}:{self.port}"

    def __enter__(self) -> "Server":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            for _ in itertools.count():
                wire, _ = self._listener.accept()
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.context:
                wire = self.context.wrap_socket(wire, server_side=True)
            for method, target, headers in _requests(wire):
                self._answer(Request(wire, method, target, headers, self._count(target), self))
        with contextlib.suppress(OSError):
            wire.close()

    def _count(self, target: str) -> int:
        path = target.partition("?")[0]
        with self._lock:
            self.seen[path] += 1
            return self.seen[path] - 1

    def _answer(self, request: Request) -> None:
        with self._lock:
            self.busy += 1
            self.peak = max(self.peak, self.busy)
        self.agents.add(request.headers.get("user-agent", ""))
        try:
            name = request.path.strip("/").partition("/")[0].partition(".")[0]
            self.handlers.get(name, _missing)(request)
        finally:
            with self._lock:
                self.busy -= 1


def _missing(request: Request) -> None:
    request.answer(404, page("404 Not Found"), Content_Type="text/html")


def _requests(wire: socket.socket) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The requests of a connection, one after another."""
    buffered = b""
    while True:
        while b"\r\n\r\n" not in buffered:
            piece = wire.recv(65536)
            if not piece:
                return
            buffered += piece
        head, _, buffered = buffered.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        yield (
            method,
            target,
            {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)},
        )
