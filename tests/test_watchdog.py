"""A worker that went deaf ends itself; one that works or waits a little does not."""

from pathlib import Path

import pytest

from ncc_opendata.watchdog import Silence
from tests.quality.chaos import Portal, serving


@pytest.mark.parametrize(
    ("now", "received", "busy", "ends"),
    [(10, 0, False, False), (61, 0, False, True), (61, 1, False, False), (61, 0, True, False)],
)
def test_silence(now: float, received: int, busy: bool, ends: bool) -> None:
    assert Silence(60, since=0).too_long(now, received=received, busy=busy) is ends


def test_every_message_starts_the_clock_anew() -> None:
    silence = Silence(60, since=0)
    assert not silence.too_long(50, received=1, busy=False)
    assert not silence.too_long(100, received=1, busy=False)
    assert silence.too_long(111, received=1, busy=False)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_deaf_worker_ends(tmp_path: Path) -> None:
    with serving() as host:
        portal = Portal(tmp_path, host, "filesystem://")
        portal.env |= {"WORKER_QUIET_SECONDS": "1", "WORKER_GRACE_SECONDS": "1"}
        try:
            portal.start().wait(120)
        finally:
            portal.end()
