"""What this machine offers to the tests: servers that answer, or binaries to start some."""

import contextlib
import getpass
import shutil
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
    if answering or not (binaries := _postgres_binaries()):
        yield answering
        return
    with tempfile.TemporaryDirectory() as folder:
        port, data = free_port(), Path(folder) / "data"
        as_user = _unprivileged(folder)
        initdb = [*as_user, str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/")
        server = subprocess.Popen(
            [*as_user, str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", folder, "-h", "127.0.0.1"],
            cwd="/",
            stderr=subprocess.DEVNULL,
        )
        url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        try:
            yield url if _within_seconds(20, lambda: _connects(url)) else ""
        finally:
            server.terminate()
            server.wait()


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
