"""Decisions append, states are recorded, and a withdrawal takes two people."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from datasets import ledger
from datasets.models import (
    Dataset,
    Lifecycle,
    LifecycleChange,
    Openness,
    OpennessDecision,
    Unit,
    UpdateSchedule,
    User,
    WithdrawalRefusal,
    WithdrawalRequest,
)
from datasets.rules.refusal import Refusal
from datasets.services.obligations import materialise_obligations
from datasets.services.openness import approve_withdrawal, request_withdrawal

pytestmark = pytest.mark.django_db
URL = "/manage/inventory/7/openness/"


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    dataset = Dataset.objects.create(
        identifier="7", title="電波", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    ledger.record([LifecycleChange(dataset=dataset, state=Lifecycle.PUBLISHED, effective_on=date(2020, 1, 1))])
    return dataset


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def ruling(**more: Any) -> dict[str, Any]:
    told = {"decision": "not_open", "grounds": ["sensitive", "other"], "reason": "機敏", "review_by": "2099-06-30"}
    return {"what": "decide", **{f"ruling-{k}": v for k, v in {**told, **more}.items()}}


def test_decisions_append_and_obligations_lapse(officer: User, dataset: Dataset) -> None:
    today = timezone.localdate()
    ledger.record([UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=today.replace(day=1))])
    (obligation,) = materialise_obligations(today, grace_days=5, count="calendar")
    client = signed_in(officer)
    assert client.post(URL, ruling()).status_code == 302
    dataset.refresh_from_db()
    assert dataset.openness == Openness.NOT_OPEN
    if obligation.due > today:
        assert obligation.events.get().kind == "lapsed"
    assert client.post(URL, ruling(decision="open")).status_code == 302
    decisions = list(OpennessDecision.objects.order_by("position"))
    assert [(d.decision, d.grounds) for d in decisions] == [("not_open", ["sensitive", "other"]), ("open", [])]
    assert "sensitive information" in client.get(URL).content.decode()


@pytest.mark.parametrize("bad", [{"grounds": []}, {"reason": ""}, {"review_by": ""}, {"decision": "withdrawn"}])
def test_a_closed_one_needs_ground_reason_and_day(officer: User, dataset: Dataset, bad: dict[str, Any]) -> None:
    assert signed_in(officer).post(URL, ruling(**bad)).status_code == 200
    assert not OpennessDecision.objects.exists()


def test_states_by_one_person(officer: User, dataset: Dataset) -> None:
    client = signed_in(officer)
    data = {"what": "live", "life-state": "discontinued", "life-on": "115/01/31", "life-reason": "停辦"}
    assert client.post(URL, data).status_code == 302
    dataset.refresh_from_db()
    assert dataset.lifecycle == Lifecycle.DISCONTINUED
    assert LifecycleChange.objects.latest("position").effective_on == date(2026, 1, 31)
    assert "in this state already" in client.post(URL, data).content.decode()
    assert client.post(URL, {**data, "life-state": "withdrawn"}).status_code == 200
    assert client.post(URL, {**data, "life-state": ""}).status_code == 200, "none is taken unasked"
    assert LifecycleChange.objects.count() == 2


def test_withdrawal_takes_two(staff: User, head: User, dataset: Dataset) -> None:
    client = signed_in(staff)
    data = {"what": "withdraw", "withdrawal-reason": "資料有誤"}
    assert client.post(URL, data).status_code == 302
    assert "waiting already" in client.post(URL, data).content.decode()
    request = WithdrawalRequest.objects.get()
    page = signed_in(head)
    assert "資料有誤" in page.get("/manage/withdrawals/").content.decode()
    page.post("/manage/withdrawals/", {"request": request.position, "approve": "1"})
    dataset.refresh_from_db()
    assert dataset.lifecycle == Lifecycle.WITHDRAWN
    change = LifecycleChange.objects.latest("position")
    assert (change.reason, change.asked_by, change.recorded_by) == ("資料有誤", staff, head)
    page.post("/manage/withdrawals/", {"request": request.position, "approve": "1"})
    assert LifecycleChange.objects.count() == 2


def test_nobody_approves_the_own_request(head: User, officer: User, dataset: Dataset) -> None:
    request = request_withdrawal(dataset, "理由", by=head)
    signed_in(head).post("/manage/withdrawals/", {"request": request.position, "approve": "1"})
    dataset.refresh_from_db()
    assert dataset.lifecycle == Lifecycle.PUBLISHED
    with pytest.raises(Refusal):
        approve_withdrawal(request, by=head)
    page = signed_in(officer)
    page.post("/manage/withdrawals/", {"request": request.position, "refuse": "1"})
    assert not WithdrawalRefusal.objects.exists()
    page.post("/manage/withdrawals/", {"request": request.position, "refuse": "1", "reason": "仍有用處"})
    assert WithdrawalRefusal.objects.get().reason == "仍有用處"
    assert "No request waits" in page.get("/manage/withdrawals/").content.decode()
    assert request_withdrawal(dataset, "再次", by=head)


def test_staff_decide_nothing(staff: User, dataset: Dataset) -> None:
    client = signed_in(staff)
    assert "Record a decision" not in client.get(URL).content.decode()
    assert client.post(URL, ruling()).status_code == 403
    assert client.post(URL, {"what": "live", "life-state": "moved"}).status_code == 403
    assert client.post(URL, {"what": "withdraw"}).status_code == 200
    assert not WithdrawalRequest.objects.exists()


def test_who_gets_in(dataset: Dataset, stranger: User, auditor: User, staff: User, head: User) -> None:
    assert Client().get(URL)["Location"].startswith("/account/login/")
    assert signed_in(stranger).get(URL).status_code == 403
    assert signed_in(auditor).get(URL).status_code == 403
    assert signed_in(staff).get("/manage/withdrawals/").status_code == 403
    assert signed_in(auditor).post("/manage/withdrawals/", {"request": 1}).status_code == 403
    assert signed_in(head).post("/manage/withdrawals/", {"request": "²"}).status_code == 404
    other = Unit.objects.create(code="far", name="遠")
    dataset.unit = other
    dataset.save()
    request = request_withdrawal(dataset, "理由", by=stranger)
    assert signed_in(head).post("/manage/withdrawals/", {"request": request.position}).status_code == 403
