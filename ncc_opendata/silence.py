"""A PostgreSQL that falls silent in the middle of an answer is given up: the page says so instead of hanging for ever.

A server that is stopped, or a line that swallows everything, answers neither TCP's probes with an error nor the
client's library, which waits without a limit. So a thread looks at who waits too long and shuts that socket down; the
waiting call fails as if the server had hung up. `limit` is set by the web server's door alone: work behind the pages
may take its time.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeVar

from psycopg2 import InterfaceError, extensions

T = TypeVar("T")
limit = 0.0
"""Seconds; 0 waits without end."""
_waiting: dict[int, tuple[float, int]] = {}
"""By thread: since when, on which socket."""
_lock = threading.Lock()
_watch: threading.Thread | None = None


def _patient(method: Callable[..., T]) -> Callable[..., T]:
    @wraps(method)
    def asked(self: Any, *args: Any, **options: Any) -> T:
        if not limit:
            return method(self, *args, **options)
        _begin(getattr(self, "connection", self))
        try:
            return method(self, *args, **options)
        finally:
            with _lock:
                _waiting.pop(threading.get_ident(), None)

    return asked


class Cursor(extensions.cursor):
    execute = _patient(extensions.cursor.execute)
    executemany = _patient(extensions.cursor.executemany)
    copy_expert = _patient(extensions.cursor.copy_expert)
    fetchmany = _patient(extensions.cursor.fetchmany)


class Connection(extensions.connection):
    """Whatever waits for an answer of the server waits at most `limit`."""

    commit = _patient(extensions.connection.commit)
    rollback = _patient(extensions.connection.rollback)


FACTORIES = {"connection_factory": Connection, "cursor_factory": Cursor}
"""For psycopg2.connect and Django's OPTIONS."""


def _begin(connection: extensions.connection) -> None:
    global _watch
    with suppress(InterfaceError), _lock:  # who is closed already does not wait
        _waiting[threading.get_ident()] = (time.monotonic(), connection.fileno())
        if _watch is None or not _watch.is_alive():  # none yet, or left behind by a fork
            _watch = threading.Thread(target=_look, name="silence", daemon=True)
            _watch.start()


def _look() -> None:
    while limit:
        time.sleep(min(1.0, limit / 4))
        with _lock:
            given_up = time.monotonic() - limit
            for thread, (since, number) in list(_waiting.items()):
                if since < given_up:
                    del _waiting[thread]
                    _hang_up(number)


def _hang_up(number: int) -> None:
    with suppress(OSError), socket.socket(fileno=socket.dup(number)) as line:
        line.shutdown(socket.SHUT_RDWR)
