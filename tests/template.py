"""The migrated, empty database: made once a run, then copied for each process and for each portal that a test starts.

To migrate from nothing takes seconds of work, a copy hundredths. Whoever comes first makes it, the others wait.
"""

import fcntl
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

POSTGRESQL = connection.vendor == "postgresql"
OWN_NAME = str(settings.DATABASES["default"]["NAME"])
NAME = f"test_{OWN_NAME}_template"
"""On PostgreSQL; on SQLite it is a file in the run's folder."""


@contextmanager
def migrated(folder: Path) -> Iterator[None]:
    """The template is there, and nobody else is at it meanwhile. `folder` is the same for all processes of a run."""
    made = folder / "template.made"
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(folder)
            made.touch()
        yield


def _make(folder: Path) -> None:
    if POSTGRESQL:
        drop()
        _on_server(f'CREATE DATABASE "{NAME}"')
    _open(NAME if POSTGRESQL else str(_file(folder)))
    call_command("migrate", verbosity=0, interactive=False)
    if not POSTGRESQL:
        with connection.cursor() as cursor:  # one file without another beside it, that any journal can follow
            cursor.execute("PRAGMA journal_mode=DELETE")
    _open(OWN_NAME)


def open_copy(folder: Path) -> None:
    """Make this process's test database, as Django names it, and point the connection there."""
    name = connection.creation._get_test_db_name()
    with migrated(folder):
        if POSTGRESQL:
            _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{NAME}"')
        _open(name)
        connection.ensure_connection()
        if not POSTGRESQL:
            with closing(sqlite3.connect(_file(folder))) as source:
                source.backup(connection.connection)


@dataclass(frozen=True, slots=True)
class PortalDatabase:
    """A migrated database for a portal in processes of its own, of the kind that this run is on."""

    name: str

    @property
    def url(self) -> str:
        return url_of(self.name) if POSTGRESQL else f"sqlite:///{self.name}"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """This thread's connection leads there meanwhile; its own stays open, since in it lives SQLite's database."""
        own = connections["default"]
        before, own.settings_dict["NAME"] = own.settings_dict["NAME"], self.name
        del connections["default"]
        try:
            yield
        finally:
            connections["default"].close()
            own.settings_dict["NAME"], connections["default"] = before, own


@contextmanager
def portal_database(run_folder: Path, folder: Path) -> Iterator[PortalDatabase]:
    """`folder` is the portal's own, where SQLite's file lies."""
    if not POSTGRESQL:
        with migrated(run_folder):
            shutil.copy(_file(run_folder), folder / "portal.sqlite3")
        yield PortalDatabase(str(folder / "portal.sqlite3"))
        return
    name = f"test_{OWN_NAME}_portal_{secrets.token_hex(4)}"
    with migrated(run_folder):
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{NAME}"')
    try:
        yield PortalDatabase(name)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def empty(at_the_end: Callable[[Callable[[], None]], None]) -> str:
    """The name of a database on PostgreSQL with nothing in it, dropped at the end."""
    name = f"test_{OWN_NAME}_empty_{secrets.token_hex(4)}"
    _on_server(f'CREATE DATABASE "{name}"')
    at_the_end(lambda: _on_server(f'DROP DATABASE "{name}" WITH (FORCE)'))
    return name


def url_of(name: str) -> str:
    """Of a database on the PostgreSQL that this run is on."""
    at = settings.DATABASES["default"]
    login = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
    return f"postgres://{login}@{at['HOST']}:{at['PORT'] or 5432}/{name}"


def drop() -> None:
    """At the end of a run, and before one that follows a run that was killed."""
    if POSTGRESQL:
        _on_server(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')


def _open(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _file(folder: Path) -> Path:
    return folder / "template.sqlite3"


def _on_server(*statements: str) -> None:
    with closing(psycopg2.connect(url_of("postgres"))) as server:
        server.autocommit = True
        for statement in statements:
            server.cursor().execute(statement)
