"""A process that judges bodies, one after another, so that parsing never holds up fetching.

Started as `python -m quality.checker.worker FD`; jobs and answers are length-prefixed pickles on that socket, between
the checker and itself alone. A body that kills its worker takes no other check with it.
"""

import os
import pickle  # nosec B403: our own processes on both ends
import resource
import signal
import socket
import struct
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from quality.checker import pages
from quality.checker.inspect import inspect
from quality.checker.types import Content, Declared, Examined, Limits

HEADER = struct.Struct("!I")
ADDRESS_SPACE = 6 * 1024**3
READ_BY_EYE = {"HTML", "TXT", "JSON", "XML", "UNKNOWN", "CSV", "TSV", "JSONL", "RSS"}


@dataclass(frozen=True, slots=True)
class Job:
    """A spooled body and all that is known of it."""

    path: Path
    declared: Declared
    limits: Limits
    name_hint: str
    today: date


def examine(job: Job) -> Examined:
    """What the body is, and what it says to a person's eye."""
    content = inspect(job.path, job.declared, job.limits, name_hint=job.name_hint, today=job.today)
    if content.format not in READ_BY_EYE:
        return Examined(content)
    with job.path.open("rb") as body:
        head = body.read(pages.HEAD)
    return Examined(content, pages.look(head, job.path.stat().st_size, content.format, tabular=_has_rows(content)))


def _has_rows(content: Content) -> bool:
    return bool(content.rows) and (content.columns or 0) > 1 and content.format in {"CSV", "TSV"}


def _answer(job: Job) -> Examined:
    try:
        return examine(job)
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


def main(fd: int) -> None:
    """Serve until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with socket.socket(fileno=fd) as channel:
        while True:
            try:
                job: Any = pickle.loads(_receive(channel, HEADER.unpack(_receive(channel, HEADER.size))[0]))  # noqa: S301
            except EOFError:
                return
            answer = pickle.dumps(_answer(job))
            channel.sendall(HEADER.pack(len(answer)) + answer)


if __name__ == "__main__":
    main(int(sys.argv[1]))
