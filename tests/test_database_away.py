"""A PostgreSQL that takes connections and says nothing, at once or later, is given up: a page fails, it never hangs."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import requests
from django.db import connection

from ncc_opendata import silence
from tests import machine
from tests.feedback.flood import Server
from tests.proxy import proxied
from tests.template import PortalDatabase, url_of

ROOT = Path(__file__).resolve().parent.parent
ASK = "import django; django.setup(); from django.db import connection as c; c.ensure_connection()"


@pytest.mark.slow
def test_a_server_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgres://portal@127.0.0.1:{silent.getsockname()[1]}/portal"
        env = os.environ | {"DATABASE_URL": url, "VAR_DIR": str(tmp_path)}
        env["DJANGO_SETTINGS_MODULE"] = "ncc_opendata.settings"
        asked = subprocess.run(
            [sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True, timeout=90
        )
    assert "OperationalError" in asked.stderr
    assert "timeout expired" in asked.stderr


@pytest.mark.slow
@pytest.mark.only_on("postgresql")
def test_a_server_that_falls_silent_on_an_open_connection_is_given_up(
    tmp_path: Path, portal_database: PortalDatabase
) -> None:
    """The line stays open and nothing moves on it: neither TCP nor the client's library gives up by itself."""
    at = urlsplit(portal_database.url)
    with proxied(at.port or 5432) as line:
        url = at._replace(netloc=f"{at.username}@127.0.0.1:{line.port}").geturl()
        quick = {"DATABASE_SILENCE_SECONDS": "1", "PRODUCTION": "0", "BROKER_URL": "filesystem://"}
        server = Server(tmp_path, machine.free_port(), DATABASE_URL=url, **quick)
        try:
            with ThreadPoolExecutor(8) as crowd:  # every thread of the server has a connection that is open
                warm = list(crowd.map(lambda _: requests.get(server.url + "/datasets/", timeout=60), range(24)))
            line.frozen = True
            silent = [requests.get(server.url + page, timeout=120) for page in ("/", "/datasets/", "/feedback/")]
            line.frozen = False
            again = requests.get(server.url + "/datasets/", timeout=60)
        finally:
            server.stop()
    assert {answer.status_code for answer in warm} == {200}
    assert [answer.status_code for answer in silent] == [503, 503, 503]
    assert "The database does not answer" in silent[0].text
    assert again.status_code == 200


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("asks", ["execute", "executemany", "copy_expert", "commit"])
def test_whatever_waits_for_the_server_is_given_up(asks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = urlsplit(url_of("postgres"))
    monkeypatch.setattr(silence, "limit", 0.4)
    with proxied(at.port or 5432) as line:
        url = at._replace(netloc=f"{at.username}@127.0.0.1:{line.port}").geturl()
        asking = psycopg2.connect(url, **silence.FACTORIES)
        cursor = asking.cursor()
        cursor.execute("CREATE TEMPORARY TABLE t (n integer)")
        line.frozen = True
        with pytest.raises(psycopg2.OperationalError):
            match asks:
                case "execute":
                    cursor.execute("SELECT 1")
                case "executemany":
                    cursor.executemany("INSERT INTO t VALUES (%s)", [(1,)])
                case "copy_expert":
                    cursor.copy_expert("COPY t FROM STDIN", StringIO("1"))
                case "commit":
                    asking.commit()
        line.frozen = False


@pytest.mark.only_on("postgresql")
def test_without_a_limit_work_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's statements may take minutes; and what is answered in time is no matter of the watch."""
    for limit in (0.0, 30.0):
        monkeypatch.setattr(silence, "limit", limit)
        with psycopg2.connect(url_of("postgres"), **silence.FACTORIES) as asking:
            asking.cursor().execute("SELECT pg_sleep(0.3)")
    assert silence._waiting == {}


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db
def test_a_machine_that_vanished_is_noticed_within_a_minute() -> None:
    """What libpq was really given, and that Django's cursors are the watched ones."""
    connection.ensure_connection()
    assert isinstance(connection.connection.cursor(), silence.Cursor)
    given = connection.connection.info.dsn_parameters
    idle, pause, times = (int(given[f"keepalives_{name}"]) for name in ("idle", "interval", "count"))
    assert idle + pause * times <= 60
    assert int(given["tcp_user_timeout"]) <= 60_000
    assert int(given["connect_timeout"]) <= 5
