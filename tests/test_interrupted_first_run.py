"""A first run that is interrupted is begun again by the next: no half of a portal stays."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
@pytest.mark.parametrize(("how", "when"), [(signal.SIGINT, "national platform"), (signal.SIGKILL, "office calendars")])
def test_an_interrupted_first_run_is_begun_again(how: signal.Signals, when: str, tmp_path: Path) -> None:
    env = os.environ | {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3", "DEMO": "0"}
    command = [sys.executable, "-u", "manage.py", "prepare"]
    first = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert first.stdout
    assert any(when in line for line in first.stdout)
    first.send_signal(how)
    _, said = first.communicate(timeout=60)
    assert first.returncode != 0
    assert "Traceback" not in said
    second = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert "officer" in second.stdout, "the password is shown at last"
    third = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert "officer" not in third.stdout


def test_a_taken_port_is_said_before_anything_is_done(tmp_path: Path) -> None:
    env = os.environ | {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3"}
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        command = [sys.executable, "manage.py", "prepare", "--port", str(port)]
        found = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (found.returncode, "Traceback" in found.stderr) == (1, False)
    assert f"PORT={port + 1000} make run" in found.stderr
    assert not (tmp_path / "portal.sqlite3").exists()
