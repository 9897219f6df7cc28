"""Ctrl-C ends what `make run` keeps alive: all of it is asked at once, nothing has to be killed, nothing is left."""

import os
import re
import signal
import socket
import subprocess
import time
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests import machine
from tests.template import PortalDatabase

ROOT = Path(__file__).resolve().parent.parent
CONF = ROOT / "ncc_opendata" / "supervisord.conf"
PROGRAMS = {"web", "worker", "timetable", "samplehost"}


def test_all_are_asked_to_end_at_once_and_the_web_server_waits_shorter_than_the_supervisor() -> None:
    conf = RawConfigParser(inline_comment_prefixes=(" ;",))
    conf.read(CONF)
    assert set(conf["group:portal"]["programs"].split(",")) == PROGRAMS
    assert {name.partition(":")[2] for name in conf.sections() if name.startswith("program:")} == PROGRAMS
    patience = re.search(r"--graceful-timeout (\d+)", conf["program:web"]["command"])
    assert patience and int(patience[1]) < 5


@pytest.mark.slow
def test_what_ends_comes_back_and_ctrl_c_ends_everything_although_a_browser_holds_half_a_request(
    tmp_path: Path, portal_database: PortalDatabase
) -> None:
    port, log = machine.free_port(), tmp_path / "supervisord.log"
    conf = tmp_path / "supervisord.conf"
    text = CONF.read_text().replace("logfile=/dev/null", f"logfile={log}", 1).replace("%(here)s/..", str(ROOT))
    conf.write_text(text)
    env = os.environ | {"VAR_DIR": str(tmp_path), "PORT": str(port), "WORKER_GRACE_SECONDS": "1"}
    env |= {"DATABASE_URL": portal_database.url, "BROKER_URL": "filesystem://"}
    command = [ROOT / ".venv" / "bin" / "supervisord", "--nodaemon", "--silent", "--configuration", conf]
    everything = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        _half_a_request(port).close()
        _end_the_web_server(log)
        with _half_a_request(port):
            everything.send_signal(signal.SIGINT)
            assert everything.wait(60) == 0
    finally:
        everything.kill()
    told = log.read_text()
    assert set(re.findall(r"stopped: (\w+)", told)) >= {"timetable", "web", "worker"}
    assert "SIGKILL" not in told
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def _end_the_web_server(log: Path) -> None:
    """Ask it to end, and wait for the one that takes its place: it ends with 0, and comes back all the same."""
    started = re.compile(r"spawned: 'web' with pid (\d+)")
    os.kill(int(started.findall(log.read_text())[0]), signal.SIGTERM)
    for _ in range(600):
        if len(started.findall(log.read_text())) == 2:
            return
        time.sleep(0.1)
    raise TimeoutError("the web server did not come back")


def _half_a_request(port: int) -> socket.socket:
    """A connection on which a request was begun, once there is somebody to begin it with."""
    for _ in range(600):
        try:
            asked = socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.1)
            continue
        asked.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        return asked
    raise TimeoutError("the portal did not start")
