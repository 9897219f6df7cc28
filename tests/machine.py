"""What this machine offers to the tests: servers that answer, or binaries to start some."""

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import redis as redis_client

PROGRAMS = {
    "chromium": "Chromium",
    "soffice": "LibreOffice",
    "pdftoppm": "poppler-utils",
    "docker-compose": "docker-compose",
}
ADMIN_URLS = ("postgres://postgres@127.0.0.1:5432/postgres", f"postgres://{getpass.getuser()}@127.0.0.1:5432/postgres")


def missing_programs() -> list[str]:
    return [name for program, name in PROGRAMS.items() if not shutil.which(program)]


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A URL of a server where databases may be made: the one on localhost, or one started for the run; else ""."""
    answering = next((url for url in ADMIN_URLS if _connects(url)), "")
    if answering:
        yield answering
        return
    with cluster() as own:
        yield own.url if own else ""


class Cluster:
    """A PostgreSQL of the run's own, on a free port: a test may kill it and start it again."""

    def __init__(self, binaries: Path, folder: str) -> None:
        self.binaries, self._folder, self._port = binaries, folder, free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self._port}/postgres"
        self._data, self._as_user = Path(folder) / "data", _unprivileged(folder)
        self._server: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8").wait()

    def _run(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        command = [*self._as_user, str(self.binaries / program), *options]
        return subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> bool:
        """Whether it answers within 20 s. After a kill its memory may be in use for a moment: it is tried again."""
        return _within_seconds(20, self._answers)

    def _answers(self) -> bool:
        if self._server is None or self._server.poll() is not None:
            self._server = self._run(
                "postgres", "-D", str(self._data), "-p", str(self._port), "-k", self._folder, "-h", "127.0.0.1"
            )
        return _connects(self.url)

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGKILL: as when the machine loses its power."""
        if self._server and self._server.poll() is None:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                os.kill(int((self._data / "postmaster.pid").read_text().split()[0]), how)
            self._server.wait()


@contextlib.contextmanager
def cluster() -> Iterator[Cluster | None]:
    """None where the binaries are missing, or do not start."""
    if not (binaries := _postgres_binaries()):
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        own = Cluster(binaries, folder)
        try:
            yield own if own.start() else None
        finally:
            own.end()


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis of the run's own (tests flush it and kill it); "" where the binary is missing."""
    binary = shutil.which("redis-server")
    if not binary:
        yield ""
        return
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        server = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL)
        try:
            yield f"redis://127.0.0.1:{port}/0" if _within_seconds(10, lambda: _pings(port)) else ""
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _connects(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def _pings(port: int) -> bool:
    try:
        return bool(redis_client.Redis(port=port).ping())
    except redis_client.ConnectionError:
        return False


def _postgres_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _unprivileged(folder: str) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    if getpass.getuser() != "root":
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _within_seconds(seconds: float, answers: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answers():
            return True
        time.sleep(0.1)
    return False
