"""The site that `check_bench.py` checks: 2,000 distributions on 20 loopback hosts, living and dead, small and large.

`python -m bench.check_site PORT` serves it. Everything is generated from the number of the distribution, so that the
bench and the server agree without talking. Hosts are 127.0.1.1 to 127.0.1.20.
"""

import asyncio
import gzip
import hashlib
import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.quality.corpus.server import page

COUNT, HOSTS = 2000, 20
CORPUS = Path(__file__).parents[1] / "tests/quality/corpus"
SAYS_NO = "odd-json-word.json"
"""A file that says "not found": well-formed JSON, and no living link."""
MB = 1024**2
# Sizes of what is generated: one of 200 MB, and 674 MB in all with the many small ones.
LARGE = {7: 200 * MB} | dict.fromkeys((111, 512, 913, 1314), 40 * MB) | dict.fromkeys(range(21, 1700, 97), 10 * MB)
LARGE |= dict.fromkeys(range(35, 1900, 47), 2 * MB)
ALIVE = (
    *(
        "plain",
        "plain",
        "plain",
        "plain",
        "no_length",
        "chunked",
        "gzipped",
        "redirected",
        "twice_redirected",
        "cookie",
    ),
    *("slow", "dripping", "http10", "wrong_type", "early_hints", "lower_case", "validated", "validated", "validated"),
)
DEAD = ("missing", "gone", "fails", "soft_404", "login", "firewall", "empty", "cut", "loop", "json_error")


@dataclass(frozen=True)
class Distribution:
    """One of the list: `alive` is the truth about its link."""

    number: int
    host: str
    behaviour: str
    alive: bool
    kind: str
    suffix: str

    def url(self, port: int) -> str:
        return f"http://{self.host}:{port}/d/{self.number}{self.suffix}"


def distributions() -> list[Distribution]:
    return [_distribution(number) for number in range(COUNT)]


def _distribution(number: int) -> Distribution:
    host = f"127.0.1.{number % HOSTS + 1}"
    spread = number * 7919 % 1000
    alive = number in LARGE or spread < 850
    behaviours = ("plain", "chunked", "validated") if number in LARGE else ALIVE if alive else DEAD
    kinds = kinds_of_content()
    kind = "table.csv" if number in LARGE or not alive else kinds[spread % len(kinds)]
    return Distribution(
        number, host, behaviours[number * 31 // 7 % len(behaviours)], alive, kind, "." + kind.partition(".")[2]
    )


@cache
def kinds_of_content() -> list[str]:
    """Generated tables by weight, and one corpus file of each format and trouble."""
    made = ["table.csv"] * 4 + ["table.tsv", "big5.csv", "rows.json", "rows.jsonl", "rows.xml", "table.csv.gz"] * 2
    cases = json.loads((CORPUS / "manifest.json").read_text("utf-8"))
    seen: dict[str, str] = {}
    for case in cases:
        expected = case["expect"]
        if case["file"] == SAYS_NO:
            continue
        if "format" in expected and not expected.get("reason") and expected["format"] not in {"HTML", "UNKNOWN"}:
            seen.setdefault(expected["format"] + str(bool(expected.get("machine_readable"))), case["file"])
    return made + sorted(seen.values())[:32]


@cache
def content(number: int, kind: str) -> bytes:
    if number in LARGE:
        return _rows(number, LARGE[number] // 64)
    maker = _MAKERS.get(kind)
    return maker(number) if maker else (CORPUS / "files" / kind).read_bytes()


def _rows(number: int, count: int) -> bytes:
    block = "".join(
        f"{number:04d}{n:06d},臺北市中正區仁愛路一段{n % 300}號,1130{n % 9 + 1}0{n % 9 + 1},{n * 37 % 9973}\n"
        for n in range(2000)
    )
    encoded = block.encode()
    whole, rest = divmod(count, 2000)
    part = encoded[: encoded.find(b"\n", rest * len(encoded) // 2000) + 1]
    return "編號,地址,日期,數量\n".encode() + encoded * whole + part


_MAKERS: dict[str, Callable[[int], bytes]] = {
    "table.csv": lambda n: _rows(n, n * 13 % 3500 + 60),
    "table.tsv": lambda n: _rows(n, 1500).replace(b",", b"\t"),
    "big5.csv": lambda n: _rows(n, 1200).decode().encode("cp950"),
    "rows.json": lambda n: json.dumps(
        [{"id": i, "name": f"名稱{n}"} for i in range(1500)], ensure_ascii=False
    ).encode(),
    "rows.jsonl": lambda n: "".join(f'{{"id": {i}, "name": "名稱{n}"}}\n' for i in range(2000)).encode(),
    "rows.xml": lambda n: f"<rows>{''.join(f'<row><id>{i}</id><n>{n}</n></row>' for i in range(2000))}</rows>".encode(),
    "table.csv.gz": lambda n: gzip.compress(_rows(n, 3000), 1, mtime=0),
}


class Site(asyncio.Protocol):
    """One connection of the server."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.buffered = b""

    def data_received(self, data: bytes) -> None:
        self.buffered += data
        while b"\r\n\r\n" in self.buffered:
            head, _, self.buffered = self.buffered.partition(b"\r\n\r\n")
            self.answering = asyncio.ensure_future(self._answer(head.decode("latin-1")))

    async def _answer(self, head: str) -> None:
        target = head.split(" ", 2)[1]
        if target.startswith("/list"):
            return self._send(200, LIST[0], "Content-Type: text/html")
        number = target.split("/")[2].partition(".")[0].partition("?")[0]
        one = DISTRIBUTIONS[int(number)]
        await BEHAVIOURS[one.behaviour](self, one, target, head)
        return None

    def _send(self, status: int, body: bytes, *lines: str, length: int | None = None) -> None:
        extra = "".join(f"{line}\r\n" for line in lines)
        size = len(body) if length is None else length
        self.transport.write(f"HTTP/1.1 {status} X\r\nContent-Length: {size}\r\n{extra}\r\n".encode() + body)

    def _close(self) -> None:
        self.transport.close()

    # --- alive
    async def plain(self, one: Distribution, target: str, head: str) -> None:
        self._validated(one, head, "Content-Type: application/octet-stream")

    def _validated(self, one: Distribution, head: str, *lines: str) -> None:
        tag = f'"{hashlib.md5(f"{one.number}{one.kind}".encode()).hexdigest()}"'
        if f"If-None-Match: {tag}" in head:
            self._send(304, b"", f"ETag: {tag}")
        else:
            self._send(200, content(one.number, one.kind), f"ETag: {tag}", *lines)

    async def validated(self, one: Distribution, target: str, head: str) -> None:
        date = "Last-Modified: Tue, 03 Mar 2026 08:00:00 GMT"
        if "If-Modified-Since: Tue, 03 Mar 2026" in head:
            self._send(304, b"", date)
        else:
            self._send(200, content(one.number, one.kind), date)

    async def no_length(self, one: Distribution, target: str, head: str) -> None:
        self.transport.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + content(one.number, one.kind))
        self._close()

    async def chunked(self, one: Distribution, target: str, head: str) -> None:
        body = content(one.number, one.kind)
        self.transport.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(body), MB):
            piece = body[start : start + MB]
            self.transport.write(b"%x\r\n" % len(piece) + piece + b"\r\n")
        self.transport.write(b"0\r\n\r\n")

    async def gzipped(self, one: Distribution, target: str, head: str) -> None:
        self._send(200, packed(one.number, one.kind), "Content-Encoding: gzip", 'ETag: W/"g"')

    async def redirected(self, one: Distribution, target: str, head: str) -> None:
        if "?" in target:
            return await self.plain(one, target, head)
        return self._send(302, b"moved", f"Location: {target}?1")

    async def twice_redirected(self, one: Distribution, target: str, head: str) -> None:
        if target.endswith("?2"):
            return await self.plain(one, target, head)
        return self._send(301, b"", f"Location: {target.partition('?')[0]}?{2 if '?' in target else 1}")

    async def cookie(self, one: Distribution, target: str, head: str) -> None:
        if "Cookie: a=1" in head:
            return await self.plain(one, target, head)
        return self._send(302, b"", f"Location: {target}", "Set-Cookie: a=1; path=/")

    async def slow(self, one: Distribution, target: str, head: str) -> None:
        await asyncio.sleep(0.3 + one.number % 7 / 10)
        await self.plain(one, target, head)

    async def dripping(self, one: Distribution, target: str, head: str) -> None:
        body = content(one.number, one.kind)
        self.transport.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        step = len(body) // 10 + 1
        for start in range(0, len(body), step):
            self.transport.write(body[start : start + step])
            await asyncio.sleep(0.05)

    async def http10(self, one: Distribution, target: str, head: str) -> None:
        self.transport.write(b"HTTP/1.0 200 OK\r\n\r\n" + content(one.number, one.kind))
        self._close()

    async def wrong_type(self, one: Distribution, target: str, head: str) -> None:
        self._validated(one, head, "Content-Type: text/html")

    async def early_hints(self, one: Distribution, target: str, head: str) -> None:
        self.transport.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
        await self.plain(one, target, head)

    async def lower_case(self, one: Distribution, target: str, head: str) -> None:
        body = content(one.number, one.kind)
        self.transport.write(f"HTTP/1.1 200 ok\r\ncontent-length:{len(body)}\r\n\r\n".encode() + body)

    # --- dead
    async def missing(self, one: Distribution, target: str, head: str) -> None:
        self._send(404, page("404 Not Found"))

    async def gone(self, one: Distribution, target: str, head: str) -> None:
        self._send(410, b"")

    async def fails(self, one: Distribution, target: str, head: str) -> None:
        self._send(500, b"oops")

    async def soft_404(self, one: Distribution, target: str, head: str) -> None:
        self._send(200, page("找不到您要的網頁"), "Content-Type: text/html")

    async def login(self, one: Distribution, target: str, head: str) -> None:
        self._send(200, page("會員登入", "<input type=password>"), "Content-Type: text/html")

    async def firewall(self, one: Distribution, target: str, head: str) -> None:
        self._send(200, page("Request Rejected"), "Content-Type: text/html")

    async def empty(self, one: Distribution, target: str, head: str) -> None:
        self._send(200, b"")

    async def cut(self, one: Distribution, target: str, head: str) -> None:
        self._send(200, content(one.number, one.kind)[:-9], length=len(content(one.number, one.kind)))
        self._close()

    async def loop(self, one: Distribution, target: str, head: str) -> None:
        self._send(302, b"", f"Location: {target}")

    async def json_error(self, one: Distribution, target: str, head: str) -> None:
        self._send(200, b'{"code": 404, "message": "no data"}', "Content-Type: application/json")


@cache
def packed(number: int, kind: str) -> bytes:
    return gzip.compress(content(number, kind), 5, mtime=0)


DISTRIBUTIONS = distributions()
BEHAVIOURS = {name: getattr(Site, name) for name in {*ALIVE, *DEAD}}
LIST: list[bytes] = []


async def main(port: int) -> None:
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # that a client hung up is no news here
    links = "".join(f'<a href="{one.url(port)}">{one.number}</a>\n' for one in DISTRIBUTIONS)
    LIST.append(f"<html><title>list</title><body>{links}</body></html>".encode())
    for one in DISTRIBUTIONS:  # what is made while the round runs would take the cores that it runs on
        (packed if one.behaviour == "gzipped" else content)(one.number, one.kind)
    server = await asyncio.get_running_loop().create_server(Site, "0.0.0.0", port, backlog=1024)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
