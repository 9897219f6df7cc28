"""Processes that judge bodies, so that parsing never holds up fetching.

`python -m quality.checker.worker FD LIMITS` is the nursery: it imports the parsers once, and forks a worker for
every socket that it is handed. A body that kills its worker takes no other check with it.
"""

import contextlib
import gc
import json
import os
import pickle  # nosec B403: our own processes on both ends
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from quality.checker import pages, parse
from quality.checker.budget import Budget
from quality.checker.inspect import judge
from quality.checker.job import LENGTH, Job
from quality.checker.parse.source import Source
from quality.checker.types import Content, Declared, Examined, Limits

ADDRESS_SPACE = 6 * 1024**3
READ_BY_EYE = {"HTML", "TXT", "JSON", "XML", "UNKNOWN", "CSV", "TSV", "JSONL", "RSS"}


def examine(job: Job, limits: Limits) -> Examined:
    """What the body is, and what it says to a person's eye."""
    size = len(job.body) if isinstance(job.body, bytes) else job.body.stat().st_size
    source = Source(job.body, Declared(*job.declared), Budget(limits, size), job.name_hint, job.today)
    content = judge(source)
    if content.format not in READ_BY_EYE or (content.format != "HTML" and size > pages.SMALL):
        return Examined(content)
    return Examined(content, pages.look(source.head[: pages.HEAD], size, content.format, tabular=_has_rows(content)))


def _has_rows(content: Content) -> bool:
    return bool(content.rows) and (content.columns or 0) > 1 and content.format in {"CSV", "TSV"}


def answer(job: Job, limits: Limits) -> Examined:
    """What is found, or the fault."""
    try:
        return examine(job, limits)
    except MemoryError:
        return Examined(fault="memory")
    except Exception as error:  # a bug in a parser is our fault, never the server's
        return Examined(fault=f"{type(error).__name__}: {error}"[:500])


def _receive(channel: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = channel.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def serve(channel: socket.socket, limits: Limits) -> None:
    """One job after another, until the other end closes."""
    channel.sendall(LENGTH.pack(os.getpid()))
    while True:
        try:
            job: Any = pickle.loads(_receive(channel, LENGTH.unpack(_receive(channel, LENGTH.size))[0]))  # noqa: S301
        except EOFError:
            return
        found = pickle.dumps(answer(job, limits))
        channel.sendall(LENGTH.pack(len(found)) + found)


def nursery(control: socket.socket, limits: Limits) -> None:
    """A worker for every socket that comes, until the other end closes; the workers end with their sockets."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    _silence_libraries()
    parse.preload()
    gc.freeze()  # as in `cli`: what was loaded is not garbage
    gc.set_threshold(20_000, 20, 20)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    while True:
        message, handed, _, _ = socket.recv_fds(control, 1, 1)
        _reap(os.WNOHANG)
        if not message:
            return _reap(0)
        with socket.socket(fileno=handed[0]) as channel:
            if os.fork() == 0:
                control.close()
                with contextlib.suppress(ConnectionError):  # the round may have ended meanwhile
                    serve(channel, limits)
                os._exit(0)


def _silence_libraries() -> None:
    """Native parsers print their panics on descriptor 2, where nobody wants them; what Python logs still arrives."""
    ours = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    sys.stderr = os.fdopen(ours, "w", buffering=1)


def _reap(how: int) -> None:
    """Take leave of workers that have ended, so that their CPU time is counted with ours."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


if __name__ == "__main__":
    nursery(socket.socket(fileno=int(sys.argv[1])), Limits(**json.loads(sys.argv[2])))
    os._exit(0)  # all that was imported is the system's to take back, at once
