"""Disputes: the officer rules once; figures are shown with and without what was accepted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from datasets.models import Dataset, User
from datasets.rules.refusal import Refusal
from quality.models import Dispute, DisputeRuling
from quality.services import disputes
from tests.quality.conftest import offer
from tests.quality.facts import observe

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def dispute(dataset: Dataset, staff: User) -> Dispute:
    file = offer(dataset, "https://x.test/1")
    seen = observe(file, at=NIGHT, link="broken", reason="not_found", http_status=404)
    return disputes.dispute(
        observation=seen, code="not_found", reason="It is there.", by=staff, today=timezone.localdate(), days=30
    )


def client_of(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


def test_the_officer_rules_once(dispute: Dispute, officer: User) -> None:
    client = client_of(officer)
    assert "It is there." in client.get("/checks/disputes/").content.decode()
    client.post(f"/checks/disputes/{dispute.pk}/", {"accepted": "yes", "reason": "seen"})
    again = client.post(f"/checks/disputes/{dispute.pk}/", {"accepted": "no", "reason": "no"}, follow=True)
    assert "ruled on already" in again.content.decode()
    ruling = DisputeRuling.objects.get()
    assert (ruling.accepted, ruling.recorded_by) == (True, officer)
    waiting, _mark, over = client.get("/checks/disputes/").content.decode().partition("Disputes that are over")
    assert "It is there." not in waiting and "It is there." in over and "seen" in over


def test_a_refusal_needs_a_reason(dispute: Dispute, officer: User) -> None:
    client = client_of(officer)
    answer = client.post(f"/checks/disputes/{dispute.pk}/", {"accepted": "no", "reason": " "}, follow=True)
    assert "tell the unit why" in answer.content.decode() and not DisputeRuling.objects.exists()


def test_one_page_asks_the_database_as_often_for_many(
    dispute: Dispute, officer: User, staff: User, django_assert_max_num_queries: Any
) -> None:
    client = client_of(officer)
    client.get("/checks/disputes/")
    for order in range(2, 6):
        file = offer(dispute.observation.distribution.dataset, f"https://x.test/{order}", order=order)
        seen = observe(file, at=NIGHT.replace(hour=order), link="broken", reason="gone", http_status=410)
        one = disputes.dispute(
            observation=seen, code="gone", reason="It is not.", by=staff, today=timezone.localdate(), days=30
        )
        disputes.rule(dispute=one, accepted=order % 2 == 0, reason="seen", by=officer)
    with django_assert_max_num_queries(10):
        assert client.get("/checks/disputes/").content.decode().count("It is not.") == 4


def test_figures_with_and_without(dispute: Dispute, officer: User) -> None:
    disputes.rule(dispute=dispute, accepted=True, reason="", by=officer)
    assert "Broken with them 1, without them 0" in client_of(officer).get("/checks/").content.decode()


def test_figures_of_what_a_program_cannot_read(dataset: Dataset, staff: User, officer: User) -> None:
    title = {"code": "title_above_header", "severity": "error", "values": {}, "private": False}
    pads = {"code": "padded_cells", "severity": "warning", "values": {}, "private": False}
    seen = observe(
        offer(dataset, "https://x.test/1"), at=NIGHT, link="ok", machine_readable=False, findings=[title, pads]
    )
    for code, without in (("padded_cells", 1), ("title_above_header", 0)):
        one = disputes.dispute(
            observation=seen, code=code, reason="It is a name.", by=staff, today=timezone.localdate(), days=30
        )
        disputes.rule(dispute=one, accepted=True, reason="", by=officer)
        text = client_of(officer).get("/checks/").content.decode()
        assert f"Broken with them 0, without them 0. Not machine-readable with them 1, without them {without}." in text


def test_an_unsure_link_was_never_broken(dataset: Dataset, staff: User, officer: User) -> None:
    seen = observe(offer(dataset, "https://x.test/1"), at=NIGHT, link="unsure", reason="forbidden", http_status=403)
    one = disputes.dispute(
        observation=seen, code="forbidden", reason="It opens.", by=staff, today=timezone.localdate(), days=30
    )
    disputes.rule(dispute=one, accepted=True, reason="", by=officer)
    assert "Broken with them 0, without them 0." in client_of(officer).get("/checks/").content.decode()


def test_a_dispute_expires(dispute: Dispute) -> None:
    later = timezone.localdate() + timedelta(days=31)
    assert disputes.open_disputes(later) == []
    assert disputes.standing([dispute], later) == []
    assert disputes.standing([dispute], timezone.localdate()) == [dispute]


def test_what_is_not_said_cannot_be_disputed(dispute: Dispute, staff: User) -> None:
    with pytest.raises(Refusal):
        disputes.dispute(
            observation=dispute.observation, code="gone", reason="x", by=staff, today=date(2026, 11, 20), days=30
        )


@pytest.mark.parametrize("who", ["advisor", "auditor"])
def test_readers_read(dispute: Dispute, who: str, request: pytest.FixtureRequest) -> None:
    client = client_of(request.getfixturevalue(who))
    assert "It is there." in client.get("/checks/disputes/").content.decode()
    assert client.post(f"/checks/disputes/{dispute.pk}/", {"accepted": "yes"}).status_code == 403
    assert not DisputeRuling.objects.exists()


def test_others_do_not(dispute: Dispute, staff: User) -> None:
    assert client_of(staff).get("/checks/disputes/").status_code == 403
    assert client_of(None).get("/checks/disputes/").status_code == 302
    assert client_of(staff).post(f"/checks/disputes/{dispute.pk}/", {"accepted": "yes"}).status_code == 403


def test_bad_input_changes_nothing(dispute: Dispute, officer: User) -> None:
    client = client_of(officer)
    client.post(f"/checks/disputes/{dispute.pk}/", {"accepted": "maybe"})
    assert client.post("/checks/disputes/00000000-0000-0000-0000-000000000000/", {}).status_code == 404
    assert client.get(f"/checks/disputes/{dispute.pk}/").status_code == 405
    assert not DisputeRuling.objects.exists()
