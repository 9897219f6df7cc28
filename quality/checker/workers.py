"""The small pool of worker processes, as the event loop sees it: give a job, await an answer."""

import asyncio
import os
import pickle  # nosec B403: our own processes on both ends
import socket
import subprocess  # nosec B404: starts this very interpreter
import sys
from pathlib import Path

from quality.checker.types import Examined
from quality.checker.worker import HEADER, Job

ROOT = Path(__file__).resolve().parents[2]


class _Worker:
    def __init__(self) -> None:
        self.channel, theirs = socket.socketpair()
        self.channel.setblocking(False)
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "quality.checker.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )

    async def ask(self, job: Job) -> Examined:
        """Raises EOFError or OSError where the process died."""
        loop = asyncio.get_running_loop()
        question = pickle.dumps(job)
        await loop.sock_sendall(self.channel, HEADER.pack(len(question)) + question)
        size = HEADER.unpack(await self._receive(loop, HEADER.size))[0]
        answer: Examined = pickle.loads(await self._receive(loop, size))  # noqa: S301
        return answer

    async def _receive(self, loop: asyncio.AbstractEventLoop, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            piece = await loop.sock_recv(self.channel, size - len(data))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)

    def end(self) -> None:
        self.channel.close()
        self.process.kill()
        self.process.wait()


class Workers:
    """Processes start when first needed, and again when one has died."""

    def __init__(self, count: int) -> None:
        self._room = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    async def examine(self, job: Job, seconds: float) -> Examined:
        """Judge a body; within so many seconds of work, else the fault is `timeout`."""
        async with self._room:
            worker = self._idle.pop() if self._idle else self._hire()
            try:
                answer = await asyncio.wait_for(worker.ask(job), seconds)
            except TimeoutError:
                self._dismiss(worker)
                return Examined(fault="timeout")
            except (EOFError, OSError):
                self._dismiss(worker)
                return Examined(fault="worker died")
            except asyncio.CancelledError:
                self._dismiss(worker)
                raise
            self._idle.append(worker)
            return answer

    def _hire(self) -> _Worker:
        worker = _Worker()
        self._all.add(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.end()

    def close(self) -> None:
        for worker in list(self._all):
            self._dismiss(worker)
