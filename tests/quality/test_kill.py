"""Workers killed with -9 in the middle of a round: every distribution has exactly one result, on either broker.

The whole promise: `CHAOS_CHECKS=1000 CHAOS_KILLS=20 python -m pytest tests/quality/test_kill.py -k nothing`.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.machine import Cluster, cluster
from tests.proxy import proxied
from tests.quality.chaos import Host, Killer, Portal, catalogue, serving

CHECKS = int(os.environ.get("CHAOS_CHECKS", "60"))
KILLS = int(os.environ.get("CHAOS_KILLS", "2"))
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as host:
        yield host


@pytest.fixture
def own_postgres() -> Iterator[Cluster]:
    """A PostgreSQL that this test alone uses."""
    with cluster() as own:
        if not own:
            assert os.environ.get("CI") != "true", "CI=true leaves nothing out, and PostgreSQL's programs are missing"
            pytest.skip("LEFT OUT: this machine has no PostgreSQL to start")
        yield own


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

        portal.until_done(240 + 20 * KILLS, meanwhile)
    finally:
        portal.end()
    assert portal.results() == {1: CHECKS}
    assert sum(ended(portal).values()) == CHECKS
    assert killer.left == 0
    assert host.hits.total() > CHECKS


def workers_live_through(portal: Portal, meanwhile: Callable[[], None]) -> bool:
    """Whether both workers that began the round are there when it is done."""
    try:
        workers = [portal.start(), portal.start()]
        portal.until_done(240, meanwhile)
        return all(worker.poll() is None for worker in workers)
    finally:
        portal.end()


def test_workers_go_on_when_redis_was_restarted_and_had_forgotten_everything(
    own_redis: tuple[str, Any], host: Host, tmp_path: Path
) -> None:
    """Their connections end, for a while nobody is there, then an empty Redis is: the same workers finish the round."""
    host.delay = 0.1
    catalogue(host, [f"/{n}.csv" for n in range(60)])
    restarts = [10, 35]
    with proxied(urlsplit(own_redis[0]).port or 0) as line:
        portal = Portal(tmp_path, host, f"redis://127.0.0.1:{line.port}/0")

        def meanwhile() -> None:
            if restarts and host.hits.total() >= restarts[0]:
                restarts.pop(0)
                line.cut()
                own_redis[1].flushall()
                time.sleep(1)
                line.mend()

        assert workers_live_through(portal, meanwhile)
    assert restarts == []
    assert portal.results() == {1: 60}


def test_timetables_are_killed_and_two_at_once_do_no_harm(broker: tuple[str, Any], host: Host, tmp_path: Path) -> None:
    """The worker dies too, so that it is a beat that brings its checks back; one goes on over the killed one's file."""
    host.delay = 0.1
    catalogue(host, [f"/{n}.csv" for n in range(30)])
    portal, kills = Portal(tmp_path, host, broker[0]), [5, 15]

    def meanwhile() -> None:
        if kills and host.hits.total() >= kills[0]:
            kills.pop(0)
            portal.kill(portal.beats[0])
            portal.kill(portal.workers[0])
            portal.start_beat(tmp_path / f"beat-{1 - len(kills)}")
            portal.start()

    try:
        portal.start()
        for number in range(2):
            portal.start_beat(tmp_path / f"beat-{number}")
        portal.until_done(240, meanwhile)
        assert all(beat.poll() is None for beat in portal.beats)
    finally:
        portal.end()
    assert kills == []
    assert portal.results() == {1: 30}
    assert sum(ended(portal).values()) == 30


@pytest.mark.only_on("postgresql")
def test_workers_go_on_when_postgresql_was_killed(
    own_postgres: Cluster, own_redis: tuple[str, Any], host: Host, tmp_path: Path
) -> None:
    """With -9, as when its machine loses its power; it comes back a second later, and the same workers finish."""
    host.delay = 0.1
    catalogue(host, [f"/{n}.csv" for n in range(60)])
    portal, kills = Portal(tmp_path, host, own_redis[0], own_postgres), [10, 35]

    def meanwhile() -> None:
        if kills and host.hits.total() >= kills[0]:
            kills.pop(0)
            own_postgres.end(signal.SIGKILL)
            time.sleep(1)
            assert own_postgres.start()

    assert workers_live_through(portal, meanwhile)
    assert kills == []
    assert portal.results() == {1: 60}


def test_a_poison_address_is_given_up_and_takes_no_neighbour_with_it(host: Host, tmp_path: Path) -> None:
    catalogue(host, ["/poison.csv", *(f"/{n}.csv" for n in range(10))])
    portal = Portal(tmp_path, host, "filesystem://")
    host.on_poison = lambda: [portal.kill(worker) for worker in list(portal.workers)] and None

    def meanwhile() -> None:
        if not portal.workers:
            portal.start()

    try:
        portal.start()
        portal.until_done(300, meanwhile)
    finally:
        portal.end()
    assert host.hits["/poison.csv"] == 3
    assert portal.results() == {1: 11}
    assert ended(portal) == {"done": 10, "given_up": 1}
    assert portal.rows("SELECT reason FROM quality_observation WHERE fault") == [("checker_fault",)]


def test_a_worker_that_is_asked_to_end_puts_its_work_back(host: Host, tmp_path: Path) -> None:
    host.delay = 2.5
    catalogue(host, [f"/{n}.csv" for n in range(40)])
    portal = Portal(tmp_path, host, "filesystem://")
    portal.env |= {"REMAP_SIGTERM": "SIGQUIT", "WORKER_GRACE_SECONDS": "1"}
    try:
        worker = portal.start()
        portal.send("quality.tasks.run_checks", "round")
        assert until(90, lambda: host.hits.total() > 5)
        worker.terminate()
        worker.wait(60)
    finally:
        portal.end()
    states = portal.rows("SELECT state, attempts FROM quality_checkjob WHERE state <> 'done'")
    assert set(states) == {("queued", 0)}
    assert portal.rows("SELECT count(*) FROM quality_hostturn") == [(0,)]


def until(seconds: float, happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not happens():
        time.sleep(0.05)
    return happens()
