"""Flood the public form and kill the server meanwhile: nothing accepted may be lost, and the staff's queue stays quick.

    .venv/bin/python bench/feedback_bench.py [--messages 1000] [--kills 10] [--crowd 8]

Prints accepted, lost, doubled, answers per second, and the 95th percentile of the form and of the full queue.
contract.md: 0 lost of 10,000; queue p95 ≤ 500 ms.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import requests  # noqa: E402

from tests import machine  # noqa: E402
from tests.feedback.flood import Server, flood  # noqa: E402

QUEUE_MS = 500
SESSION = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from datasets.models import Unit, User
unit = Unit.objects.first()
user, _ = User.objects.get_or_create(username="bench", defaults={"unit": unit, "role": "staff"})
store = import_module(settings.SESSION_ENGINE).SessionStore()
store[SESSION_KEY] = str(user.pk)
store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
store[HASH_SESSION_KEY] = user.get_session_auth_hash()
store.create()
print(">" + store.session_key)
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--crowd", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), machine.free_port())
        try:
            return measure(server, options)
        finally:
            server.stop()


def measure(server: Server, options: argparse.Namespace) -> int:
    started = time.monotonic()
    outcome = flood(server, options.messages, kills=options.kills, crowd=options.crowd)
    seconds = time.monotonic() - started
    kept = server.kept()
    lost = [text for text, code in outcome.receipts.items() if kept.get(text) != code]
    doubled = [code for code, times in Counter(outcome.receipts.values()).items() if times > 1]
    queue = percentile(queue_times(server))
    print(f"accepted {len(outcome.receipts)}, lost {len(lost)}, doubled {len(doubled)}, refused {outcome.refused},")
    print(f"without an answer {outcome.died} (sent again), server errors {outcome.server_errors}")
    print(f"{len(outcome.receipts) / seconds:.0f} messages a second; form p95 {percentile(outcome.seconds):.0f} ms")
    print(f"queue of {len(kept)}: p95 {queue:.0f} ms (at most {QUEUE_MS})")
    return 1 if lost or doubled or outcome.server_errors or queue > QUEUE_MS else 0


def queue_times(server: Server) -> list[float]:
    """Seconds of the queue's page for a clerk, with everything in it."""
    printed = server.manage("shell", "-v0", "-c", SESSION)
    cookies = {"sessionid": printed[printed.index(">") + 1 :].strip()}
    times = []
    for _ in range(40):
        answer = requests.get(server.url + "/queue/", cookies=cookies, timeout=20)
        assert "/queue/" in answer.url, answer.url
        times.append(answer.elapsed.total_seconds())
    return times


def percentile(seconds: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


if __name__ == "__main__":
    raise SystemExit(main())
