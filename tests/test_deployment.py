"""A start in production: refused without secrets, clean with them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from datasets.security import checks

KEY = "k3Y-abcdefgh" * 6
ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "PRODUCTION": "1",
    "SITE_URL": "https://opendata.example",
    "ALLOWED_HOSTS": "opendata.example",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


def manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | {"VAR_DIR": str(tmp_path)} | PRODUCTION | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_start_without_a_secret_says_what_is_missing(tmp_path: Path) -> None:
    start = manage(tmp_path, "check")
    assert start.returncode != 0
    assert "SECRET_KEY is not set: put a long random text into the environment" in start.stderr
    assert not (tmp_path / "secret_key").exists(), "none is made up"


def test_check_deploy_is_clean(tmp_path: Path) -> None:
    start = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=KEY)
    assert start.returncode == 0, start.stderr


@pytest.mark.parametrize(
    ("setting", "value", "check"),
    [
        ("SIGN_IN_FAILURES", 6, "portal.E001"),
        ("LOCK_MINUTES", 5, "portal.E002"),
        ("PASSWORD_HISTORY", 2, "portal.E003"),
        ("SITE_URL", "http://x", "portal.W001"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "portal.W002"),
        ("DEMO", True, "portal.W003"),
        ("SECOND_FACTOR", False, "portal.W004"),
    ],
)
def test_a_setting_that_undoes_a_promise_is_named(settings: Any, setting: str, value: object, check: str) -> None:
    setattr(settings, setting, value)
    found = checks.rules_of_the_house(None) + checks.ready_for_the_public(None)
    assert check in {message.id for message in found}


def test_a_server_loads_all_before_it_serves_and_does_not_look_for_garbage_in_it() -> None:
    told = (
        "import gc, sys, ncc_opendata.wsgi as _; print(gc.get_freeze_count() > 100_000, 'reports.urls' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", told], cwd=ROOT, text=True).split() == ["True", "True"]
