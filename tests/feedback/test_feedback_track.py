"""The tracking page: what the sender sees, and the follow-up."""

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


def track(client: Client, message: FeedbackMessage) -> str:
    return client.get(f"/feedback/track/{message.tracking_code}/").content.decode()


def test_the_sender_sees_acknowledgement_answer_and_holder_but_no_note(
    client: Client, staff: User, unit: Unit, other_unit: Unit
) -> None:
    message = make.message(unit)
    handle.acknowledge(message, "收到了", act=make.act(staff))
    handle.note(message, "內部備註", act=make.act(staff))
    handle.transfer(message, other_unit, "轉出理由", act=make.act(staff))
    handle.reply(message, "答案在此", act=make.act(staff))
    page = track(client, message)
    for seen in ("收到了", "內容處", "答案在此", message.number):
        assert seen in page
    for hidden in ("內部備註", "轉出理由", "林美"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("days", "words"), [(0, "7 days left"), (6, "1 day left"), (7, "last day"), (9, "2 days late")]
)
def test_it_says_how_long_there_is_still(client: Client, unit: Unit, days: int, words: str) -> None:
    message = make.message(unit)
    client.cookies["django_language"] = "en"
    with time_machine.travel(make.MONDAY + timedelta(days=days)):
        assert words in track(client, message)


def test_a_follow_up_is_a_new_message_with_its_own_deadline(
    send: Any, unit: Unit, other_unit: Unit, staff: User
) -> None:
    first = make.message(unit, dataset=make.dataset_of(unit), language="zh-hant")
    handle.transfer(first, other_unit, "x1", act=make.act(staff))
    with time_machine.travel(make.MONDAY + timedelta(days=3)):
        answer = send(f"/feedback/track/{first.tracking_code}/", text="再問一次")
    assert answer.status_code == 302
    second = FeedbackMessage.objects.order_by("-position")[0]
    assert (second.thread, second.tracking_code, second.dataset) == (first.thread, first.tracking_code, first.dataset)
    assert (second.number, second.unit) == ("115-00002", other_unit)
    assert second.deadline == first.deadline + timedelta(days=3)
    assert second.content.email == "chen@example.test"
    assert first.events.count() == 1, "the first one goes on as it was"


def test_an_empty_follow_up_changes_nothing(send: Any, unit: Unit) -> None:
    message = make.message(unit)
    assert send(f"/feedback/track/{message.tracking_code}/", text="").status_code == 200
    assert FeedbackMessage.objects.count() == 1


def test_the_address_is_a_secret(client: Client, unit: Unit) -> None:
    message = make.message(unit)
    answer = client.get(f"/feedback/track/{message.tracking_code}/")
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert len(message.tracking_code) >= 22


@pytest.mark.parametrize("page", ["track", "receipt"])
def test_an_unknown_code_is_not_found(client: Client, db: None, page: str) -> None:
    assert client.get(f"/feedback/{page}/nobodyknowsthis/").status_code == 404


def test_markup_of_the_sender_stays_text(client: Client, unit: Unit) -> None:
    assert "<script>alert" not in track(client, make.message(unit, text="<script>alert(1)</script>"))


def test_a_thread_costs_a_constant_number_of_queries(
    client: Client, unit: Unit, staff: User, dataset: Dataset, django_assert_num_queries: Any
) -> None:
    first = make.message(unit, dataset=dataset)
    for n in range(5):
        later = make.message(unit, text=f"第{n}次", follows=first)
        handle.reply(later, f"答{n}", act=make.act(staff))
    client.get(f"/feedback/track/{first.tracking_code}/")
    with django_assert_num_queries(3):  # whether a demonstration; the messages; their events
        track(client, first)
