"""A crowd of processes that all do the same at the same moment, on the test's own database, some of them killed."""

import json
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """A database that other processes may open too. SQLite's test database lives in memory: here it is a file."""
    original = connections["default"]
    if original.vendor == "postgresql":
        original.close()
        yield
        return
    name, file = original.settings_dict["NAME"], folder / "crowd.sqlite3"
    original.ensure_connection()
    with sqlite3.connect(file) as copy:
        original.connection.backup(copy)
    copy.close()
    original.settings_dict["NAME"] = str(file)
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        original.settings_dict["NAME"] = name
        connections["default"] = original


def crowd(size: int, act: Callable[[int], Any]) -> list[Any]:
    """What `act(0)` ... `act(size - 1)` answered, each in a process of its own, all let go at once.

    None where the process was killed, the exception's name where it raised one. Values must be JSON.
    """
    connections["default"].close()
    gate, start = os.pipe()
    begun = [_fork(place, act, gate, start) for place in range(size)]
    os.close(gate)
    os.close(start)
    return [_answer(pid, pipe) for pid, pipe in begun]


def die() -> None:
    """What kill -9 does, in the middle of whatever this process is in."""
    os.kill(os.getpid(), signal.SIGKILL)


def _fork(place: int, act: Callable[[int], Any], gate: int, start: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(start)
    os.read(gate, 1)  # until the parent lets go
    try:
        answer = act(place)
    except BaseException as error:
        if not hasattr(error, "code"):
            traceback.print_exc()  # what pytest shows of a child that failed in a way no test expects
        answer = getattr(error, "code", type(error).__name__)
    os.write(writing, json.dumps(answer).encode())
    os._exit(0)


def _answer(pid: int, pipe: int) -> Any:
    with os.fdopen(pipe, "rb") as told:
        words = told.read()
    os.waitpid(pid, 0)
    return json.loads(words) if words else None
