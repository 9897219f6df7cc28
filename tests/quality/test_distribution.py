"""A distribution's page: what the public, the unit and the officer see of it; check now; dispute."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_httpserver import HTTPServer

from datasets.models import Dataset, Distribution, JobState, Lifecycle, User
from quality.models import CheckJob, Dispute
from quality.services.lanes import Lane
from tests.quality.conftest import CSV, offer
from tests.quality.facts import observe

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def file(dataset: Dataset) -> Distribution:
    return offer(dataset, "https://example.test/fees.csv")


def url(file: Distribution, more: str = "") -> str:
    return f"/checks/distributions/{file.pk}/{more}"


def client_of(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def page(user: User | None, file: Distribution) -> str:
    response = client_of(user).get(url(file))
    assert response.status_code == 200
    return str(response.content.decode())


def test_evidence_and_sentence(file: Distribution) -> None:
    observe(file, at=NIGHT, format="CSV", rows=1234, sha256="ab" * 32)
    text = page(None, file)
    assert "The link works." in text and "ab" * 32 in text and "1234" in text


def test_files_of_an_archive(file: Distribution) -> None:
    held = [
        {"name": "fine.csv", "format": "CSV", "machine_readable": True, "rows": 1},
        {"name": "title.csv", "format": "CSV", "machine_readable": False, "rows": 20},
    ]
    observe(file, at=NIGHT, format="ZIP", machine_readable=False, members=held)
    text = page(None, file)
    assert "fine.csv (CSV, 1 row of data)" in text and "title.csv (CSV, 20 rows of data)" in text
    assert text.partition("title.csv")[2].partition("</li>")[0].count("not machine-readable") == 1


def test_not_checked_yet(file: Distribution) -> None:
    assert "Not checked yet" in page(None, file)


def test_a_suspicion_is_for_insiders(
    file: Distribution, staff: User, officer: User, advisor: User, auditor: User, stranger: User
) -> None:
    observe(file, at=NIGHT)
    observe(file, at=NIGHT.replace(hour=9), link="broken", reason="not_found", http_status=404)
    for user in (None, stranger):
        text = page(user, file)
        assert "HTTP 404" not in text and "suspicion" not in text and "The link works." in text
    for insider in (staff, officer, advisor, auditor):
        assert "suspicion" in page(insider, file)


def test_an_outage_is_public(file: Distribution) -> None:
    for hour in (0, 5, 12):
        observe(file, at=NIGHT.replace(hour=hour), link="broken", reason="not_found", http_status=404)
    text = page(None, file)
    assert "Outages" in text and "goes on" in text and "HTTP 404" in text


def test_private_findings_are_for_unit_and_officer(
    file: Distribution, staff: User, officer: User, advisor: User, stranger: User
) -> None:
    private = {"code": "personal_data_suspected", "severity": "warning", "values": {}, "private": True}
    observe(file, at=NIGHT, findings=[private])
    assert "not public" in page(staff, file)
    assert "not public" in page(officer, file)
    for outsider in (None, stranger, advisor):
        assert "not public" not in page(outsider, file)


def test_the_public_does_not_know_of_what_is_not_published(dataset: Dataset, file: Distribution, staff: User) -> None:
    Dataset.objects.update(lifecycle=Lifecycle.UNPUBLISHED)
    assert client_of(None).get(url(file)).status_code == 404
    assert client_of(staff).get(url(file)).status_code == 200


def test_check_now_and_its_page_shows_it_run(
    dataset: Dataset, site: HTTPServer, staff: User, run: Callable[..., int]
) -> None:
    site.expect_request("/fees.csv").respond_with_data(CSV)
    file = offer(dataset, site.url_for("/fees.csv"))
    client = client_of(staff)
    assert client.post(url(file, "now/"), {"token": "abc"}).status_code == 302
    client.post(url(file, "now/"), {"token": "abc"})
    assert CheckJob.objects.get().state == JobState.QUEUED
    waiting = page(staff, file)
    assert "waiting for its turn" in waiting and 'hx-trigger="every 1s"' in waiting
    assert run(Lane.DEMAND) == 1
    done = page(staff, file)
    assert "The link works." in done and "hx-trigger" not in done


@pytest.mark.parametrize("who", ["stranger", "advisor", "auditor"])
def test_who_may_not_check(file: Distribution, who: str, request: pytest.FixtureRequest) -> None:
    assert client_of(request.getfixturevalue(who)).post(url(file, "now/")).status_code == 403
    assert client_of(None).post(url(file, "now/")).status_code == 302
    assert client_of(request.getfixturevalue(who)).get(url(file, "now/")).status_code == 405
    assert not CheckJob.objects.exists()


def test_the_unit_disputes_once(file: Distribution, staff: User) -> None:
    observe(file, at=NIGHT, link="broken", reason="not_found", http_status=404)
    client, form = client_of(staff), {"code": "not_found", "reason": "It answers from every browser."}
    assert client.post(url(file), form).status_code == 302
    assert "in dispute already" in client.post(url(file), form).content.decode()
    one = Dispute.objects.get()
    assert (one.code, one.recorded_by) == ("not_found", staff)
    assert "waits for the officer" in page(staff, file)
    assert "every browser" not in page(None, file)


@pytest.mark.parametrize("form", [{}, {"code": "ok", "reason": "no reason"}, {"code": "not_found", "reason": "x"}])
def test_a_wrong_dispute_changes_nothing(file: Distribution, staff: User, form: dict[str, str]) -> None:
    observe(file, at=NIGHT, link="broken", reason="not_found", http_status=404)
    assert client_of(staff).post(url(file), form).status_code == 200
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("who", ["officer", "stranger", "advisor"])
def test_who_may_not_dispute(file: Distribution, who: str, request: pytest.FixtureRequest) -> None:
    observe(file, at=NIGHT, link="broken", reason="not_found", http_status=404)
    form = {"code": "not_found", "reason": "It answers."}
    assert client_of(request.getfixturevalue(who)).post(url(file), form).status_code == 403
    assert not Dispute.objects.exists()


def test_the_page_costs_a_constant_number_of_queries(
    file: Distribution, officer: User, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 20):
        observe(file, at=NIGHT.replace(day=day), sha256=str(day))
    client = client_of(officer)
    with django_assert_max_num_queries(16):
        client.get(url(file))
