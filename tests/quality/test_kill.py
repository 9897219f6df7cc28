"""Workers killed with -9 in the middle of a round: every distribution has exactly one result, on either broker.

The whole promise: `CHAOS_CHECKS=1000 CHAOS_KILLS=20 python -m pytest tests/quality/test_kill.py -k nothing`.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.quality.chaos import Host, Killer, Portal, catalogue, serving

CHECKS = int(os.environ.get("CHAOS_CHECKS", "60"))
KILLS = int(os.environ.get("CHAOS_KILLS", "2"))
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as host:
        yield host


@pytest.fixture(params=["folder", "redis"])
def broker(request: pytest.FixtureRequest) -> tuple[str, Any]:
    return ("filesystem://", None) if request.param == "folder" else request.getfixturevalue("own_redis")


def ended(portal: Portal) -> dict[str, int]:
    return dict(portal.rows("SELECT state, count(*) FROM quality_checkjob GROUP BY state"))


def test_nothing_is_lost_and_nothing_counts_twice(broker: tuple[str, Any], host: Host, tmp_path: Path) -> None:
    url, redis = broker
    host.delay = 0.1
    catalogue(host, [f"/{n}.csv" for n in range(CHECKS)])
    portal = Portal(tmp_path, host, url)
    try:
        portal.start()
        portal.start()
        killer = Killer(portal, host, kills=KILLS, every=(10, CHECKS // (KILLS + 1) + 5), seed=1)

        def meanwhile() -> None:
            killer()
            if redis and killer.left:
                redis.flushall()  # Redis is never the record

        portal.until_done(60 + 20 * KILLS, meanwhile)
    finally:
        portal.end()
    assert portal.results() == {1: CHECKS}
    assert sum(ended(portal).values()) == CHECKS
    assert killer.left == 0
    assert host.hits.total() > CHECKS


def test_a_poison_address_is_given_up_and_takes_no_neighbour_with_it(host: Host, tmp_path: Path) -> None:
    catalogue(host, ["/poison.csv", *(f"/{n}.csv" for n in range(10))])
    portal = Portal(tmp_path, host, "filesystem://")
    host.on_poison = lambda: [portal.kill(worker) for worker in list(portal.workers)] and None

    def meanwhile() -> None:
        if not portal.workers:
            portal.start()

    try:
        portal.start()
        portal.until_done(120, meanwhile)
    finally:
        portal.end()
    assert host.hits["/poison.csv"] == 3
    assert portal.results() == {1: 11}
    assert ended(portal) == {"done": 10, "given_up": 1}
    assert portal.rows("SELECT reason FROM quality_observation WHERE fault") == [("checker_fault",)]
