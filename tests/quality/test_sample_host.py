"""Every behaviour of the demonstration's host meets the checker, and a real database is not let in."""

import threading
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command

from datasets.models import Installation
from quality import configured, sample_host
from quality.checker.engine import check_all
from quality.checker.options import Options
from quality.checker.types import Declared, Target

FOLDER = settings.BASE_DIR / "data" / "samples"
EXPECTED = {
    "/files/city-list.csv": "ok",
    "/dated/ncc-broadband-subscribers.csv": "ok",
    "/slow/city-list.csv": "ok",
    "/mistyped/city-list.csv": "ok",
    "/attachment?file=ncc-base-stations.csv": "ok",
    "/moved/city-list.csv": "redirected",
    "/missing/city-list.csv": "not_found",
    "/soft404/city-list.csv": "html_instead_of_data",
    "/login/city-list.csv": "login_required",
    "/error/city-list.csv": "server_error",
    "/cut/city-list.csv": "truncated",
    "/throttled/city-list.csv": "throttled",
    "/files/../../manage.py": "not_found",
}


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(sample_host, "SLOW", 0.05)
    with sample_host.server(FOLDER, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_each_behaviour_has_its_reason(port: int) -> None:
    options = Options(allowed=frozenset({("127.0.0.1", port)}), backoff=(), workers=1)
    targets = [Target(f"http://127.0.0.1:{port}{path}", Declared("CSV"), key=path) for path in EXPECTED]
    assert {target.key: verdict.reason for target, verdict in check_all(targets, options)} == EXPECTED


def test_another_internal_address_stays_shut(port: int) -> None:
    options = Options(allowed=frozenset({("127.0.0.1", port + 1)}), backoff=(), workers=1)
    ((_, verdict),) = check_all([Target(f"http://127.0.0.1:{port}/files/city-list.csv")], options)
    assert verdict.reason == "unsafe_address"


@pytest.mark.django_db
def test_only_a_demonstration_opens_its_host(capsys: pytest.CaptureFixture[str]) -> None:
    assert configured.options().allowed == frozenset()
    call_command("sample_host")
    assert "no demonstration" in capsys.readouterr().out
    Installation.objects.create(demonstration=True)
    assert configured.options().allowed == {("127.0.0.1", settings.SAMPLE_HOST_PORT)}


@pytest.mark.django_db
def test_a_taken_port_is_said_once_and_not_fought_for(
    port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Installation.objects.create(demonstration=True)
    monkeypatch.setattr(settings, "SAMPLE_HOST_PORT", port)
    call_command("sample_host")
    assert f"Port {port} is taken" in capsys.readouterr().err
