"""A catalogue whose addresses lead to a real server on loopback, and a checker that is allowed to go there."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_httpserver import HTTPServer

from datasets.models import Dataset, Distribution, Lifecycle, Openness, Unit
from quality.checker.options import Options
from quality.models import CheckJob
from quality.services import rounds, running
from quality.services.lanes import Lane

CSV = "編號,名稱\n1,甲\n2,乙\n"


@pytest.fixture(scope="session")
def host() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        yield server


@pytest.fixture
def site(host: HTTPServer) -> Iterator[HTTPServer]:
    yield host
    host.clear()


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    return Dataset.objects.create(
        identifier="5995", title="收視費用", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )


@pytest.fixture
def distribution(dataset: Dataset, site: HTTPServer) -> Distribution:
    site.expect_request("/fees.csv").respond_with_data(CSV, content_type="text/csv")
    return offer(dataset, site.url_for("/fees.csv"))


def offer(dataset: Dataset, url: str, **more: Any) -> Distribution:
    return Distribution.objects.create(dataset=dataset, download_url=url, **{"format": "CSV", **more})


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def run(clock: Time) -> Callable[..., int]:
    """Do what waits, as a worker does."""

    def do(lane: Lane = Lane.ROUND, **more: Any) -> int:
        options = Options(allow_private=True, backoff=(), workers=1, **more.pop("options", {}))
        return running.run_checks(lane=lane, options=options, clock=clock, **more)

    return do


@pytest.fixture
def check(clock: Time, run: Callable[..., int]) -> Callable[..., None]:
    """One round of everything, so many hours later."""

    def do(hours: float = 0, **more: Any) -> None:
        now = clock.forward(hours=hours, microseconds=1)
        assert rounds.start_round(period=now.isoformat()[:40], now=now, everything=True)
        run(**more)
        assert not CheckJob.objects.exclude(state__in=["done", "failed", "given_up"]).exists()

    return do
