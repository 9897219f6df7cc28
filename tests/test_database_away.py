"""A PostgreSQL that takes connections and says nothing is given up: a page fails, it does not hang for ever."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

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
