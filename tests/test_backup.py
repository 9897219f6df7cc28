"""The drill: a portal is backed up while it works, lost, and restored elsewhere; facts, head and figures are equal."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from datasets import ledger
from datasets.models import LedgerEntry, Unit
from tests.reports.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(tmp_path: Path, settings: object) -> Path:
    folder = tmp_path / "portal" / "media"
    (folder / "packets" / "1").mkdir(parents=True)
    (folder / "packets" / "1" / "報告.pdf").write_bytes(os.urandom(5_000))
    (folder / "packets" / ".2.making").mkdir()
    (folder / "packets" / ".2.making" / "half").write_text("half")
    settings.MEDIA_ROOT = folder  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def backup(unit: Unit, other_unit: Unit, media: Path, tmp_path: Path) -> Path:
    World(unit, other_unit)
    call_command("rebuild_feedback", stdout=StringIO())
    call_command("backup", str(tmp_path / "portal.backup"), stdout=StringIO())
    return tmp_path / "portal.backup"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of another machine, with an empty database of the same kind."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    environment = os.environ | {"VAR_DIR": str(folder), "DEMO": "0", "PYTHONPATH": str(settings.BASE_DIR)}
    environment.pop("PRODUCTION", None)
    if connection.vendor == "sqlite":
        yield environment | {"DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3"}
        return
    name, at = f"{connection.settings_dict['NAME']}_drill", connection.settings_dict
    server = psycopg2.connect(
        host=at["HOST"], port=at["PORT"], user=at["USER"], password=at["PASSWORD"], dbname="postgres"
    )
    server.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    try:
        server.cursor().execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.cursor().execute(f'CREATE DATABASE "{name}"')
        secret = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
        yield environment | {"DATABASE_URL": f"postgres://{at['USER']}{secret}@{at['HOST']}:{at['PORT']}/{name}"}
    finally:
        server.cursor().execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.close()


def manage(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False, timeout=300)


KPI = ("kpi", "2026Q2", "--as-of", "2026-07-20", "--format", "json")


def test_what_is_restored_elsewhere_says_the_same(backup: Path, media: Path, elsewhere: dict[str, str]) -> None:
    head, said = ledger.head(), StringIO()
    assert head
    call_command(*KPI, stdout=said)
    done = manage(elsewhere, "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert f"{head.position} facts whole, head {head.hash}" in done.stdout
    assert json.loads(manage(elsewhere, *KPI).stdout) == json.loads(said.getvalue())
    restored = Path(elsewhere["VAR_DIR"]) / "media"
    file = Path("packets/1/報告.pdf")
    assert (restored / file).read_bytes() == (media / file).read_bytes()
    assert not list(restored.rglob(".*"))

    again = manage(elsewhere, "restore", str(backup))
    assert again.returncode == 1
    assert "--force" in again.stderr
    (restored / "later.txt").write_text("made after the backup")
    forced = manage(elsewhere, "restore", str(backup), "--force")
    assert forced.returncode == 0, forced.stderr
    assert not (restored / "later.txt").exists()
    refused = manage(elsewhere, "shell", "-c", "from datasets.models import LedgerEntry as L; L.objects.all().delete()")
    assert "insert-only" in refused.stderr


def test_a_backup_is_for_its_owner_and_names_its_head(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    manifest = json.loads(ZipFile(backup).read("manifest.json"))
    newest = LedgerEntry.objects.order_by("-position")[0]
    assert (manifest["position"], manifest["head"]) == (newest.position, newest.hash)
    assert set(manifest["files"]) == {"database", "media/packets/1/報告.pdf"}
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(backup))
    assert sorted(one.name for one in backup.parent.iterdir()) == ["portal", "portal.backup"]


def test_a_damaged_backup_touches_nothing(backup: Path, media: Path) -> None:
    whole, before = backup.read_bytes(), LedgerEntry.objects.count()
    spoilt = [whole[: len(whole) * 9 // 10]]
    for place in (0.1, 0.5, 0.9):  # within the members: a date in the zip's own list may differ unharmed
        changed = bytearray(whole)
        changed[int(whole.index(b"media/packets") * place)] ^= 0x55
        spoilt.append(bytes(changed))
    for content in spoilt:
        backup.write_bytes(content)
        with pytest.raises(CommandError):
            call_command("restore", str(backup), "--force")
    assert LedgerEntry.objects.count() == before
    assert (media / "packets" / "1" / "報告.pdf").exists()
    assert [one.name for one in media.parent.iterdir()] == ["media"]


def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, media: Path) -> None:
    for content in (b"", b"not a zip", b"PK\x03\x04"):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(CommandError, match="no whole backup"):
            call_command("restore", str(tmp_path / "x"), "--force")
    with pytest.raises(CommandError, match="No such file"):
        call_command("restore", str(tmp_path / "missing"), "--force")


def test_a_member_that_points_outside_is_refused(tmp_path: Path, media: Path) -> None:
    name = "media/../../evil"
    with ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr(name, "x")
        head = {
            "version": 1,
            "vendor": connection.vendor,
            "taken_at": "",
            "position": 0,
            "head": "",
            "files": {name: "0"},
        }
        archive.writestr("manifest.json", json.dumps(head))
    with pytest.raises(CommandError, match="points outside"):
        call_command("restore", str(tmp_path / "x"), "--force")
    assert not (tmp_path / "evil").exists()


def test_a_backup_of_another_kind_of_database_is_refused(backup: Path) -> None:
    with ZipFile(backup) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    members["manifest.json"] = json.dumps(manifest | {"vendor": "oracle"}).encode()
    with ZipFile(backup, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(CommandError, match="oracle"):
        call_command("restore", str(backup), "--force")


@pytest.mark.only_on("sqlite")  # PostgreSQL's own programs look after this
def test_a_copy_that_sqlite_finds_damaged_is_not_put_in_place(tmp_path: Path) -> None:
    from ncc_opendata.backup import databases
    from ncc_opendata.backup.failure import BackupFailed

    (tmp_path / "db").write_bytes(b"SQLite format 3\x00" + b"\xff" * 4_000)
    with pytest.raises((BackupFailed, sqlite3.DatabaseError)):
        databases.replace(tmp_path / "db")
