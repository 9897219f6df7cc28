"""Run the suite on every database that this machine offers, and say loudly what was left out.

First the tests that ask nothing of a database, then all others on each (`--that-ask`, tests/conftest.py).

`make test` calls it. Under CI=true nothing may be left out: what is missing is a failure. Extra arguments go to pytest.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.machine import missing_programs, postgres, redis

CI = os.environ.get("CI") == "true"
NOTHING_COLLECTED = int(pytest.ExitCode.NO_TESTS_COLLECTED)
PROCESSES = str(max(2, len(os.sched_getaffinity(0))))


def main() -> int:
    lacking = missing_programs()
    with ExitStack() as stack:
        database, broker = stack.enter_context(postgres()), stack.enter_context(redis())
        lacking += [name for name, url in (("PostgreSQL", database), ("Redis", broker)) if not url]
        if lacking and CI:
            _say(f"CI=true leaves nothing out, and this machine lacks: {', '.join(lacking)}")
            return 1
        failed = _pytest("No database", {}, "--that-ask=no-database")
        failed |= _pytest("SQLite, embedded broker", {}, "--that-ask=a-database")
        if database and broker:
            production = {"DATABASE_URL": database, "BROKER_URL": broker}
            failed |= _pytest("PostgreSQL, Redis: the same tests", production, "--that-ask=a-database")
    if lacking:
        _say(f"LEFT OUT, because this machine lacks it: {', '.join(lacking)}. The rest ran.")
    return failed


def _pytest(title: str, environment: dict[str, str], *options: str) -> int:
    """A file is one process's, since its tests share what is dear; the long ones come first, as they are collected."""
    _say(title)
    spread = ["-n", PROCESSES, "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", *spread, *options, *sys.argv[1:]]
    code = subprocess.run(command, env=os.environ | environment, check=False).returncode
    return 0 if code == NOTHING_COLLECTED and sys.argv[1:] else code


def _say(text: str) -> None:
    print(f"\n==== {text} ====", flush=True)


if __name__ == "__main__":
    sys.exit(main())
