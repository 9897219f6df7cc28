"""What the pages rely on: one projection of the facts, deadlines that move only by a fact, erasing by age."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from datasets import ledger
from datasets.models import CalendarEdition, Dataset, Unit, User
from feedback.masking import mask, mask_name
from feedback.models import FeedbackEvent, FeedbackMessage, MessageState, MessageText, Submission
from feedback.services import handle
from feedback.services.deadlines import move_deadlines
from feedback.services.seal import digest
from feedback.services.state import rebuild_states
from feedback.tasks import erase_old_messages
from feedback.words import days_left, rule_in_words
from tests.feedback import make

pytestmark = pytest.mark.django_db


def test_the_projection_can_be_made_anew(dataset: Dataset, staff: User, other_unit: Unit) -> None:
    make.answered_message(dataset, staff)
    handle.transfer(make.message(dataset.unit), other_unit, "x1", act=make.act(staff))
    handle.mark_spam(make.message(dataset.unit), spam=True, act=make.act(staff))
    before = list(MessageState.objects.order_by("pk").values())
    MessageState.objects.all().delete()
    assert rebuild_states() == 3
    assert list(MessageState.objects.order_by("pk").values()) == before


def test_the_fact_proves_the_text_while_it_is_there(unit: Unit) -> None:
    message = make.message(unit)
    assert digest(message.content.salt, message.content.text) == message.text_hash


def edition(off: dict[str, int]) -> None:
    ledger.record([CalendarEdition(year=2026, source="x", sha256="0" * 64, days={d: [o, ""] for d, o in off.items()})])


def test_a_newer_calendar_moves_what_still_waits_and_lies_ahead(unit: Unit, staff: User) -> None:
    waiting, answered = make.message(unit), make.message(unit)
    handle.reply(answered, "答", act=make.act(staff))
    edition({"2026-11-09": 2})
    moved = move_deadlines(now=make.MONDAY + timedelta(days=3), limit=make.WEEK)
    assert [(e.message, e.deadline) for e in moved] == [(waiting, date(2026, 11, 10))]
    assert MessageState.objects.get(message=waiting).deadline == date(2026, 11, 10)
    assert move_deadlines(now=make.MONDAY + timedelta(days=3), limit=make.WEEK) == [], "twice is harmless"


def test_a_deadline_that_has_passed_does_not_move(unit: Unit) -> None:
    make.message(unit)
    edition({"2026-11-09": 2})
    assert move_deadlines(now=make.MONDAY + timedelta(days=8), limit=make.WEEK) == []


def test_old_messages_are_erased_and_young_ones_kept(unit: Unit, staff: User, settings: Any, capsys: Any) -> None:
    old, young = make.message(unit), make.message(unit)
    for message, day in ((old, 0), (young, 5)):
        handle.reply(message, "答", act=make.act(staff, make.MONDAY + timedelta(days=day)))
    settings.FEEDBACK_KEEP_DAYS = 7
    with time_machine.travel(make.MONDAY + timedelta(days=10)):
        call_command("erase_personal_data", "--dry-run")
        assert not MessageText.objects.exclude(erased_at=None).exists()
        erase_old_messages()
        call_command("erase_personal_data")
    assert [t.message.number for t in MessageText.objects.exclude(erased_at=None)] == [old.number]


def test_one_message_is_erased_by_its_number(unit: Unit) -> None:
    message = make.message(unit)
    call_command("erase_personal_data", message.number)
    assert MessageText.objects.get().name == ""
    with pytest.raises(CommandError, match="999-00001"):
        call_command("erase_personal_data", "999-00001")


def test_forms_are_forgotten_after_two_days(unit: Unit) -> None:
    message = make.message(unit)
    for n, days in enumerate((0, 3)):
        Submission.objects.create(nonce=str(n), address="x", at=make.MONDAY + timedelta(days=days), message=message)
    with time_machine.travel(make.MONDAY + timedelta(days=3, hours=1)):
        call_command("tidy_feedback")
    assert [s.nonce for s in Submission.objects.all()] == ["1"]
    assert FeedbackMessage.objects.count() == 1


def test_numbers_count_up_and_begin_anew_with_the_year(unit: Unit) -> None:
    found = [make.message(unit, received_at=make.MONDAY + timedelta(days=d)).number for d in (0, 1, 59, 60, 2, 61)]
    assert found == ["115-00001", "115-00002", "115-00003", "116-00001", "115-00004", "116-00002"]


def test_in_a_real_database_nothing_is_recorded_in_the_past(unit: Unit, staff: User) -> None:
    message = make.message(unit)
    event = handle.note(message, "x1", act=make.act(staff))
    assert event.recorded_at > message.recorded_at > make.MONDAY
    assert FeedbackEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我是陳大文", "我是陳○○"),
        ("寫到 a.b+c@mail.example.tw 謝謝", "寫到 ○○@○○ 謝謝"),
        ("電話 0912-345-678", "電話 ○○○○○○○○○○"),
        ("市話 02-2343-3456", "市話 ○○○○○○○○○○"),
        ("A123456789", "○○○○○○○○○○"),
        ("資料集 5995 共 1,048 筆", "資料集 5995 共 1,048 筆"),
    ],
)
def test_masking(text: str, masked: str) -> None:
    assert mask(text, "陳大文") == masked


def test_masked_names() -> None:
    assert [mask_name(n) for n in ("", "王", "歐陽小明", "Alice Chen")] == ["", "王○", "歐○○○", "A○ C○"]


def test_deadlines_in_words() -> None:
    day = date(2026, 11, 9)
    said = [days_left(day, day + timedelta(days=n)) for n in (-1, 0, 2)]
    assert len(set(said)) == 3
    assert "7" in rule_in_words("calendar", 7)
    assert rule_in_words("working", 7) != rule_in_words("calendar", 7)
