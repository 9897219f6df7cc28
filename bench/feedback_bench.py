"""Flood the public form and kill the server meanwhile: nothing accepted may be lost, and the staff's pages stay quick.

    .venv/bin/python bench/feedback_bench.py [--messages 1000] [--kills 10] [--crowd 8] [--database URL]

On a demonstration, in SQLite or in the empty PostgreSQL database that is named. Prints accepted, lost, doubled, answers
per second; the 95th percentile of the form, of the pages that an officer reads during the flood one by one, and of the
full queue after it. The crowd asks as fast as it is answered and lives on the same machine, so the load that is
printed belongs to the figures. contract.md: 0 lost of 10,000; staff pages p95 ≤ 500 ms.
"""

import argparse
import contextlib
import itertools
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import requests  # noqa: E402

from tests import machine  # noqa: E402
from tests.feedback.flood import Server, flood  # noqa: E402

STAFF_MS = 500
PAGES = ("/", "/queue/", "/dashboard/", "/datasets/", "/manage/")
SESSION = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from datasets.models import User
user = User.objects.get(username="officer")
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
    parser.add_argument("--database", default="", help="of an empty PostgreSQL database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/portal.sqlite3"
        server = Server(Path(folder), machine.free_port(), DATABASE_URL=url, start=False)
        server.manage("prepare")
        server.manage("shell", "-v0", "-c", "from reports.kept.keeping import keep; keep()")
        server.start()
        try:
            return measure(server, options)
        finally:
            server.stop()


def measure(server: Server, options: argparse.Namespace) -> int:
    started = time.monotonic()
    with reading(server) as pages:
        outcome = flood(server, options.messages, kills=options.kills, crowd=options.crowd)
    seconds = time.monotonic() - started
    kept = server.kept()
    lost = [text for text, code in outcome.receipts.items() if kept.get(text) != code]
    doubled = [code for code, times in Counter(outcome.receipts.values()).items() if times > 1]
    queue = percentile(queue_times(server))
    slowest = max([queue, *(percentile(times) for times in pages.values())])
    print(f"accepted {len(outcome.receipts)}, lost {len(lost)}, doubled {len(doubled)}, refused {outcome.refused},")
    print(f"without an answer {outcome.died} (sent again), server errors {outcome.server_errors}")
    print(f"{len(outcome.receipts) / seconds:.0f} messages a second; form p95 {percentile(outcome.seconds):.0f} ms")
    for page, times in pages.items():
        print(f"{page} during the flood: p95 {percentile(times):.0f} ms of {len(times)} (at most {STAFF_MS})")
    print(f"queue of {len(kept)}: p95 {queue:.0f} ms (at most {STAFF_MS}); load {os.getloadavg()[0]:.1f}")
    return 1 if lost or doubled or outcome.server_errors or slowest > STAFF_MS else 0


@contextmanager
def reading(server: Server) -> Iterator[dict[str, list[float]]]:
    """Somebody who reads the staff's pages meanwhile: seconds that each took, by page; of a killed server none."""
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    session, done = signed_in(server), threading.Event()

    def read() -> None:
        for page in itertools.cycle(PAGES):
            if done.wait(0.2):
                return
            with contextlib.suppress(requests.ConnectionError):
                answer = session.get(server.url + page, timeout=60)
                assert (answer.status_code, answer.url) == (200, server.url + page), answer.url
                times[page].append(answer.elapsed.total_seconds())

    reader = threading.Thread(target=read)
    reader.start()
    yield times
    done.set()
    reader.join()


def signed_in(server: Server) -> requests.Session:
    printed = server.manage("shell", "-v0", "-c", SESSION)
    session = requests.Session()
    session.cookies["sessionid"] = printed[printed.index(">") + 1 :].strip()
    return session


def queue_times(server: Server) -> list[float]:
    """Seconds of the queue's page with everything in it."""
    session = signed_in(server)
    return [session.get(server.url + "/queue/", timeout=20).elapsed.total_seconds() for _ in range(40)]


def percentile(seconds: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


if __name__ == "__main__":
    raise SystemExit(main())
