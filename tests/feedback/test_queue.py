"""The unit's queue, and entering what came another way."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from datasets.models import Dataset, Unit, User
from feedback.models import FeedbackMessage
from feedback.services import handle
from tests.feedback import make

pytestmark = pytest.mark.django_db


def numbers(client: Client, **query: str) -> list[str]:
    return [row.state.message.number for row in client.get("/queue/", query).context["rows"]]


def test_the_nearest_deadline_stands_first_and_says_how_long_there_is(
    signed_in: Any, staff: User, unit: Unit, other_unit: Unit
) -> None:
    late = make.message(unit, received_at=make.MONDAY + timedelta(days=2))
    early = make.message(unit)
    make.message(other_unit)
    client = signed_in(staff)
    client.cookies["django_language"] = "en"
    with time_machine.travel(make.MONDAY + timedelta(days=6)):
        assert numbers(client) == [early.number, late.number]
        page = client.get("/queue/").content.decode()
    assert "1 day left" in page
    assert "3 days left" in page


def test_the_filters(signed_in: Any, officer: User, staff: User, unit: Unit, other_unit: Unit) -> None:
    waiting, answered, spam, others = (make.message(u, text=t) for u, t in (
        (unit, "甲"), (unit, "乙"), (unit, "丙"), (other_unit, "丁")))  # fmt: skip
    handle.reply(answered, "答", act=make.act(staff))
    handle.mark_spam(spam, spam=True, act=make.act(staff))
    client = signed_in(officer)
    assert numbers(client) == [waiting.number, others.number]
    assert numbers(client, show="answered") == [answered.number]
    assert numbers(client, show="spam") == [spam.number]
    assert len(numbers(client, show="all")) == 4
    assert numbers(client, unit="content") == [others.number]
    assert numbers(client, q="甲") == numbers(client, q=waiting.number) == [waiting.number]
    assert numbers(client, show="publication") == []
    with time_machine.travel(make.MONDAY + timedelta(days=30)):
        assert numbers(client, show="overdue") == [waiting.number, others.number]


@pytest.mark.parametrize("query", [{"show": "x"}, {"unit": "none"}, {"q": "x" * 500}, {"page": "9" * 30}])
def test_an_odd_filter_gives_a_page(signed_in: Any, staff: User, query: dict[str, str]) -> None:
    assert signed_in(staff).get("/queue/", query).status_code == 200


def test_a_message_that_was_handed_over_is_in_the_other_queue(
    signed_in: Any, staff: User, stranger: User, unit: Unit, other_unit: Unit
) -> None:
    message = make.message(unit)
    handle.transfer(message, other_unit, "x1", act=make.act(staff))
    assert numbers(signed_in(staff)) == []
    assert numbers(signed_in(stranger)) == [message.number]


def test_a_full_queue_costs_a_constant_number_of_queries(
    signed_in: Any, staff: User, unit: Unit, dataset: Dataset, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make.message(unit, dataset=dataset)
    client = signed_in(staff)
    client.get("/queue/")
    with django_assert_max_num_queries(9):
        assert len(numbers(client)) == 20


def test_the_public_signs_in_first_and_advisors_read_masked_papers_instead(
    client: Client, signed_in: Any, advisor: User
) -> None:
    assert client.get("/queue/").status_code == 302
    assert signed_in(advisor).get("/queue/").status_code == 403


ENTERED = {"channel": "phone", "received": "115/11/02", "topic": "general", "text": "電話詢問", "name": "王小明"}


def test_a_message_that_came_by_telephone_has_its_own_day(signed_in: Any, staff: User, dataset: Dataset) -> None:
    client = signed_in(staff)
    with time_machine.travel(make.MONDAY + timedelta(days=4)):
        answer = client.post("/queue/enter/", ENTERED | {"unit": str(staff.unit_id), "dataset": "5995"})
    message = FeedbackMessage.objects.get()
    assert answer["Location"] == f"/queue/{message.number}/"
    assert (message.channel, message.dataset, message.recorded_by) == ("phone", dataset, staff)
    assert message.deadline.isoformat() == "2026-11-09"


@pytest.mark.parametrize(
    "bad",
    [{"received": "2099-01-01"}, {"received": "0115-99-99"}, {"received": ""}, {"dataset": "none"},
     {"channel": "portal"}, {"text": "\u200b"}, {"unit": "00000000-0000-0000-0000-000000000000"}],
)  # fmt: skip
def test_bad_input_enters_nothing(signed_in: Any, staff: User, bad: dict[str, str]) -> None:
    answer = signed_in(staff).post("/queue/enter/", ENTERED | {"unit": str(staff.unit_id)} | bad)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not FeedbackMessage.objects.exists()


def test_what_was_entered_a_moment_ago_is_asked_about_and_can_still_be_meant(signed_in: Any, staff: User) -> None:
    """Two people may say the same; a clerk who went back and saved again meant one."""
    client, given = signed_in(staff), ENTERED | {"unit": str(staff.unit_id)}
    first = client.post("/queue/enter/", given)
    asked = client.post("/queue/enter/", given)
    number = FeedbackMessage.objects.get().number
    assert (first.status_code, asked.status_code) == (302, 200)
    assert f"編號 {number}" in asked.content.decode()
    assert f'name="again" value="{number}"' in asked.content.decode()
    assert client.post("/queue/enter/", given | {"again": number}).status_code == 302
    assert FeedbackMessage.objects.count() == 2


def test_nobody_enters_for_a_unit_of_others(signed_in: Any, staff: User, other_unit: Unit) -> None:
    signed_in(staff).post("/queue/enter/", ENTERED | {"unit": str(other_unit.pk)})
    assert not FeedbackMessage.objects.exists()


def test_no_unit_chosen_means_all_of_them(signed_in: Any, staff: User) -> None:
    assert '<option value="" selected>全部</option>' in signed_in(staff).get("/queue/").content.decode()
