"""Views and downloads are live: never older than 5 s, none lost or counted twice when a web process is killed."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.test import Client

from datasets.models import Dataset, Lifecycle, Openness, RecentUse, Unit
from datasets.services.usage import fold_usage
from datasets.usage import total
from tests import machine
from tests.feedback.flood import Server
from tests.template import PortalDatabase

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


def use(server: Server, reader: int, answered: list[int]) -> None:
    """One reader, another browser each: again, as people do, until there is an answer."""
    for _attempt in range(100):
        with contextlib.suppress(requests.RequestException):
            address = f"{server.url}/datasets/1/" + ("download/0/" if reader % 2 else "")
            agent = {"User-Agent": f"Mozilla/5.0 Firefox/{reader}.0"}
            answer = requests.get(address, headers=agent, timeout=20, allow_redirects=False)
            if answer.status_code < 500:
                assert answer.status_code in {200, 302}
                answered.append(reader)
                return
        time.sleep(0.2)


def make_a_dataset() -> None:
    unit = Unit.objects.create(code="u", name="u")
    row = Dataset.objects.create(
        identifier="1", title="x", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    row.distributions.create(download_url="https://example.test/x.csv")


@pytest.mark.slow
def test_each_use_counts_once_while_the_server_is_killed(tmp_path: Path, portal_database: PortalDatabase) -> None:
    """A reader whose answer was lost asks again within the half minute: a double click, which counts once."""
    answered: list[int] = []
    with portal_database.opened():
        make_a_dataset()
    server, over = Server(tmp_path, machine.free_port(), DATABASE_URL=portal_database.url), threading.Event()
    killer = threading.Thread(target=_kill_when, args=(server, answered, READERS // 3, over))
    try:
        killer.start()
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda reader: use(server, reader, answered), range(READERS)))
    finally:
        over.set()
        killer.join()
        server.stop()
    assert len(answered) == READERS
    with portal_database.opened():
        assert RecentUse.objects.count() == READERS
        assert RecentUse.objects.values("visitor").distinct().count() == READERS


def _kill_when(server: Server, answered: list[int], number: int, over: threading.Event) -> None:
    """kill -9 of all its processes, once so many were answered."""
    while len(answered) < number:
        if over.wait(0.01):
            return
    server.kill()
