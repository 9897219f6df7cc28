"""A consistent copy of the database, and a database from a copy: SQLite's backup API, PostgreSQL's own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from ncc_opendata.backup.failure import BackupFailed

_ANEW = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


def copy(target: Path) -> None:
    """Write the database as of one moment, while others go on reading and writing it. Raises BackupFailed."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as made:
        connection.connection.backup(made)
        _check(made)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def replace(source: Path) -> None:
    """Make the database what the copy is, or leave it as it is. Raises BackupFailed."""
    if connection.vendor == "postgresql":
        script = source.with_suffix(".sql")
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        connection.close()
        _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--command={_ANEW}",
             f"--file={script}", "--output=/dev/null")  # fmt: skip
        return
    with closing(sqlite3.connect(source)) as kept:
        _check(kept)
        connection.ensure_connection()
        kept.backup(connection.connection)
    connection.close()


def _check(copied: sqlite3.Connection) -> None:
    (said,) = copied.execute("PRAGMA integrity_check").fetchone()
    if said != "ok":
        raise BackupFailed(f"SQLite finds the copy damaged: {said}")


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if not found:
        raise BackupFailed(f"{program} is not on this machine: install PostgreSQL's client programs (docs/backup.md)")
    wanted = connection.settings_dict
    place = {"PGHOST": wanted["HOST"], "PGPORT": wanted["PORT"], "PGUSER": wanted["USER"]}
    place |= {"PGPASSWORD": wanted["PASSWORD"], "PGDATABASE": wanted["NAME"]}
    environment = os.environ | {name: str(value) for name, value in place.items() if value}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip()}")
