"""libcurl's multi interface on asyncio's epoll: thousands of transfers, one thread, no polling."""

import asyncio
import contextlib
import errno
import math
import os
import select
import socket
import time
from collections.abc import Sequence
from pathlib import Path

import pycurl

from quality.checker import guard
from quality.checker.address import Address, BadAddress
from quality.checker.fetch import lenient
from quality.checker.fetch.hop import UNREADABLE, Answer, Hop
from quality.checker.options import Options

_TLS = {35, 51, 53, 54, 58, 59, 60, 64, 66, 80, 82, 83, 90, 91, 98}
_REASONS = (
    dict.fromkeys(_TLS, "tls_error")
    | dict.fromkeys((16, 52, 55, 56, 92, 95), "reset")
    | {1: UNREADABLE, 3: "invalid_url", 6: "dns_failure", 8: UNREADABLE, 18: "truncated", 28: "timeout"}
    | {61: UNREADABLE, 100: "too_large"}
)
_ERRNO = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.EPIPE: "reset",
    errno.ETIMEDOUT: "timeout",
    errno.EHOSTUNREACH: "timeout",
    errno.ENETUNREACH: "checker_fault",
    errno.EADDRNOTAVAIL: "checker_fault",
    errno.EMFILE: "checker_fault",
}


class Curl:
    """`await perform(...)` runs one hop. To be made and used inside a running loop; `close` when done."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._loop = asyncio.get_running_loop()
        self._running: dict[pycurl.Curl, tuple[Hop, asyncio.Future[tuple[str, str]]]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._ready = select.epoll()
        self._loop.add_reader(self._ready.fileno(), self._act_on_sockets)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._on_socket)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._on_timer)
        self._multi.setopt(pycurl.M_MAXCONNECTS, max(100, min(options.concurrency, 4000)))
        self._watch = self._loop.create_task(self._end_the_silent())
        self._spare: list[pycurl.Curl] = []
        self._trusted = options.ca_bundle or trusted_certificates()

    async def close(self) -> None:
        self._watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._watch
        for easy in list(self._running):
            self._multi.remove_handle(easy)
        if self._timer:
            self._timer.cancel()
        self._multi.close()
        self._loop.remove_reader(self._ready.fileno())
        self._ready.close()

    def borrow(self) -> pycurl.Curl:
        """A handle for one check; its cookies live as long as the check."""
        return self._spare.pop() if self._spare else pycurl.Curl()

    def give_back(self, easy: pycurl.Curl) -> None:
        easy.setopt(pycurl.COOKIELIST, "ALL")
        self._spare.append(easy)

    async def perform(
        self, easy: pycurl.Curl, hop: Hop, addresses: Sequence[str], headers: list[str], seconds: float
    ) -> Answer:
        """One hop to the addresses that the guard passed, within so many seconds."""
        self._prepare(easy, hop, addresses, headers, seconds)
        done: asyncio.Future[tuple[str, str]] = self._loop.create_future()
        self._running[easy] = hop, done
        self._multi.add_handle(easy)
        try:
            reason, detail = await done
        finally:
            self._multi.remove_handle(easy)
            self._running.pop(easy, None)
        if UNREADABLE in (reason, hop.answer.reason) and not hop.spool.received:
            again = Hop(hop.address, hop.spool, self._options.limits)
            return await lenient.perform(again, addresses, headers, seconds, self._options, self._trusted)
        if reason == "truncated" and hop.is_chunked and hop.spool.forget():
            again = Hop(hop.address, hop.spool, self._options.limits)
            answer = await lenient.perform(again, addresses, headers, seconds, self._options, self._trusted)
            return answer if not answer.reason else Answer(hop.answer.status, hop.answer.headers, b"", reason, detail)
        return hop.finish("server_error" if reason == UNREADABLE else reason, detail)

    def _prepare(
        self, easy: pycurl.Curl, hop: Hop, addresses: Sequence[str], headers: list[str], seconds: float
    ) -> None:
        address, limits = hop.address, self._options.limits
        easy.reset()
        easy.setopt(pycurl.URL, address.url)
        easy.setopt(pycurl.HTTPHEADER, headers)
        easy.setopt(pycurl.COOKIEFILE, "")
        easy.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        easy.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        easy.setopt(pycurl.PATH_AS_IS, 1)
        easy.setopt(pycurl.NOSIGNAL, 1)
        easy.setopt(pycurl.PROXY, "")
        easy.setopt(pycurl.BUFFERSIZE, 128 * 1024)
        easy.setopt(pycurl.CONNECTTIMEOUT_MS, int(limits.connect * 1000))
        easy.setopt(pycurl.TIMEOUT_MS, max(1, int(seconds * 1000)))
        easy.setopt(pycurl.HEADERFUNCTION, hop.on_header)
        easy.setopt(pycurl.WRITEFUNCTION, hop.on_body)
        if address.scheme == "https":
            easy.setopt(pycurl.CAINFO, self._trusted)
        if not address.literal:
            easy.setopt(pycurl.RESOLVE, [f"{address.host}:{address.port}:{','.join(map(_bracketed, addresses))}"])
        self._guard_sockets(easy, hop, frozenset(addresses))

    def _guard_sockets(self, easy: pycurl.Curl, hop: Hop, vetted: frozenset[str]) -> None:
        """The last gate: whatever libcurl was told or remembers, a socket is made for a vetted address alone."""

        def open_socket(purpose: int, place: pycurl.CurlSockAddr) -> socket.socket | int:
            address, port = str(place.addr[0]), int(place.addr[1])
            if address not in vetted and not (self._options.allow_private or guard.is_public(address)):
                hop.refused_dial = address
                return int(pycurl.SOCKET_BAD)
            try:
                return self._options.dial(address, port)
            except OSError:
                return int(pycurl.SOCKET_BAD)

        def already_connected(fd: int, purpose: int) -> int:
            with socket.socket(fileno=fd) as made:
                try:
                    made.getpeername()
                except OSError:
                    return int(pycurl.SOCKOPT_OK)
                finally:
                    made.detach()
            return int(pycurl.SOCKOPT_ALREADY_CONNECTED)

        easy.setopt(pycurl.OPENSOCKETFUNCTION, open_socket)
        if self._options.dial is not guard.dial:
            easy.setopt(pycurl.SOCKOPTFUNCTION, already_connected)

    def _on_socket(self, what: int, fd: int, _multi: pycurl.CurlMulti, _data: object) -> None:
        """libcurl's sockets have an epoll of their own, which is one reader to asyncio: a fifth of the work of many."""
        if what == pycurl.POLL_REMOVE:
            with contextlib.suppress(OSError):  # closed already
                self._ready.unregister(fd)
            return
        events = (select.EPOLLIN if what & pycurl.POLL_IN else 0) | (select.EPOLLOUT if what & pycurl.POLL_OUT else 0)
        try:
            self._ready.register(fd, events)
        except FileExistsError:
            self._ready.modify(fd, events)

    def _act_on_sockets(self) -> None:
        for fd, events in self._ready.poll(0, 256):
            what = (pycurl.CSELECT_IN if events & ~select.EPOLLOUT else 0) | (
                pycurl.CSELECT_OUT if events & select.EPOLLOUT else 0
            )
            self._multi.socket_action(fd, what)
        self._collect()

    def _on_timer(self, milliseconds: int) -> None:
        """One timer that is moved only forward in time when it must be: libcurl sets it at every turn."""
        self._due = math.inf if milliseconds < 0 else self._loop.time() + milliseconds / 1000
        if self._timer is None or self._timer.when() > self._due:
            self._arm()

    def _arm(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None if self._due == math.inf else self._loop.call_at(self._due, self._act_on_time)

    def _act_on_time(self) -> None:
        self._timer = None
        if self._due > self._loop.time():
            return self._arm()
        self._due = math.inf
        self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        return self._collect()

    def _collect(self) -> None:
        while True:
            left, good, bad = self._multi.info_read()
            for easy in good:
                self._settle(easy, "", "")
            for easy, code, message in bad:
                self._settle(easy, *self._why(easy, code, message))
            if not left:
                return

    def _settle(self, easy: pycurl.Curl, reason: str, detail: str) -> None:
        running = self._running.get(easy)
        if running and not running[1].done():
            running[1].set_result((reason, detail))

    def _why(self, easy: pycurl.Curl, code: int, message: str) -> tuple[str, str]:
        """libcurl's code in the words of quality.md."""
        hop = self._running[easy][0]
        if hop.refused_dial:
            return "unsafe_address", hop.refused_dial
        if code == pycurl.E_COULDNT_CONNECT:
            return _ERRNO.get(int(easy.getinfo(pycurl.OS_ERRNO)), "refused"), message
        if code == pycurl.E_RECV_ERROR and "Too large response headers" in message:
            return "too_large", message
        if code == pycurl.E_RECV_ERROR and "unexpected eof" in message and hop.ends_with_connection:
            return "", ""  # old servers close TLS without a goodbye, as they close TCP
        if code == pycurl.E_RECV_ERROR and "alert" in message and "SSL routines" in message:
            return "tls_error", message  # it wants a certificate of ours, and says so after the handshake
        return _REASONS.get(code, "checker_fault"), message

    async def _end_the_silent(self) -> None:
        """Where no byte came for `limits.idle`, it is over. (libcurl's own low-speed limit cannot tell a drip.)"""
        idle = self._options.limits.idle
        last: dict[Hop, float] = {}
        while True:
            await asyncio.sleep(min(1.0, idle / 4))
            now, running = time.monotonic(), list(self._running.items())
            last = {hop: now if hop.heard else last.get(hop, now) for _, (hop, _) in running}
            for easy, (hop, _) in running:
                hop.heard = False
                if now - last[hop] > idle:
                    self._settle(easy, "timeout", f"no byte for {idle:g} s")


def trusted_certificates() -> str:
    """Whom to trust: what the operator names, else the system's list (with roots added to it), else certifi's."""
    named = [os.environ.get("SSL_CERT_FILE", ""), os.environ.get("CURL_CA_BUNDLE", "")]
    system = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"]
    if found := next((path for path in (*named, *system) if path and Path(path).is_file()), ""):
        return found
    import certifi  # slow to load, for systems that have none

    return certifi.where()


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


async def look_up(address: Address, options: Options) -> Sequence[str]:
    """The vetted addresses of a host: one look-up, off the loop. Raises OSError (TimeoutError too) or BadAddress."""
    opened = options.opens(address.host, address.port)
    guard.check_port(address, allow_private=opened)
    if not opened and guard.is_internal_name(address.host):
        raise BadAddress("unsafe_address", "internal name")
    if address.literal:
        found: Sequence[str] = [address.host]
    else:
        asked = asyncio.get_running_loop().run_in_executor(None, options.resolve, address.host)
        found = await asyncio.wait_for(asked, options.limits.idle)
    return guard.vet(found, allow_private=opened)
