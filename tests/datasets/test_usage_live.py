"""Views and downloads are live: never older than 5 s, none lost or counted twice when a web process is killed."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests
from django.core.cache import cache
from django.test import Client

from datasets.models import Dataset, Lifecycle, Openness, Unit
from datasets.services.usage import fold_usage
from datasets.usage import total
from tests import machine
from tests.feedback.flood import Server

MAKE = """
from datasets.models import Dataset, Unit
unit = Unit.objects.create(code="u", name="u")
row = Dataset.objects.create(identifier="1", title="x", unit=unit, lifecycle="published", openness="open")
row.distributions.create(download_url="https://example.test/x.csv")
"""
COUNT = """
from datasets.models import RecentUse
print(">", RecentUse.objects.count(), RecentUse.objects.values("visitor").distinct().count())
"""
READERS = 60


@pytest.mark.django_db
def test_uses_are_seen_at_once_and_after_their_day_is_folded(client: Client, unit: Unit, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    Dataset.objects.create(identifier="1", title="x", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN)
    first, last = date(2020, 1, 1), date(2099, 1, 1)
    for reader in range(1, 4):
        client.get("/datasets/1/", HTTP_USER_AGENT=f"Mozilla/5.0 Firefox/{reader}.0")
        assert total(first, last).views == reader
    assert fold_usage(datetime.now(UTC) + timedelta(days=2)) == 3
    assert total(first, last).views == 3


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a fresh database: SQLite in the server's folder, or one on the PostgreSQL of this machine."""
    if kind == "sqlite":
        yield {"DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}"}
        return
    with machine.postgres() as url:
        if not url:
            pytest.skip("LEFT OUT: this machine has no PostgreSQL")
        name = f"usage_live_{random.randrange(10**9)}"
        with contextlib.closing(psycopg2.connect(url)) as admin:
            admin.autocommit = True
            admin.cursor().execute(f"CREATE DATABASE {name}")
            try:
                yield {"DATABASE_URL": f"{url.rsplit('/', 1)[0]}/{name}"}
            finally:
                admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def use(server: Server, reader: int, answered: list[int]) -> None:
    """One reader, another browser each: again, as people do, until there is an answer."""
    for _attempt in range(100):
        with contextlib.suppress(requests.RequestException):
            address = f"{server.url}/datasets/1/" + ("download/0/" if reader % 2 else "")
            agent = {"User-Agent": f"Mozilla/5.0 Firefox/{reader}.0"}
            answer = requests.get(address, headers=agent, timeout=20, allow_redirects=False)
            if answer.status_code in {200, 302}:
                answered.append(reader)
                return
        time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_each_use_counts_once_while_the_server_is_killed(kind: str, tmp_path: Path) -> None:
    """A reader whose answer was lost asks again within the half minute: a double click, which counts once."""
    answered: list[int] = []
    with database(kind, tmp_path) as settings:
        server = Server(tmp_path, machine.free_port(), **settings)
        try:
            server.manage("shell", "-v0", "-c", MAKE)
            killer = threading.Thread(target=_kill_when, args=(server, answered, READERS // 3))
            killer.start()
            with ThreadPoolExecutor(6) as pool:
                list(pool.map(lambda reader: use(server, reader, answered), range(READERS)))
            killer.join()
            printed = server.manage("shell", "-v0", "-c", COUNT)
        finally:
            server.stop()
    assert len(answered) == READERS
    assert printed[printed.index(">") + 1 :].split() == [str(READERS)] * 2


def _kill_when(server: Server, answered: list[int], number: int) -> None:
    """kill -9 of all its processes, once so many were answered."""
    while len(answered) < number:
        time.sleep(0.01)
    server.kill()
