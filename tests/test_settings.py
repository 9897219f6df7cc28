"""Settings are documented, and a bad value stops the start with a sentence."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

SOURCE = (settings.BASE_DIR / "ncc_opendata" / "settings.py").read_text()
DOCS = (settings.BASE_DIR / "docs" / "settings.md").read_text()
READ = set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", SOURCE))


def start(tmp_path: Any, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in READ} | {"VAR_DIR": str(tmp_path)}
    code = "import django; django.setup()"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=clean | {"DJANGO_SETTINGS_MODULE": "ncc_opendata.settings"} | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_is_documented_and_no_other() -> None:
    assert set(re.findall(r"`([A-Z][A-Z_]+)`", DOCS)) == READ


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PRODUCTION": "1"}, "SECRET_KEY is not set"),
        ({"DAY_COUNT": "lunar"}, "it must be calendar or working"),
        ({"CHECK_PER_HOST": "1"}, "it must be 2 or more"),
    ],
)
def test_a_bad_value_stops_the_start_and_says_why(tmp_path: Any, environment: dict[str, str], says: str) -> None:
    done = start(tmp_path, **environment)
    assert done.returncode != 0
    assert says in done.stderr


def test_the_embedded_default_needs_nothing(tmp_path: Any) -> None:
    assert start(tmp_path).returncode == 0
