"""What bombs, giants and drips take from their neighbours: `python -m bench.neighbours_bench`.

The same 600 small files on six hosts are checked twice, alone and among hostile ones that come first in the list: ZIP
and GZIP bombs, JSON of 8 MB and answers that drip. Printed: neighbours answered per second until the last of them is,
who else was answered by then, and the ratio, which is to be 0.8 or more. Half of the pairs begin with the hostile
ones, so that what a machine does beside it falls on both.
"""

import gzip
import io
import multiprocessing
import statistics
import time
import zipfile
from collections import Counter
from multiprocessing.connection import Connection

from quality.checker.engine import Engine
from quality.checker.options import Options
from quality.checker.types import Limits, Target
from tests.quality.corpus.server import CSV, Request, Server

NEIGHBOURS, HOSTS, EACH, PAIRS = 600, 6, 12, 4
HOSTILE = ("giant", "bomb", "zip", "drip")
GIANT = b"[" + b",".join([b'{"id": 1, "name": "words", "day": "2024-05-06"}'] * 160_000) + b"]"
BOMB = gzip.compress(bytes(400 * 1024**2), 1)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(20):
            archive.writestr(f"{number}.csv", b"1,2,3\n" * 2_000_000)
    return out.getvalue()


def drip(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", *[b"a"] * 600, pause=0.1)


def small(r: Request) -> None:
    time.sleep(0.02)
    r.answer(200, CSV)


def serve(ports: Connection) -> None:
    """Both sites, in a process of their own: it tells their ports and waits for its end."""
    bodies = {"giant": GIANT, "bomb": BOMB, "zip": zipped()}
    handlers = {name: lambda r, body=body: r.answer(200, body) for name, body in bodies.items()} | {"drip": drip}
    with Server({"small": small}, host="0.0.0.0") as quiet, Server(handlers) as other:
        ports.send((quiet.port, other.port))
        ports.recv()


def round_of(port: int, hostile: list[Target]) -> tuple[float, Counter[str]]:
    """Neighbours answered per second, and how many of each kind had been by then."""
    hosts = [f"http://127.0.2.{number + 1}:{port}" for number in range(HOSTS)]
    answered: Counter[str] = Counter()
    began = time.monotonic()
    with Engine(Options(limits=Limits(idle=30, total=60), allow_private=True, backoff=())) as engine:
        for target in (*hostile, *(Target(f"{hosts[n % HOSTS]}/small?{n}", key="small") for n in range(NEIGHBOURS))):
            engine.submit(target)
        for target, _ in engine.results():
            answered[target.key] += 1
            if answered["small"] == NEIGHBOURS:
                break
        return NEIGHBOURS / (time.monotonic() - began), answered


def main() -> None:
    ours, theirs = multiprocessing.Pipe()
    multiprocessing.Process(target=serve, args=(theirs,), daemon=True).start()
    quiet, other = ours.recv()
    rates: dict[bool, list[float]] = {True: [], False: []}
    for pair in range(PAIRS):
        for beset in (True, False) if pair % 2 else (False, True):
            hostile = [f"http://127.0.0.1:{other}/{name}?{n}" for n in range(EACH) for name in HOSTILE] if beset else []
            rate, answered = round_of(quiet, [Target(url, key="hostile") for url in hostile])
            rates[beset].append(rate)
            print(f"{'among them' if beset else 'alone':12}{rate:8.1f} neighbours a second", dict(answered))
    print(f"ratio {statistics.median(rates[True]) / statistics.median(rates[False]):.2f}")


if __name__ == "__main__":
    main()
