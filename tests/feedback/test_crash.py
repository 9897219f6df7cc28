"""An accepted message is never lost: the server is killed while a crowd writes (bench/feedback_bench.py: 10,000)."""

from pathlib import Path

import pytest

from tests import machine
from tests.feedback.flood import Server, flood


@pytest.mark.slow
def test_what_was_accepted_is_there_after_kills_and_without_a_broker(tmp_path: Path) -> None:
    nobody = machine.free_port()
    server = Server(tmp_path, machine.free_port(), BROKER_URL=f"redis://127.0.0.1:{nobody}/0", PRODUCTION="0")
    try:
        outcome = flood(server, 40, kills=2, crowd=6)
        kept = server.kept()
    finally:
        server.stop()
    assert outcome.server_errors == outcome.refused == 0
    assert len(outcome.receipts) == 40
    assert {text: kept.get(text) for text in outcome.receipts} == outcome.receipts
