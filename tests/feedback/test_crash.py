"""An accepted message is never lost: the server is killed while a crowd writes (bench/feedback_bench.py: 10,000)."""

from pathlib import Path

import pytest

from feedback.models import MessageText
from tests import machine
from tests.feedback.flood import Server, flood
from tests.template import PortalDatabase


@pytest.mark.slow
def test_what_was_accepted_is_there_after_kills_and_without_a_broker(
    tmp_path: Path, portal_database: PortalDatabase
) -> None:
    broker = f"redis://127.0.0.1:{machine.free_port()}/0"  # nobody's
    server = Server(tmp_path, machine.free_port(), BROKER_URL=broker, PRODUCTION="0", DATABASE_URL=portal_database.url)
    try:
        outcome = flood(server, 40, kills=2, crowd=6)
    finally:
        server.stop()
    with portal_database.opened():
        kept = list(MessageText.objects.values_list("text", "message__tracking_code"))
    assert outcome.server_errors == outcome.refused == 0
    assert len(outcome.receipts) == 40
    assert outcome.receipts.items() <= set(kept)
