"""The public form: works with and without JavaScript; refuses with a sentence; loses nothing."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client

from datasets.models import Dataset, OutgoingMail, Unit, User
from feedback.models import FeedbackMessage, Submission
from feedback.proof import new_ticket
from tests.feedback.conftest import ticket_of
from tests.feedback.make import MONDAY

pytestmark = pytest.mark.django_db


def test_a_message_gets_a_number_an_address_and_a_deadline(send: Any, client: Client) -> None:
    with time_machine.travel(MONDAY):
        receipt = client.get(send()["Location"])
    message = FeedbackMessage.objects.get()
    page = receipt.content.decode()
    assert message.number == "115-00001"
    assert message.number in page
    assert f"/feedback/track/{message.tracking_code}/" in page
    assert "115年11月9日" in page
    assert "7 個" in page or "7日" in page or "7 日" in page or "7 days" in page


def test_the_fact_holds_a_hash_and_the_text_lies_apart(send: Any) -> None:
    send(text="很秘密", name="陳大文")
    message = FeedbackMessage.objects.get()
    assert "很秘密" not in str(message.__dict__)
    assert message.content.text == "很秘密"
    assert len(message.text_hash) == 64


def test_about_a_dataset_it_goes_to_the_unit_of_the_dataset(send: Any, dataset: Dataset, other_unit: Unit) -> None:
    dataset.unit = other_unit
    dataset.save()
    send("/feedback/?dataset=5995")
    message = FeedbackMessage.objects.get()
    assert (message.dataset, message.unit) == (dataset, other_unit)


def test_in_general_it_goes_to_the_named_unit(send: Any, other_unit: Unit, settings: Any) -> None:
    settings.FEEDBACK_UNIT = "content"
    send()
    assert FeedbackMessage.objects.get().unit == other_unit


def test_a_portal_without_units_takes_it_all_the_same(client: Client, send: Any, unit: Unit) -> None:
    unit.delete()
    send()
    assert FeedbackMessage.objects.get().unit.code == "open-data"


def test_receipt_and_notice_are_one_mail_each(send: Any, staff: User, head: User) -> None:
    User.objects.filter(pk=head.pk).update(mail_rhythm="never")
    send(email="chen@example.test")
    send(text="again")
    call_command("send_mail")
    assert sorted(m.to[0] for m in mail.outbox) == ["chen@example.test", "mei@example.test"]
    receipt = next(m for m in mail.outbox if m.to == ["chen@example.test"])
    assert FeedbackMessage.objects.first().tracking_code in receipt.body


def test_the_receipt_is_in_the_senders_language(send: Any, client: Client) -> None:
    client.cookies["django_language"] = "en"
    send(email="alice@example.test")
    assert OutgoingMail.objects.get().subject == "Your message 115-00001 has arrived"


def test_without_javascript_it_takes_some_seconds(send: Any) -> None:
    answer = send(solved=False)
    assert answer.status_code == 200
    assert "請問更新頻率?" in answer.content.decode(), "what was written stays in the form"
    assert not FeedbackMessage.objects.exists()


def test_without_javascript_a_form_that_was_open_for_a_while_is_taken(client: Client, unit: Unit) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        hidden = ticket_of(client.get("/feedback/"), solved=False)
        clock.shift(timedelta(seconds=6))
        answer = client.post("/feedback/", hidden | {"topic": "general", "text": "慢慢寫", "solution": ""})
    assert answer.status_code == 302


def test_a_double_click_is_one_message_with_one_receipt(client: Client, unit: Unit) -> None:
    data = ticket_of(client.get("/feedback/")) | {"topic": "general", "text": "一次", "email": "a@example.test"}
    answers = [client.post("/feedback/", data)["Location"] for _ in range(3)]
    assert len(set(answers)) == FeedbackMessage.objects.count() == OutgoingMail.objects.count() == 1


def test_a_form_sent_again_with_another_text_is_not_mistaken_for_a_double_click(client: Client, unit: Unit) -> None:
    hidden = ticket_of(client.get("/feedback/"))
    client.post("/feedback/", hidden | {"topic": "general", "text": "第一"})
    again = client.post("/feedback/", hidden | {"topic": "general", "text": "第二"})
    assert again.status_code == 200
    assert "第二" in again.content.decode()
    assert client.post("/feedback/", ticket_of(again) | {"topic": "general", "text": "第二"}).status_code == 302
    assert FeedbackMessage.objects.count() == 2


def test_going_back_and_sending_again_says_the_number_and_makes_no_second_message(send: Any, client: Client) -> None:
    words = {"text": "網址失效", "email": "a@example.test"}
    with time_machine.travel(MONDAY, tick=False) as clock:
        first = send(**words)["Location"]
        clock.shift(timedelta(minutes=9))
        again = send(**words)["Location"]  # a form made anew, as a browser that goes back asks for it
        assert again == first
        assert "已收到這則意見，編號 115-00001" in client.get(again).content.decode()
    assert FeedbackMessage.objects.count() == OutgoingMail.objects.count() == 1


def test_the_same_words_about_another_thing_or_later_are_a_message(send: Any, dataset: Dataset) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        for different in ({}, {"text": "別的"}, {"topic": "error"}, {"name": "陳"}, {"email": "a@example.test"}):
            send(**different)
        send("/feedback/?dataset=5995")
        clock.shift(timedelta(minutes=31))
        send()
        assert FeedbackMessage.objects.count() == 7


def test_a_stranger_with_the_same_words_never_sees_the_others_address(send: Any, client: Client) -> None:
    first = send()["Location"]
    client.cookies.clear()  # the same network, another browser
    assert send()["Location"] != first
    assert FeedbackMessage.objects.count() == 2


def test_a_follow_up_sent_again_is_one_too(send: Any, client: Client) -> None:
    code = send()["Location"].split("/")[-2]
    track = f"/feedback/track/{FeedbackMessage.objects.get().tracking_code}/"
    assert code in send(track, text="還在等")["Location"]
    assert code in send(track, text="還在等")["Location"]
    assert [m.content.text for m in FeedbackMessage.objects.order_by("position")] == ["請問更新頻率?", "還在等"]


def test_who_sends_the_same_again_is_not_called_one_too_many(send: Any, settings: Any) -> None:
    settings.FEEDBACK_PER_HOUR = 1
    assert send()["Location"] == send()["Location"]
    assert send(text="另一則").status_code == 200


@pytest.mark.parametrize(
    "bad",
    [
        {"ticket": ""},
        {"ticket": "forged:1:x"},
        {"ticket": "\x00"},
        {"solution": "x" * 5000, "ticket": "y"},
        {"text": ""},
        {"text": " \u200b\u2060\ufeff \n"},
        {"text": "a\x00b"},
        {"text": "長" * 10_001},
        {"topic": "none"},
        {"email": "no address"},
        {"email": "a@b.test\nBcc: c@d.test"},
        {"name": "n" * 101},
        {"website": "http://spam.test"},
    ],
)
def test_bad_input_is_said_and_changes_nothing(send: Any, bad: dict[str, str]) -> None:
    answer = send(**bad)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not FeedbackMessage.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("solution", ["", "e30=", "W10=", "AAAA", "[" * 3000, "bnVsbA==", "eyJzYWx0IjogMX0="])
def test_a_forged_proof_counts_as_none(send: Any, solution: str) -> None:
    assert send(solution=solution).status_code == 200
    assert not FeedbackMessage.objects.exists()


def test_a_proof_is_good_for_its_own_form_alone(client: Client, unit: Unit) -> None:
    first, second = (ticket_of(client.get("/feedback/")) for _ in range(2))
    mixed = {"ticket": first["ticket"], "solution": second["solution"]}
    assert client.post("/feedback/", mixed | {"topic": "general", "text": "x1"}).status_code == 200
    assert not FeedbackMessage.objects.exists()


def test_a_form_that_was_open_for_very_long_is_made_anew(client: Client, unit: Unit) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        hidden = ticket_of(client.get("/feedback/"))
        clock.shift(timedelta(hours=5))
        data = {"topic": "general", "text": "久"}
        late = client.post("/feedback/", hidden | data)
        assert late.status_code == 200
        assert client.post("/feedback/", ticket_of(late) | data).status_code == 302


@pytest.mark.parametrize(("solved", "most"), [(True, 4), (False, 2)])
def test_one_address_sends_so_many_an_hour(client: Client, unit: Unit, settings: Any, solved: bool, most: int) -> None:
    settings.FEEDBACK_PER_HOUR, settings.FEEDBACK_PER_HOUR_WITHOUT_PROOF, settings.FEEDBACK_WAIT_SECONDS = 4, 2, 0

    words = map("第{}則".format, count())

    def status(**extra: str) -> int:
        hidden = ticket_of(client.get("/feedback/"), solved=solved)
        return int(client.post("/feedback/", hidden | {"topic": "general", "text": next(words)}, **extra).status_code)

    with time_machine.travel(MONDAY, tick=False) as clock:
        assert [status() for _ in range(most + 1)] == [302] * most + [200]
        assert status(REMOTE_ADDR="203.0.113.4") == 302, "others are not in the way"
        clock.shift(timedelta(minutes=61))
        assert status() == 302
    assert "127.0.0.1" not in str(list(Submission.objects.values())), "addresses are not kept"


def test_it_needs_no_redis_and_sends_nothing_itself(send: Any, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert send(email="a@example.test").status_code == 302
    assert mail.outbox == []


@pytest.mark.parametrize("identifier", ["none", "hidden", "a" * 500, "%F0%9F%92%A9", "'; --"])
def test_an_unknown_or_hidden_dataset_is_not_found(client: Client, unit: Unit, identifier: str) -> None:
    Dataset.objects.create(identifier="hidden", title="內部", unit=unit)
    assert client.get(f"/feedback/?dataset={identifier}").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=%ff%fe", "application/x-www-form-urlencoded"),
        (b"text=+AD4-", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\n\xff\r\n--x--", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data; boundary=x; charset=base64"),
        (b"x", "multipart/form-data"),
        (b"[" * 20_000, "application/json"),
        (b"text=" + b"a" * 10_000_000, "application/x-www-form-urlencoded"),
        (b"&" * 5_000, "application/x-www-form-urlencoded"),
    ],
)
def test_no_body_gives_a_server_error(client: Client, unit: Unit, body: bytes, kind: str) -> None:
    client.raise_request_exception = False
    assert client.generic("POST", "/feedback/", body, content_type=kind).status_code < 500
    assert not FeedbackMessage.objects.exists()


@pytest.mark.parametrize("url", ["/feedback/?dataset=%00", "/answers/?q=%00", "/feedback/track/a%00/"])
def test_nul_in_an_address_is_refused(client: Client, db: None, url: str) -> None:
    assert client.get(url).status_code in {400, 404}


def test_other_methods_are_refused(client: Client, db: None) -> None:
    assert client.put("/feedback/").status_code == 405


def test_a_ticket_from_the_future_is_none(client: Client, unit: Unit) -> None:
    ahead = new_ticket(datetime.now(MONDAY.tzinfo) + timedelta(hours=1)).signed()
    assert client.post("/feedback/", {"ticket": ahead, "topic": "general", "text": "x1"}).status_code == 200
    assert not FeedbackMessage.objects.exists()
