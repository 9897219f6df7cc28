"""A disk that is full is said to be full, on the page, of the job and by the command; nothing half stays behind."""

import errno
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from datasets.disk import FULL, is_full
from datasets.models import ImportRun, Unit, User
from datasets.services import jobs
from ncc_opendata.backup import portal

pytestmark = pytest.mark.django_db
FULL_FOR_SQLITE = "database or disk is full"


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes: writing fails as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_upload_that_finds_no_room_is_told_and_leaves_nothing(officer: User, unit: Unit, settings: Any) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    big = SimpleUploadedFile("list.csv", b"a,b\n" * 500_000)
    with room_for(1_000_000):
        answer = client.post("/manage/imports/", {"file": big, "unit": unit.code})
    assert answer.status_code == 507
    assert "The disk is full" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_file_that_fits_has_its_name_and_the_next_another() -> None:
    names = [default_storage.save("imports/list.csv", ContentFile(text)) for text in (b"1", b"2")]
    assert names[0] == "imports/list.csv" != names[1]
    assert [default_storage.open(name).read() for name in names] == [b"1", b"2"]
    assert sorted(default_storage.listdir("imports")[1]) == sorted(Path(name).name for name in names)


def test_a_job_says_that_the_disk_is_full() -> None:
    job = ImportRun.objects.create(kind=ImportRun.Kind.CALENDAR, filename="2026.csv")

    def work(running: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    jobs.run(ImportRun, job.pk, work)
    job.refresh_from_db()
    assert (job.state, job.error) == ("queued", FULL)


def test_a_backup_that_finds_no_room_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(target: Path) -> None:
        target.write_bytes(b"half")
        raise sqlite3.OperationalError(FULL_FOR_SQLITE)

    monkeypatch.setattr(portal.databases, "copy", copy)
    with pytest.raises(CommandError, match=FULL_FOR_SQLITE):
        call_command("backup", str(tmp_path / "portal.backup"))
    assert list(tmp_path.iterdir()) == []


def test_the_databases_own_words_are_understood() -> None:
    assert is_full(OperationalError(FULL_FOR_SQLITE))
    assert is_full(OperationalError('could not extend file "base/1": No space left on device'))
    assert not is_full(OperationalError("database is locked"))
