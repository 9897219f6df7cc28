"""The schedules page: choose, propose, look, record; pause and resume."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from datasets import ledger
from datasets.models import (
    Dataset,
    Lifecycle,
    LifecycleChange,
    ObligationEvent,
    Openness,
    SchedulePause,
    Unit,
    UpdateObligation,
    UpdateSchedule,
    User,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
URL = "/manage/schedules/"
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def november() -> Any:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def rows(unit: Unit, other_unit: Unit) -> list[Dataset]:
    made = [
        Dataset.objects.create(
            identifier=str(n), title=f"題{n}", unit=home, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
        )
        for n, home in ((1, unit), (2, unit), (3, other_unit))
    ]
    since = date(2020, 1, 1)
    ledger.record([LifecycleChange(dataset=row, state=Lifecycle.PUBLISHED, effective_on=since) for row in made])
    return made


@pytest.fixture
def client(officer: User, rows: list[Dataset]) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def proposal(**more: Any) -> dict[str, Any]:
    return {
        "frequency": "每1月",
        "lag_days": "10",
        "starts_on": "115/11/01",
        "row": ["1", "2"],
        "step": "apply",
        **more,
    }


def test_preview_writes_nothing(client: Client) -> None:
    page = client.post(URL, proposal(step="preview"))
    assert page.templates[0].name == "datasets/schedules_preview.html"
    text = page.content.decode()
    assert "first schedule" in text
    assert "Record it for 2 datasets" in text
    first = page.context["owed"][0]
    assert (first.period.start, first.due, first.deadline) == (
        date(2026, 11, 1),
        date(2026, 12, 10),
        date(2026, 12, 15),
    )
    assert len(page.context["owed"]) == 13
    assert not UpdateSchedule.objects.exists()


def test_apply_makes_obligations_at_once(client: Client) -> None:
    assert client.post(URL, proposal()).status_code == 302
    assert UpdateSchedule.objects.count() == 2
    assert [(o.period_start, o.due) for o in UpdateObligation.objects.all()] == [
        (date(2026, 11, 1), date(2026, 12, 10))
    ] * 2
    client.post(URL, proposal())
    assert UpdateSchedule.objects.count() == 2
    page = client.get(URL).content.decode()
    assert "every month" in page


def test_all_that_the_filter_found_and_nothing_else(client: Client) -> None:
    client.post(f"{URL}?unit=content", proposal(everything="on", row=[]))
    assert UpdateSchedule.objects.get().dataset.identifier == "3"
    client.post(f"{URL}?unit=content", proposal(row=["1"]))
    assert UpdateSchedule.objects.count() == 1


def test_a_second_schedule_may_not_begin_in_the_past_and_then_nothing_is_recorded(client: Client) -> None:
    client.post(URL, proposal(row=["1"]))
    page = client.post(URL, proposal(frequency="每3月")).content.decode()
    assert "cannot begin before today" in page
    assert UpdateSchedule.objects.count() == 1
    client.post(URL, proposal(frequency="每3月", starts_on="2026-12-01"))
    assert UpdateSchedule.objects.count() == 3


@pytest.mark.parametrize(
    "bad",
    [
        {"frequency": ""},
        {"other": "每10日"},
        {"frequency": "", "other": "每月、年"},
        {"frequency": "", "other": "偶爾"},
        {"frequency": "每世紀"},
        {"lag_days": "-1"},
        {"lag_days": "x"},
        {"starts_on": ""},
        {"starts_on": "2016-12-31"},
        {"anchor": "soon"},
        {"row": []},
        {"row": ["\x00"]},
    ],
)
def test_bad_input_changes_nothing(client: Client, bad: dict[str, Any]) -> None:
    assert client.post(URL, proposal(**bad)).status_code == 200
    assert not UpdateSchedule.objects.exists()


def test_another_frequency_in_the_platforms_words(client: Client) -> None:
    client.post(URL, proposal(frequency="", other="每年2次", anchor="2026-03-01"))
    schedule = UpdateSchedule.objects.first()
    assert schedule is not None
    assert (schedule.frequency, schedule.anchor) == ("每年2次", date(2026, 3, 1))


def test_pause_lapses_and_resume_ends_it(client: Client) -> None:
    client.post(URL, proposal())
    rest = {"row": ["1"], "pause-starts_on": "2026-11-24", "pause-ground": "系統改版"}
    assert client.post(URL, {**rest, "step": "pause"}).status_code == 302
    assert ObligationEvent.objects.get().obligation.dataset.identifier == "1"
    client.post(URL, {**rest, "step": "pause"})
    assert SchedulePause.objects.count() == 1
    page = client.get(URL, HTTP_ACCEPT_LANGUAGE="zh-tw").content.decode()
    assert "系統改版" in page and "不開放理由" not in page, "to pause is not to close"
    client.post(URL, {**rest, "step": "resume", "pause-starts_on": "2026-12-01"})
    assert [p.paused for p in SchedulePause.objects.order_by("position")] == [True, False]
    for bad in ({"pause-ground": ""}, {"pause-starts_on": "2026-11-23"}, {"row": []}):
        assert client.post(URL, {**rest, "step": "pause", **bad}).status_code == 200
    assert SchedulePause.objects.count() == 2


def test_a_constant_number_of_queries(client: Client, unit: Unit, django_assert_max_num_queries: Any) -> None:
    Dataset.objects.bulk_create([Dataset(identifier=f"x{n}", title="題", unit=unit) for n in range(120)])
    with django_assert_max_num_queries(12):
        client.get(URL)
    with django_assert_max_num_queries(14):
        client.post(URL, proposal(step="preview", everything="on"))


def test_who_gets_in(client: Client, staff: User, auditor: User) -> None:
    assert Client().get(URL)["Location"].startswith("/account/login/")
    for person, get, post in ((staff, 403, 403), (auditor, 200, 403)):
        other = Client()
        other.force_login(person)
        assert (other.get(URL).status_code, other.post(URL, proposal()).status_code) == (get, post)
    assert client.delete(URL).status_code == 405
