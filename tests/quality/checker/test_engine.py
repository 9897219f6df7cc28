"""The scheduler: turns, politeness, thousands at once, faults that stay where they are."""

import asyncio
import gzip
import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quality.checker.engine import Engine, check_all
from quality.checker.fetch.spool import HELD, KEPT, PIECES, Scratch, Spool
from quality.checker.options import Options
from quality.checker.turns import Turns
from quality.checker.types import Limits, Target
from tests.quality.corpus.server import CSV, Request, Server

LIMITS = Limits(idle=15, total=30, connect=10)
OPTIONS = Options(limits=LIMITS, allow_private=True, backoff=(), workers=1)


def plain(r: Request) -> None:
    """Other bytes at each address: the same would be judged once."""
    r.answer(200, CSV + r.query.encode() + b",1\n")


def slow(r: Request) -> None:
    time.sleep(0.5)
    r.answer(200, CSV)


def busy_once(r: Request) -> None:
    if r.turn == 0:
        r.answer(429, Retry_After="1")
    else:
        r.answer(200, CSV)


def drip(r: Request) -> None:
    r.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", *[b"a"] * 200, pause=0.1)


@pytest.fixture
def site() -> Iterator[Server]:
    with Server({"plain": plain, "slow": slow, "busy_once": busy_once, "drip": drip}) as server:
        yield server


def options(**given: object) -> Options:
    return Options(**{"limits": LIMITS, "allow_private": True, "backoff": (), "workers": 1} | given)  # type: ignore[arg-type]


def test_never_more_than_the_limit_on_one_host(site: Server) -> None:
    targets = [Target(f"{site.origin}/slow?{n}") for n in range(12)]
    assert all(v.link == "ok" for _, v in check_all(targets, options(per_host=3)))
    assert site.peak == 3


def test_never_more_than_the_limit_in_all(site: Server) -> None:
    targets = [Target(f"http://127.0.0.1:{site.port}/slow?{n}") for n in range(6)]
    assert all(v.link == "ok" for _, v in check_all(targets, options(per_host=9, concurrency=2)))
    assert site.peak == 2


def test_no_host_waits_for_another(site: Server) -> None:
    """Ten slow ones in a row on one host; the quick host's answers, which need no judge, are there long before."""
    with Server({"gone": lambda r: r.answer(410)}) as quick:
        targets = [Target(f"{site.origin}/slow?{n}") for n in range(10)] + [
            Target(f"{quick.origin}/gone?{n}") for n in range(10)
        ]
        order = [target.url for target, _ in check_all(targets, options(per_host=1))]
    last_quick = max(n for n, url in enumerate(order) if url.startswith(quick.origin))
    assert last_quick < 15


def test_neighbours_pass_giants_bombs_and_drips(site: Server) -> None:
    """With one process to judge, all that stand in line behind giants and bombs are answered while the first runs."""
    giant = b"[" + b",".join([b'{"id": 1, "name": "words", "day": "2024-05-06"}'] * 150_000) + b"]"
    bomb = gzip.compress(b"1,2,3\n" * 10_500_000, 1)
    handlers = {
        "giant": lambda r: r.answer(200, giant + b" " * int(r.query)),
        "bomb": lambda r: r.answer(200, bomb + b"\0" * int(r.query)),
        "drip": drip,
    }
    with Server(handlers) as hostile, Engine(options(per_host=50)) as engine:
        for n in range(4):
            for name in handlers:
                engine.submit(Target(f"{hostile.origin}/{name}?{n}", key=name))
        for n in range(20):
            engine.submit(Target(f"{site.origin}/slow?{n}", key="neighbour"))
        order = []
        for target, _ in engine.results():
            order.append(target.key)
            if order.count("neighbour") == 20:
                break
    assert order.count("giant") + order.count("bomb") <= 3
    assert "drip" not in order


def test_retry_after_holds_the_whole_host(site: Server) -> None:
    began = time.monotonic()
    targets = [Target(f"{site.origin}/busy_once"), *(Target(f"{site.origin}/plain?{n}") for n in range(3))]
    assert all(v.link == "ok" for _, v in check_all(targets, options(per_host=1, backoff=(0.01,))))
    assert time.monotonic() - began > 1


def test_pace(site: Server) -> None:
    began = time.monotonic()
    assert len(list(check_all([Target(f"{site.origin}/plain?{n}") for n in range(4)], options(pace=0.2)))) == 4
    assert time.monotonic() - began > 0.6


def test_it_names_the_agency(site: Server) -> None:
    agent = "Mozilla/5.0 (compatible; NCC check; +mailto:a@ncc.gov.tw)"
    list(check_all([Target(f"{site.origin}/plain"), Target(f"{site.origin}/missing")], options(user_agent=agent)))
    assert site.agents
    assert all("(compatible; NCC check; +mailto:a@ncc.gov.tw)" in seen for seen in site.agents)


def test_a_deadline_that_dripping_cannot_stretch(site: Server) -> None:
    began = time.monotonic()
    ((_, verdict),) = check_all([Target(f"{site.origin}/drip")], options(limits=Limits(idle=2, total=2.5)))
    assert (verdict.reason, verdict.link) == ("timeout", "unsure")
    assert 2 < time.monotonic() - began < 15  # the last byte comes after 20 s


def test_leaving_early_ends_what_is_under_way(site: Server) -> None:
    results = check_all([Target(f"{site.origin}/slow?{n}") for n in range(50)], options(per_host=2))
    next(results)
    results.close()
    assert 0 < site.seen.total() < 50
    assert not any(thread.name == "checker" for thread in threading.enumerate())


def test_a_list_that_is_still_being_written(site: Server) -> None:
    with Engine(OPTIONS) as engine:
        engine.submit(Target(f"{site.origin}/plain?1"))
        first = next(engine.results())
        engine.submit(Target(f"{site.origin}/plain?2"))
        engine.close()
        assert [first[0].url[-1], *(target.url[-1] for target, _ in engine.results())] == ["1", "2"]


def test_an_empty_list() -> None:
    assert list(check_all([], OPTIONS)) == []


def test_a_faulty_list_raises_its_own_fault(site: Server) -> None:
    def targets() -> Iterator[Target]:
        yield Target(f"{site.origin}/plain")
        raise LookupError("list")

    with pytest.raises(LookupError):
        list(check_all(targets(), OPTIONS))


def test_the_key_comes_back(site: Server) -> None:
    ((target, _),) = check_all([Target(f"{site.origin}/plain", key="row 7")], OPTIONS)
    assert target.key == "row 7"


def _worker_pids() -> set[int]:
    found = subprocess.run(
        ["pgrep", "-f", f"{sys.executable} -m quality.checker.worker"], capture_output=True, text=True
    )
    return {int(pid) for pid in found.stdout.split() if _is_ours(int(pid))}


def _is_ours(pid: int) -> bool:
    """Whether this process is among its ancestors."""
    while pid > 1:
        if pid == os.getpid():
            return True
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False


def test_a_killed_worker_is_replaced(site: Server) -> None:
    with Engine(OPTIONS) as engine:
        results = engine.results()
        engine.submit(Target(f"{site.origin}/plain?1"))
        assert next(results)[1].link == "ok"
        killed = _worker_pids()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        for n in range(len(killed) + 2):  # each may take one check with it
            engine.submit(Target(f"{site.origin}/plain?{n}"))
        engine.close()
        reasons = [verdict.reason for _, verdict in results]
    assert reasons.count("ok") >= 2
    assert set(reasons) <= {"ok", "checker_fault"}
    assert _worker_pids() == set()


@pytest.mark.slow
def test_a_thousand_slow_hosts_at_once() -> None:
    """Each on an address of its own, each silent for a second: together not much longer."""
    answered = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(CSV) + CSV

    class Slow(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            asyncio.get_running_loop().call_later(1, self.transport.write, answered)  # type: ignore[attr-defined]

    loop, port = asyncio.new_event_loop(), []
    ready = threading.Event()

    def serve() -> None:
        server = loop.run_until_complete(loop.create_server(Slow, "0.0.0.0", 0, backlog=4096))
        port.append(server.sockets[0].getsockname()[1])
        ready.set()
        loop.run_forever()

    threading.Thread(target=serve, daemon=True).start()
    ready.wait()
    targets = [Target(f"http://127.1.{n // 250}.{n % 250 + 1}:{port[0]}/x.csv") for n in range(1000)]
    began = time.monotonic()
    links = [verdict.link for _, verdict in check_all(targets, options(concurrency=1000, limits=Limits(idle=20)))]
    took = time.monotonic() - began
    loop.call_soon_threadsafe(loop.stop)
    assert links.count("ok") == 1000
    assert took < 15  # one after another: 1,000 s


def test_turns_go_round() -> None:
    async def run() -> list[str]:
        turns, order = Turns(1, 1), []
        done = asyncio.Event()

        def start(host: str, number: int) -> None:
            order.append(f"{host}{number}")
            asyncio.get_running_loop().call_soon(turns.give_back, host)
            if len(order) == 6:
                done.set()

        for host in "abc":
            for number in (1, 2):
                turns.call(host, lambda host=host, number=number: start(host, number))  # type: ignore[misc]
        await asyncio.wait_for(done.wait(), 5)
        return order

    assert asyncio.run(run()) == ["a1", "b1", "c1", "a2", "b2", "c2"]


def test_what_may_be_repeated_goes_ahead_and_waits_beside_the_others() -> None:
    """On one host, one at a time: those without a hash first, in their own order, then those known to live."""
    asked: list[str] = []

    def note(r: Request) -> None:
        asked.append(r.query)
        time.sleep(0.2 if r.query == "first" else 0)  # the others are all on the list by then
        r.answer(200, CSV)

    with Server({"note": note}) as server, Engine(options(per_host=1)) as engine:
        for query in ("first", "k0", "k1", "u0", "u1", "k2", "u2"):
            engine.submit(Target(f"{server.origin}/note?{query}", sha256="0" * 64 if query[0] == "k" else ""))
        engine.close()
        assert len(list(engine.results())) == 7
    assert asked == ["first", "u0", "u1", "u2", "k0", "k1", "k2"]


def test_a_used_file_holds_the_next_body_alone(tmp_path: Path) -> None:
    """A longer body's end is gone; one that would keep the disk full is thrown away."""
    scratch, bodies = Scratch(str(tmp_path)), [os.urandom(size) for size in (1 << 20, HELD + 1)]
    for body in bodies:
        spool = Spool(scratch, LIMITS)
        spool.feed_plain(body)
        path, digest = spool.finish()
        assert isinstance(path, Path)
        assert (path.read_bytes(), digest) == (body, hashlib.sha256(body).hexdigest())
        scratch.give_back(path)
    assert len(list(tmp_path.iterdir())) == 1
    os.truncate(path, KEPT + 1)
    scratch.give_back(path)
    assert not list(tmp_path.iterdir())


def test_crumbs_are_held_as_few_pieces(tmp_path: Path) -> None:
    """Two bytes each, they would take twenty times their room."""
    spool, body = Spool(Scratch(str(tmp_path)), LIMITS), os.urandom(HELD)
    for at in range(0, HELD, 2):
        spool.feed_plain(body[at : at + 2])
        assert len(spool._held) <= PIECES
    assert spool.finish() == (body, hashlib.sha256(body).hexdigest())


def test_a_disk_that_takes_a_part_is_given_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("writev", "write"):
        whole = getattr(os, name)
        monkeypatch.setattr(os, name, lambda fd, data, whole=whole: whole(fd, data[: len(data) // 2 + 1]))
    spool, body = Spool(Scratch(str(tmp_path)), LIMITS), os.urandom(HELD + 100)
    for at in range(0, len(body), 16_384):
        spool.feed_plain(body[at : at + 16_384])
    path, digest = spool.finish()
    assert isinstance(path, Path)
    assert (path.read_bytes(), digest) == (body, hashlib.sha256(body).hexdigest())


def test_a_full_disk_leaves_no_file_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(Scratch(str(tmp_path)), LIMITS)
    spool.feed_plain(bytes(HELD + 1))
    opened = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(os, "ftruncate", lambda fd, size: os.write(-1, b""))
    with pytest.raises(OSError):
        spool.finish()
    assert len(list(Path("/proc/self/fd").iterdir())) == opened - 1
