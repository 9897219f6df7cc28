"""A message's page and the acts on it: works; 403; 404; 405; bad input changes nothing; two clicks are one fact."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client

from datasets.models import OutgoingMail, Unit, User
from feedback.models import FeedbackEvent, FeedbackMessage, MessageState, PublicationDraft, ReplyDraft
from feedback.services import handle
from tests.feedback import make

pytestmark = pytest.mark.django_db
Kind = FeedbackEvent.Kind


@pytest.fixture
def message(unit: Unit) -> FeedbackMessage:
    return make.message(unit)


@pytest.fixture
def clerk(signed_in: Any, staff: User) -> Any:
    with time_machine.travel(make.MONDAY + timedelta(days=1)):
        yield signed_in(staff)


def do(client: Client, message: FeedbackMessage, act: str, **data: str) -> Any:
    """Post an act as the page offers it, with what the page last showed."""
    newest = message.events.order_by("-position").first()
    return client.post(f"/queue/{message.number}/{act}/", {"seen": str(newest.pk) if newest else ""} | data)


def kinds(message: FeedbackMessage) -> list[str]:
    return list(message.events.order_by("position").values_list("kind", flat=True))


def test_the_page_shows_message_sender_and_history(clerk: Client, message: FeedbackMessage, staff: User) -> None:
    handle.note(message, "查詢中", act=make.act(staff))
    page = clerk.get(f"/queue/{message.number}/").content.decode()
    for seen in ("請問更新頻率?", "陳大文", "chen@example.test", "查詢中", "林美"):
        assert seen in page


def test_the_answers_form_stands_open_until_there_is_an_answer(clerk: Client, message: FeedbackMessage) -> None:
    """One thing is to be done here; the rest is a click away."""
    opened = '<details class="card" open>'
    assert clerk.get(f"/queue/{message.number}/").content.decode().count(opened) == 1
    do(clerk, message, "reply", text="每月更新。")
    assert opened not in clerk.get(f"/queue/{message.number}/").content.decode()


def test_acknowledging_answers_nothing(clerk: Client, message: FeedbackMessage) -> None:
    assert do(clerk, message, "acknowledge", text="收到,處理中").status_code == 302
    state = MessageState.objects.get()
    assert state.acknowledged_at is not None
    assert state.answered_at is None
    call_command("send_mail")
    assert "收到,處理中" in mail.outbox[-1].body


def test_a_reply_reaches_the_sender_once(clerk: Client, message: FeedbackMessage) -> None:
    assert do(clerk, message, "reply", text="每月更新").status_code == 302
    assert MessageState.objects.get().answered_at is not None
    call_command("send_mail")
    call_command("send_mail")
    assert sum("每月更新" in m.body for m in mail.outbox) == 1


def test_a_double_click_is_one_reply(clerk: Client, message: FeedbackMessage) -> None:
    data = {"seen": "", "text": "每月更新"}
    first, second = (clerk.post(f"/queue/{message.number}/reply/", data) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 200)
    assert kinds(message) == [Kind.REPLIED]
    assert "每月更新" in second.content.decode()


def test_a_draft_is_kept_and_no_fact(clerk: Client, message: FeedbackMessage, client: Client) -> None:
    do(clerk, message, "reply", text="草稿內容", draft="1")
    assert kinds(message) == []
    assert "草稿內容" in clerk.get(f"/queue/{message.number}/").content.decode()
    assert "草稿內容" not in client.get(f"/feedback/track/{message.tracking_code}/").content.decode()
    do(clerk, message, "reply", text="定稿")
    assert not ReplyDraft.objects.exists()


def test_an_answer_given_by_telephone_counts_from_then(clerk: Client, message: FeedbackMessage) -> None:
    do(clerk, message, "reply", text="電話已答", released="115/11/02 14:00")
    assert MessageState.objects.get().answered_at == make.MONDAY + timedelta(hours=2)


@pytest.mark.parametrize("when", ["2099-01-01", "115/10/31", "not a day"])
def test_an_answer_is_not_given_before_the_message_nor_in_the_future(
    clerk: Client, message: FeedbackMessage, when: str
) -> None:
    answer = do(clerk, message, "reply", text="答", released=when)
    assert answer.status_code == 200
    assert answer.context["forms"]["reply"].errors
    assert kinds(message) == []


def test_handing_over_keeps_the_deadline_and_tells_the_other_unit(
    clerk: Client, message: FeedbackMessage, other_unit: Unit, stranger: User
) -> None:
    answer = do(clerk, message, "transfer", unit=str(other_unit.pk), text="屬該處業務")
    assert answer["Location"] == "/queue/"
    state = MessageState.objects.get()
    assert (state.unit, state.deadline) == (other_unit, message.deadline)
    assert OutgoingMail.objects.filter(to=stranger.email).count() == 1
    assert clerk.get(f"/queue/{message.number}/").status_code == 200, "who held it once still reads it"
    assert do(clerk, message, "reply", text="答").status_code == 403, "and answers no more"


def test_spam_is_marked_and_unmarked(clerk: Client, message: FeedbackMessage) -> None:
    do(clerk, message, "spam", spam="1")
    assert MessageState.objects.get().spam
    assert do(clerk, message, "spam", spam="1").status_code == 200
    do(clerk, message, "spam", spam="0")
    assert kinds(message) == [Kind.MARKED_SPAM, Kind.UNMARKED_SPAM]


def test_the_unit_proposes_and_the_officer_publishes(
    clerk: Client, message: FeedbackMessage, officer: User, client: Client, signed_in: Any
) -> None:
    do(clerk, message, "reply", text="陳大文您好,每月更新")
    page = clerk.get(f"/queue/{message.number}/")
    assert page.context["forms"]["propose"].initial["answer"] == "陳○○您好,每月更新"
    do(clerk, message, "propose", question="多久更新?", answer="每月")
    assert client.get(f"/answers/{message.number}/").status_code == 404, "a proposal is not public"
    boss = signed_in(officer)
    assert boss.get("/queue/", {"show": "publication"}).context["page"].paginator.count == 1
    assert do(boss, message, "publish", question="多久更新一次?", answer="每月一次").status_code == 302
    assert not PublicationDraft.objects.exists()
    assert "每月一次" in client.get(f"/answers/{message.number}/").content.decode()
    do(boss, message, "unpublish", text="有誤")
    assert client.get(f"/answers/{message.number}/").status_code == 404


def test_what_was_not_answered_is_not_published(clerk: Client, message: FeedbackMessage) -> None:
    assert do(clerk, message, "propose", question="問", answer="答").status_code == 200
    assert not PublicationDraft.objects.exists()


def test_a_declined_proposal_leaves_a_note(
    clerk: Client, message: FeedbackMessage, officer: User, signed_in: Any
) -> None:
    do(clerk, message, "reply", text="答")
    do(clerk, message, "propose", question="問", answer="答")
    do(signed_in(officer), message, "decline", text="涉個案")
    assert kinds(message) == [Kind.REPLIED, Kind.NOTED]
    assert not PublicationDraft.objects.exists()


def test_erasing_takes_names_texts_and_mails_but_not_the_fact(
    clerk: Client, message: FeedbackMessage, officer: User, signed_in: Any
) -> None:
    do(clerk, message, "reply", text="陳大文您好")
    call_command("send_mail")
    assert do(signed_in(officer), message, "erase").status_code == 302
    everything = str([list(m.objects.values()) for m in (OutgoingMail, FeedbackMessage)]) + str(
        list(
            FeedbackMessage.objects.values("content__text", "content__name", "content__email", "events__content__text")
        )
    )
    for gone in ("陳大文", "chen@example.test", "請問更新頻率?"):
        assert gone not in everything
    assert MessageState.objects.get().answered_at is not None
    assert kinds(message) == [Kind.REPLIED, Kind.ERASED]


@pytest.mark.parametrize("act", ["acknowledge", "reply", "note", "transfer", "propose"])
@pytest.mark.parametrize("text", ["", "\u200b", "x\x00", "長" * 10_001])
def test_bad_input_changes_nothing(clerk: Client, message: FeedbackMessage, act: str, text: str) -> None:
    assert do(clerk, message, act, text=text, question=text, answer=text).status_code == 200
    assert kinds(message) == []
    assert not PublicationDraft.objects.exists()


@pytest.mark.parametrize("seen", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_outdated_page_acts_on_nothing(clerk: Client, message: FeedbackMessage, seen: str) -> None:
    assert do(clerk, message, "note", text="備註", seen=seen).status_code == 200
    assert kinds(message) == []


ACTS = ("acknowledge", "reply", "note", "transfer", "spam", "propose", "publish", "decline", "unpublish", "erase")


@pytest.mark.parametrize("act", ACTS)
def test_the_ladder(
    client: Client, signed_in: Any, stranger: User, officer: User, message: FeedbackMessage, act: str
) -> None:
    assert client.post(f"/queue/{message.number}/{act}/").status_code == 302, "sign in first"
    assert signed_in(stranger).post(f"/queue/{message.number}/{act}/").status_code == 403
    assert signed_in(officer).post(f"/queue/999-99999/{act}/").status_code == 404
    assert client.get(f"/queue/{message.number}/{act}/").status_code == 405
    assert kinds(message) == []


def test_the_page_is_not_for_other_units(signed_in: Any, stranger: User, message: FeedbackMessage) -> None:
    assert signed_in(stranger).get(f"/queue/{message.number}/").status_code == 403
