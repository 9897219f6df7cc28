"""Every task has a command that does the same without a broker."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_httpserver import HTTPServer

from datasets.models import Dataset, Distribution
from quality import configured
from quality.checker.options import Options
from quality.models import Check, DistributionState
from tests.quality.conftest import offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CHECK_WITNESSES = []
    monkeypatch.setattr(configured, "options", lambda: Options(allow_private=True, backoff=(), workers=1))


def said(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    call_command(*command)
    return capsys.readouterr().out


def test_a_round_by_hand(distribution: Distribution, capsys: pytest.CaptureFixture[str]) -> None:
    assert "done 1  left 0  given_up 0  ok 1" in said(capsys, "check_round")
    assert "Nothing is due" in said(capsys, "check_round")
    assert "Queued: 1" in said(capsys, "check_round", "--all", "--queue")
    assert "checked: 1" in said(capsys, "run_checks")
    assert Check.objects.count() == 2


def test_check_now_says_the_sentence(dataset: Dataset, site: HTTPServer, capsys: pytest.CaptureFixture[str]) -> None:
    site.expect_request("/gone.csv").respond_with_data("", status=410)
    offer(dataset, site.url_for("/gone.csv"))
    assert "HTTP 410" in said(capsys, "check_now", dataset.identifier)
    with pytest.raises(CommandError):
        call_command("check_now", "nobody")


def test_projections_by_hand(distribution: Distribution, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_round")
    DistributionState.objects.all().delete()
    assert "states: 1, outages and suspicions: 0" in said(capsys, "rebuild_outages")
    assert said(capsys, "reap_checks").strip() == "woken: none"
