"""Pages with the archive of ten years: milliseconds at the server, queries, and how both grow with the history.

    .venv/bin/python bench/scale_bench.py [--sizes 1,10] [--rounds 12] [--keep]

Size 1 is 600 datasets, size 100 is 60,000 with 200,000 files, 1,000 units, 2.5 million obligations and 20 million
rows of usage (bench/scale_data.py), each in a PostgreSQL database of its own that is dropped afterwards (`--keep`).
Every page is asked through Django's handler. Columns: p50 and p95 in milliseconds of wall time; CPU milliseconds of
the handler + of the database's process; queries; p95 and CPU over the limit: on a machine that has something else to
do the clock tells of that too, CPU does not. "cold" asks as of another past day each time, so nothing is kept; "new
fact" asks with an empty cache, as the first reader after one does.
"""

import argparse
import functools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import psycopg2  # noqa: E402

from tests import machine  # noqa: E402

if TYPE_CHECKING:
    from django.test import Client

WARM_MS, COLD_MS = 150, 1_000
PAGES = {
    "home": "/",
    "catalogue": "/datasets/",
    "search": "/datasets/?q=基地台",
    "dataset page": "/datasets/100001/",
    "usage": "/usage/",
    "monthly grid": "/due/",
    "unit page": "/dashboard/?unit=u1&period={month}",
    "dashboard": "/dashboard/?period={month}",
    "updates": "/dashboard/timely_updates/?period={month}",
    "replies": "/dashboard/timely_replies/?period={month}",
    "quality": "/dashboard/quality_pass/?period={month}",
    "openness": "/dashboard/open_ratio/?period={month}",
    "reviews": "/dashboard/reviews_done/?period={month}",
    "a row's evidence": "/dashboard/timely_updates/{row}/?period={month}",
}
PUBLIC = {"home", "catalogue", "search", "dataset page", "usage"}
COLD = {
    "updates, cold as-of": "/dashboard/timely_updates/?period={past}&as_of={day}",
    "replies, cold as-of": "/dashboard/timely_replies/?period={past}&as_of={day}",
    "quality, cold as-of": "/dashboard/quality_pass/?period={past}&as_of={day}",
    "dashboard, cold as-of": "/dashboard/?period={past}&as_of={day}",
    "dashboard, new fact": "/dashboard/?period={month}",
    "unit page, new fact": "/dashboard/?unit=u1&period={month}",
    "usage, as-of": "/usage/?as_of={day}",
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1,10")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--pages", default="", help="only pages whose name contains this")
    parser.add_argument("--keep", action="store_true", help="leave the databases for the next run")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.size:
        return measure(options.size, options.rounds, options.pages)
    with machine.postgres() as server:
        if not server:
            print("LEFT OUT: this machine has no PostgreSQL")
            return 0
        return max(run(server, size, options) for size in map(int, options.sizes.split(",")))


def run(server: str, size: int, options: argparse.Namespace) -> int:
    """One size in a process and a database of its own."""
    name = f"scale_bench{size}"
    admin = psycopg2.connect(server)
    admin.autocommit = True
    cursor = admin.cursor()
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {"DATABASE_URL": server.rsplit("/", 1)[0] + f"/{name}", "VAR_DIR": folder}
            command = [sys.executable, __file__, "--size", str(size), "--rounds", str(options.rounds)]
            return subprocess.run([*command, "--pages", options.pages], env=environment, check=False).returncode
    finally:
        if not options.keep:
            cursor.execute(f"DROP DATABASE {name}")
        admin.close()


def measure(size: int, rounds: int, wanted: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ncc_opendata.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from bench.scale_data import counts, fill
    from bench.scale_kept import keep_like
    from datasets.services.usage_sums import add_up, added_up

    settings.ALLOWED_HOSTS, settings.SECOND_FACTOR, settings.PASSWORD_MAX_DAYS = ["testserver"], False, 0
    call_command("migrate", verbosity=0)
    if not counts()["unit"]:
        fill(size)
    while not added_up():
        add_up()
    if told := keep_like():
        print(f"size {size}: {told}", flush=True)
    import ncc_opendata.wsgi  # noqa: F401 - as a server's process is made; filling would take it too long

    print(f"size {size}: " + ", ".join(f"{number:,} {table}s" for table, number in counts().items()))
    over = [_page(name, url, rounds, WARM_MS) for name, url in PAGES.items() if wanted in name]
    over += [_page(name, url, min(rounds, 5), COLD_MS) for name, url in COLD.items() if wanted in name]
    print(f"{sum(over)} of {len(over)} over the limit (warm {WARM_MS} ms, cold {COLD_MS} ms)", flush=True)
    return 0


def _page(name: str, url: str, rounds: int, limit: int) -> bool:
    """One line of the table; True where p95 is over the limit."""
    asking = Asking(name, url)
    queries = asking.queries()  # and what is kept between requests is filled
    taken = [asking.taken(number) for number in range(rounds)]
    wall = sorted(one[0] for one in taken)
    p95 = statistics.quantiles(wall, n=20)[-1] if len(wall) > 1 else wall[0]
    web, database = (statistics.median(one[place] for one in taken) for place in (1, 2))
    print(
        f"{name:24} p50 {statistics.median(wall):7.0f}  p95 {p95:7.0f}  cpu {web:6.0f} + {database:5.0f}"
        f"  queries {queries:4}  ×{p95 / limit:.2f} of the limit, ×{(web + database) / limit:.2f} by CPU",
        flush=True,
    )
    return p95 > limit


class Asking:
    """One page, asked by the person who reads it, through a handler that is ready, as a server's is."""

    def __init__(self, name: str, url: str) -> None:
        from django.utils import timezone

        from datasets.models import Unit, UpdateObligation, User

        self.url, self.client, self.empty = url, _client(), name.endswith("new fact")
        unit = Unit.objects.get(code="u1") if name == "monthly grid" else None
        role = {"unit": unit, "role": "staff"} if unit else {"role": "officer"}
        person, _made = User.objects.get_or_create(username=f"bench-{role['role']}", defaults=role)
        self.client.cookies.clear()
        if name not in PUBLIC:
            self.client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        due = timezone.localdate().replace(day=1) - timedelta(days=1)
        self.row = UpdateObligation.objects.filter(unit__code="u1", due=due).order_by("position")[0].pk

    def address(self, number: int) -> str:
        """Cold: another past day each time."""
        from django.utils import timezone

        today = timezone.localdate()
        past = today.replace(day=1) - timedelta(days=200 + 31 * number)
        month = (today.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
        day = (past + timedelta(days=70)).isoformat()
        return self.url.format(month=month, past=f"{past:%Y-%m}", day=day, row=self.row)

    def queries(self) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            self._get(40)
        return len(caught)

    def taken(self, number: int) -> tuple[float, float, float]:
        """Milliseconds of one answer: by the clock, of this processor's time, and of the database's."""
        from django.core.cache import cache

        if self.empty:
            cache.clear()
        wall, cpu, database = time.monotonic(), time.process_time(), _database_ms()
        self._get(number)
        return (time.monotonic() - wall) * 1000, (time.process_time() - cpu) * 1000, _database_ms() - database

    def _get(self, number: int) -> None:
        answer = self.client.get(self.address(number))
        assert answer.status_code == 200, (self.address(number), answer.status_code)


def _database_ms() -> float:
    """Processor time of this connection's server process, where it runs on this machine; else 0."""
    from django.db import connection

    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(told.read_text().split()[0]) / 1_000_000 if told.exists() else 0.0


@functools.cache
def _client() -> "Client":
    """One for all pages: a new one would load the middleware again for each."""
    from django.test import Client

    return Client()


if __name__ == "__main__":
    raise SystemExit(main())
