"""The small pool of worker processes, as the event loop sees it: give a job, await an answer."""

import asyncio
import contextlib
import json
import os
import pickle  # nosec B403: our own processes on both ends
import signal
import socket
import subprocess  # nosec B404: starts this very interpreter
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from weakref import WeakValueDictionary

from quality.checker import pages
from quality.checker.job import LENGTH, Job
from quality.checker.seen import Seen
from quality.checker.types import Body, Examined, Limits

CROWD = 400
"""Bodies that may wait before no more are fetched."""
LIGHT = 32 * 1024
"""Bytes; a packed body of so few is soon judged, whatever is in it."""
ENVIRONMENT = {
    # For glibc: a few MB that every piece of a file needs again are not handed back to the system between two pieces.
    "MALLOC_TRIM_THRESHOLD_": str(8 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
    # For numpy: nobody multiplies matrices here, and its threads would spin while they wait for some.
    "OPENBLAS_NUM_THREADS": "1",
}
"""Of those who judge."""
PACKED = (b"PK", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"PAR1")
BIRTHS = 3
"""Workers asked for in vain before it is given up."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(eq=False, slots=True)
class _Worker:
    channel: socket.socket
    nursery: object
    """The process that was asked for it."""
    pid: int = 0

    async def ask(self, job: Job) -> Examined:
        """Raises EOFError or OSError where the process died."""
        self.pid = self.pid or await self._number()
        question = pickle.dumps(job)
        await asyncio.get_running_loop().sock_sendall(self.channel, LENGTH.pack(len(question)) + question)
        answer: Examined = pickle.loads(await self._receive(await self._number()))  # noqa: S301
        return answer

    async def _number(self) -> int:
        return int(LENGTH.unpack(await self._receive(LENGTH.size))[0])

    async def _receive(self, size: int) -> bytes:
        loop, data = asyncio.get_running_loop(), bytearray()
        while len(data) < size:
            piece = await loop.sock_recv(self.channel, size - len(data))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)

    def end(self) -> None:
        self.channel.close()
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Workers:
    """Judges bodies.

    The nursery starts when the first worker is needed; a worker that died is replaced when the next is.
    """

    def __init__(self, count: int, limits: Limits) -> None:
        self._limits = limits
        self._seen = Seen()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._waiting = 0
        self._room = asyncio.Semaphore(count + 1)
        self._heavy = asyncio.Semaphore(count)
        """One place is left to bodies that are soon judged: bombs and giants never hold all."""
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._nursery: tuple[subprocess.Popen[bytes], socket.socket] | None = None

    @property
    def crowded(self) -> bool:
        """Whether so many bodies wait that no more should be fetched before some are judged."""
        return self._waiting > CROWD

    async def examine(self, digest: str, job: Job, seconds: float) -> Examined:
        """Judge a body of this SHA-256; within so many seconds of work, else the fault is `timeout`."""
        self._waiting += 1
        try:
            async with self._locks.setdefault(digest, asyncio.Lock()):  # the same bytes wait for the first's verdict
                found = self._seen.get(digest, job)
                if found is None:
                    found = await self._examine(job, seconds)
                    self._seen.put(digest, job, found)
                return found
        finally:
            self._waiting -= 1

    async def _examine(self, job: Job, seconds: float) -> Examined:
        """A page or message in place of data is judged here, by patterns over a few KB: most runs start nobody."""
        if isinstance(job.body, bytes) and pages.is_short(job.body):
            return self._judge_here(job)
        async with self._heavy if _is_heavy(job.body) else contextlib.nullcontext():
            return await self._in_turn(job, seconds)

    async def _in_turn(self, job: Job, seconds: float) -> Examined:
        async with self._room:
            for _ in range(BIRTHS):
                worker = self._idle.pop() if self._idle else self._hire()
                try:
                    answer = await asyncio.wait_for(worker.ask(job), seconds)
                except TimeoutError:
                    self._dismiss(worker)
                    return Examined(fault="timeout")
                except (EOFError, OSError):
                    self._dismiss(worker)
                    if worker.pid:  # else it never was: no body has killed it
                        break
                    if self._nursery and worker.nursery is self._nursery[0]:  # else it is replaced already
                        self._end_nursery()
                except asyncio.CancelledError:
                    self._dismiss(worker)
                    raise
                else:
                    self._idle.append(worker)
                    return answer
            return Examined(fault="worker died")

    def _judge_here(self, job: Job) -> Examined:
        from quality.checker.worker import answer  # loads what most runs leave to the nursery

        return answer(job, self._limits)

    def _hire(self) -> _Worker:
        if self._nursery is None or self._nursery[0].poll() is not None:
            self._nursery = _start_nursery(self._limits)
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs, contextlib.suppress(OSError):  # where the nursery just died, the worker's first word is EOF
            socket.send_fds(self._nursery[1], [b"+"], [theirs.fileno()])
        worker = _Worker(ours, self._nursery[0])
        self._all.add(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.end()

    def close(self) -> None:
        for worker in list(self._all):
            self._dismiss(worker)
        self._end_nursery(patience=5)

    def _end_nursery(self, patience: float = 0.1) -> None:
        """It ends by itself once nobody can ask it for more; the workers that it bore do not depend on it."""
        if self._nursery is None:
            return
        process, control = self._nursery
        self._nursery = None
        control.close()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _is_heavy(body: Body) -> bool:
    """Whether it is large, or may be once it is unpacked: no more than a hundred times as large (`Limits.ratio`)."""
    return isinstance(body, Path) or (body.startswith(PACKED) and len(body) > LIGHT)


def _start_nursery(limits: Limits) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with theirs:
        process = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-m",
                "quality.checker.worker",
                str(theirs.fileno()),
                json.dumps(asdict(limits)),
            ],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **ENVIRONMENT, "PYTHONPATH": path},
        )
    return process, ours
