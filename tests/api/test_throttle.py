"""One program's loop does not slow the API down for all others."""

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db
URL = "/api/v1/datasets"


@pytest.fixture(autouse=True)
def counted(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.API_PER_MINUTE = 3
    cache.clear()


def asks(address: str, times: int = 1) -> list[int]:
    return [Client(REMOTE_ADDR=address).get(URL).status_code for _ in range(times)]


def test_one_address_asks_so_often_and_others_go_on() -> None:
    with time_machine.travel("2026-11-02T04:00:00Z", tick=False) as clock:
        assert asks("203.0.113.5", 4) == [200, 200, 200, 429]
        assert asks("203.0.113.6") == [200]
        assert asks("::ffff:203.0.113.5") == [429], "another spelling is no other address"
        refused = Client(REMOTE_ADDR="203.0.113.5").get(URL)
        assert refused["Retry-After"] == "60"
        clock.shift(61)
        assert asks("203.0.113.5") == [200]


def test_an_invented_address_does_not_help(settings: Any) -> None:
    told = [Client(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").get(URL) for n in range(4)]
    assert [answer.status_code for answer in told] == [200, 200, 200, 429]


def test_zero_is_no_limit(settings: Any) -> None:
    settings.API_PER_MINUTE = 0
    assert set(asks("203.0.113.8", 9)) == {200}


def test_the_description_names_it() -> None:
    document = Client().get("/api/v1/schema").json()
    assert all("429" in one["responses"] for path in document["paths"].values() for one in path.values())
