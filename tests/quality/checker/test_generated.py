"""A thousand generated servers, odd in several ways at once, and all alive: none may be called broken."""

import gzip
import random
import zlib
from collections.abc import Callable

from quality.checker.engine import check_all
from quality.checker.options import Options
from quality.checker.types import Declared, Limits, Target
from tests.quality.corpus.server import CSV, JSON, Request, Server

COUNT = 1000
BODIES = {"CSV": CSV, "JSON": JSON, "XML": "<rows><row><名>甲</名></row></rows>".encode()}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
}
TYPES = [
    "",
    "text/html",
    "application/octet-stream",
    "text/plain; charset=big5",
    "x",
    "application/force-download",
    ";;",
]
STATUSES = ["200 OK", "200", "200 ", "203 x", "206 Partial Content", "201 Created", "200 404 Not Found", "226 \xa6"]
VERSIONS = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "http/1.1"]
EXTRAS = [
    *("X-Empty:", "Refresh: 60", "Location: /nowhere", "Set-Cookie: a=b; path=/", "ETag: broken", "Date: yesterday"),
    *("Content-Disposition: attachment; filename=\xb8\xea.exe", "Last-Modified: never", "Connection: close", "Vary: *"),
    *("Garbage", "X-Long: " + "y" * 5000, "Retry-After: 5", "WWW-Authenticate: Basic", "Content-Location: /nowhere"),
]


def generated(r: Request) -> None:
    """Everything about the answer follows from the number in the path."""
    number = int(r.path.rpartition("/")[2].partition(".")[0])
    dice = random.Random(number)
    hops, by = dice.choice([0, 0, 0, 1, 2, 5]), dice.choice([301, 302, 303, 307, 308])
    if int(r.query or 0) < hops:
        base = dice.choice(["", r.path, f"//{r.headers['host']}{r.path}", f"http://{r.headers['host']}{r.path}"])
        return r.redirect(f"{base}?{int(r.query or 0) + 1}", by, body=b"moved" * dice.choice([0, 1, 9999]))
    if dice.random() < 0.05 and r.turn <= hops:
        return r.reset() if dice.random() < 0.5 else r.answer(dice.choice([500, 502, 503]))
    return _answer(r, dice, BODIES[list(BODIES)[number % len(BODIES)]])


def _answer(r: Request, dice: random.Random, body: bytes) -> None:
    packing = dice.choice([*[""] * 4, *PACKINGS])
    body = PACKINGS[packing](body)
    lines = [f"{dice.choice(VERSIONS)} {dice.choice(STATUSES)}", *dice.sample(EXTRAS, dice.randrange(4))]
    if kind := dice.choice(TYPES):
        lines.append(f"Content-Type: {kind}")
    if packing:
        lines.append(f"Content-Encoding: {packing}")
    framing = dice.choice(["length", "length", "chunked", "close"])
    if framing == "chunked" and not lines[0].startswith("HTTP/1.0"):
        lines.append("Transfer-Encoding: chunked")
        cut = dice.randrange(1, len(body))
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:cut], body[cut:])) + b"0\r\n\r\n"
    elif framing == "length":
        lines.append(f"Content-Length: {len(body)}")
    end = dice.choice(["\r\n", "\r\n", "\n"])
    head = [dice.choice([str, str.lower, str.upper])(line) if ":" in line[:20] else line for line in lines]
    first = b"HTTP/1.1 103 Early Hints\r\n\r\n" if dice.random() < 0.1 else b""
    r.raw(first + end.join([*head, "", ""]).encode("latin-1"), body, pause=dice.choice([0, 0, 0.01]))
    r.close()


def test_none_is_called_broken() -> None:
    with Server({"living": generated}) as server:
        names = list(BODIES)
        targets = [
            Target(
                f"{server.origin}/living/{n}.{names[n % len(names)].lower()}",
                Declared(names[n % len(names)]),
                key=str(n),
            )
            for n in range(COUNT)
        ]
        options = Options(
            limits=Limits(idle=15, total=60),
            allow_private=True,
            per_host=30,
            backoff=(0.05, 0.2),
            patience=0.5,
            workers=2,
        )
        found = list(check_all(targets, options))
    wrong = [(t.key, v.reason, v.fetched.detail) for t, v in found if v.link != "ok"]
    assert len(found) == COUNT
    assert not wrong, (len(wrong), wrong[:20])
