"""What Celery and Redis are really told (contract: "learned by others the hard way"), read from the running app."""

import json
import os
import re
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import json, django
django.setup()
from ncc_opendata.celery import app
with app.connection_for_read() as line:
    channel = line.default_channel
    pool = {k: v for k, v in channel.pool.connection_kwargs.items() if isinstance(v, bool | int | float)}
    told = {"pool": pool, "visibility": channel.visibility_timeout, "restore": channel.unacked_restore_interval}
    told |= {"transport": app.conf.broker_transport_options, "results": type(app.backend).__name__}
names = ("task_acks_late task_reject_on_worker_lost worker_prefetch_multiplier task_time_limit task_serializer "
    "accept_content task_publish_retry worker_soft_shutdown_timeout task_ignore_result broker_connection_max_retries "
    "worker_cancel_long_running_tasks_on_connection_loss").split()
print(">" + json.dumps(told | {name: app.conf[name] for name in names}))
"""
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


@pytest.fixture
def told(own_redis: tuple[str, redis.Redis], tmp_path: Path) -> dict[str, Any]:
    """The configuration and a connection's own, of a process that was started with a Redis as its broker."""
    env = os.environ | {"BROKER_URL": own_redis[0], "VAR_DIR": str(tmp_path)}
    env["DJANGO_SETTINGS_MODULE"] = "ncc_opendata.settings"
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.split(">", 1)[1])
    return found


def test_the_app_holds_to_what_was_promised(told: dict[str, Any]) -> None:
    expected = {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_publish_retry": False,
        "task_ignore_result": True,
        "results": "DisabledBackend",
        "broker_connection_max_retries": None,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
    }
    assert {name: told[name] for name in expected} == expected
    assert told["worker_soft_shutdown_timeout"] > 0
    assert told["visibility"] > told["task_time_limit"], "else a long task would be given out twice"
    assert told["restore"] <= 10, "a dead worker's messages come back soon"


def test_no_page_waits_for_redis(told: dict[str, Any]) -> None:
    """Connecting, asking and trying again together stay under the 2.5 s that an answer may take."""
    pool = told["pool"]
    assert 0 < pool["socket_connect_timeout"] + pool["socket_timeout"] <= 2.5
    assert pool["socket_keepalive"] is True
    assert 0 < pool["health_check_interval"] <= 30
    assert told["transport"]["max_retries"] == 0


def test_due_times_live_in_the_database() -> None:
    """A message with a time of its own would be held by a worker, and be lost or doubled with it."""
    code = (path for app in ("datasets", "feedback", "quality", "reports") for path in (ROOT / app).rglob("*.py"))
    found = [str(path) for path in code if re.search(r"\b(eta|countdown)=", path.read_text())]
    assert found == []


def test_compose_gives_redis_and_postgresql_what_they_need() -> None:
    assert COMPOSE["redis"]["command"].split() == [
        "redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction",
    ]  # fmt: skip
    assert "synchronous_commit=on" in COMPOSE["postgres"]["command"]
    assert COMPOSE["worker"]["environment"]["REMAP_SIGTERM"] == "SIGQUIT"
    for name in ("web", "worker", "beat"):
        assert "redis" not in COMPOSE[name]["environment"].get("CACHE_URL", ""), "the cache is kept elsewhere"
    assert COMPOSE["beat"].get("deploy") is None, "one timetable; two would do no harm"


def test_the_supervisor_asks_the_worker_as_compose_does() -> None:
    conf = RawConfigParser(inline_comment_prefixes=(" ;",))
    conf.read(ROOT / "ncc_opendata" / "supervisord.conf")
    assert conf["program:worker"]["environment"] == 'REMAP_SIGTERM="SIGQUIT"'
