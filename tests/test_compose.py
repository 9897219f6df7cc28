"""The production set-up is at least well-formed; the same processes are started by hand in the kill tests."""

import os
import re
import shutil
import subprocess

import pytest
from django.conf import settings


@pytest.mark.skipif(
    not shutil.which("docker-compose") and os.environ.get("CI") != "true", reason="docker-compose is not here"
)
def test_compose_file_is_well_formed() -> None:
    env = os.environ | {"SECRET_KEY": "x", "POSTGRES_PASSWORD": "y", "POSTGRES_APP_PASSWORD": "z"}
    command = ["docker-compose", "--file", str(settings.BASE_DIR / "docker-compose.yml"), "config", "--quiet"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_image_has_the_programs_of_the_server_s_version() -> None:
    """`pg_dump` refuses a newer server, and an older server does not understand what a newer one writes."""
    server = re.findall(r"image: postgres:(\d+)", (settings.BASE_DIR / "docker-compose.yml").read_text())
    client = re.findall(r"postgresql-client-(\d+)", (settings.BASE_DIR / "Dockerfile").read_text())
    assert len(server) == 1
    assert server == client
