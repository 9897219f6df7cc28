"""Real workers on a real broker, killed with -9: a portal in processes of its own that a test may mistreat."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg2
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from datasets.models import Dataset, Distribution, Installation, Lifecycle, Openness, Unit
from quality.services import rounds
from tests.machine import Cluster

LEASE = 2.0


class Host(ThreadingHTTPServer):
    """Serves a small table at every path, counts requests, and calls `on_poison` where the path says so."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.on_poison: Callable[[], None] = lambda: None
        self.delay = 0.02
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A killed checker closes its connections: that is no news."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host: Any = self.server
        host.hits[self.path] += 1
        if "poison" in self.path:
            host.on_poison()
        time.sleep(host.delay)
        body = b"a,b\r\n1,2\r\n"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[Host]:
    with Host() as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()


def catalogue(host: Host, paths: list[str]) -> None:
    """A demonstration database with one dataset of many distributions on that host."""
    Installation.objects.update_or_create(pk=1, defaults={"demonstration": True})
    unit, _ = Unit.objects.get_or_create(code="u", defaults={"name": "u"})
    dataset = Dataset.objects.create(
        identifier="1", title="x", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    url = f"http://127.0.0.1:{host.server_port}"
    Distribution.objects.bulk_create(
        [Distribution(dataset=dataset, order=n, download_url=url + path) for n, path in enumerate(paths)]
    )
    rounds.start_round(period="chaos", now=timezone.now())


class Portal:
    """Workers as processes. On SQLite they share a copy of the test's database, on PostgreSQL the database itself.

    `cluster`: there they share a copy in that one, which may be killed.
    """

    def __init__(self, folder: Path, host: Host, broker: str, cluster: Cluster | None = None) -> None:
        self.broker, self._cluster = broker, cluster
        self._file = folder / "chaos.sqlite3"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.beats: list[subprocess.Popen[bytes]] = []
        """Timetables; while there are any, the test sends nothing in their place."""
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ncc_opendata.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": self._database(),
            "BROKER_URL": broker,
            "JOB_LEASE_SECONDS": str(LEASE),
            "SAMPLE_HOST_PORT": str(host.server_port),
            "CHECK_PER_HOST": "9",
            "CHECK_WITNESSES": "",
        }
        self._app = self._sender(folder)

    def _database(self) -> str:
        if self._cluster:
            dump = [str(self._cluster.binaries / "pg_dump"), "--no-owner", _url()]
            told = subprocess.run(dump, check=True, capture_output=True).stdout
            fill = [str(self._cluster.binaries / "psql"), "--quiet", self._cluster.url]
            subprocess.run(fill, check=True, input=told, stdout=subprocess.DEVNULL)
            return self._cluster.url
        if connection.vendor == "postgresql":
            return _url()
        connection.ensure_connection()
        with sqlite3.connect(self._file) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{self._file}"

    def _sender(self, folder: Path) -> Celery:
        app = Celery("chaos", broker=self.broker, set_as_current=False)
        if self.broker == "filesystem://":
            queue = folder / "broker"
            queue.mkdir(exist_ok=True)
            options = settings.FOLDER_TRANSPORT | {"data_folder_in": str(queue), "data_folder_out": str(queue)}
            app.conf.broker_transport_options = options | {"control_folder": str(queue / "control")}
        else:
            app.conf.broker_transport_options = settings.REDIS_TRANSPORT
        app.conf.task_publish_retry = False
        return app

    def send(self, task: str, *args: str) -> None:
        """What the timetable would send; a broker that is down takes nothing."""
        try:
            self._app.send_task(task, args=args)
        except Exception as error:
            print(f"not sent: {error}")

    def start(self) -> subprocess.Popen[bytes]:
        self.workers.append(self._celery("ncc_opendata", "worker", "-c", "1", "--without-mingle", "--without-gossip"))
        return self.workers[-1]

    def start_beat(self, schedule: Path) -> None:
        """`schedule`: the file in which a beat notes what it sent; a killed one's is taken over."""
        self.beats.append(self._celery("tests.quality.quick", "beat", "--schedule", str(schedule), "--pidfile="))

    def _celery(self, app: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", app, *arguments, "-l", "ERROR"]
        return subprocess.Popen(command, env=self.env, cwd=settings.BASE_DIR, start_new_session=True)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """A worker with its children and its judges, or a beat, without a word of warning."""
        (self.beats if process in self.beats else self.workers).remove(process)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in [*self.workers, *self.beats]:
            self.kill(process)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self._cluster:
            with closing(psycopg2.connect(self._cluster.url)) as line, line.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        with sqlite3.connect(self._file, timeout=20) as database:
            return database.execute(sql).fetchall()

    def left(self) -> int:
        jobs = "SELECT count(*) FROM quality_checkjob WHERE state IN ('queued', 'running')"
        open_rounds = "SELECT count(*) FROM quality_round WHERE finished_at IS NULL"
        return int(self.rows(jobs)[0][0]) + int(self.rows(open_rounds)[0][0])

    def until_done(self, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Send what the timetable sends (more often), where none runs, until nothing is left to do."""
        end, beat = time.monotonic() + seconds, 0.0
        while self.left():
            assert time.monotonic() < end, f"{self.left()} left after {seconds} s"
            meanwhile()
            if time.monotonic() >= beat and not self.beats:
                self.send("quality.tasks.reap_checks")
                beat = time.monotonic() + 0.5
            time.sleep(0.1)

    def results(self) -> Counter[int]:
        """How many distributions have so many results: {1: all} is what it should be."""
        each = (
            "SELECT (SELECT count(*) FROM quality_check c WHERE c.distribution_id = d.id) FROM datasets_distribution d"
        )
        return Counter(int(row[0]) for row in self.rows(each))


def _url() -> str:
    """Of the test's own database."""
    given = settings.DATABASES["default"]
    login = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    return f"postgres://{login}@{given['HOST']}:{given['PORT']}/{connection.settings_dict['NAME']}"


class Killer:
    """Kills all workers with work in hand once so many more requests came in, and starts others."""

    def __init__(self, portal: Portal, host: Host, kills: int, every: tuple[int, int], seed: int) -> None:
        self._portal, self._host, self.left, self._every = portal, host, kills, every
        self._random = random.Random(seed)
        self._next = self._random.randint(*every)

    def __call__(self) -> None:
        if self.left and self._host.hits.total() >= self._next:
            for worker in list(self._portal.workers):
                self._portal.kill(worker)
                self._portal.start()
            self.left -= 1
            self._next = self._host.hits.total() + self._random.randint(*self._every)
