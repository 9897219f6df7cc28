"""Reminders: the right people, once, only on change, never on a holiday."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from datasets import ledger
from datasets.models import (
    Dataset,
    MailRhythm,
    ObligationEvent,
    OutgoingMail,
    Unit,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
    User,
)
from datasets.services.obligations import materialise_obligations
from feedback.models import FeedbackEvent
from feedback.services import handle
from feedback.services.state import refresh_state
from reports.models import Meeting, Resolution, ResolutionProgress
from reports.reminders import digest
from reports.reminders.digest import send_reminders
from reports.reminders.stages import UPDATES, stage
from reports.reminders.subjects import subjects
from tests.feedback.make import act, message
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 26, 0, 30, tzinfo=UTC)
"""Thursday 26 November, 08:30 in Taipei: five days are left to the 30th."""


@pytest.fixture
def owed(unit: Unit) -> UpdateObligation:
    dataset = Dataset.objects.create(identifier="A", title="基地臺統計", unit=unit)
    schedule = UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=date(2026, 11, 1))
    row = UpdateObligation(
        dataset=dataset,
        schedule=schedule,
        unit=unit,
        period_start=date(2026, 11, 1),
        period_end=date(2026, 11, 30),
        due=date(2026, 11, 30),
        deadline=date(2026, 12, 7),
    )
    ledger.record([schedule, row])
    return row


@pytest.mark.parametrize(
    ("day", "expect"),
    [
        (date(2026, 11, 24), None),
        (date(2026, 11, 25), "coming"),
        (date(2026, 11, 30), "due"),
        (date(2026, 12, 7), "due"),
        (date(2026, 12, 8), "overdue"),
        (date(2027, 1, 6), "overdue"),
        (date(2027, 1, 7), "long_overdue"),
    ],
)
def test_stages(day: date, expect: str | None) -> None:
    assert stage(day, date(2026, 11, 30), date(2026, 12, 7), UPDATES) == expect


def test_staff_hear_before_the_deadline_once(owed: UpdateObligation, staff: User, head: User, officer: User) -> None:
    assert send_reminders(MORNING) == 1
    assert send_reminders(MORNING + timedelta(days=1)) == 0
    mail = OutgoingMail.objects.get()
    assert mail.to == staff.email
    assert "基地臺統計" in mail.body
    assert "/due/" in mail.body


def test_the_head_hears_when_it_is_overdue_and_the_officer_when_it_stays_so(
    owed: UpdateObligation, staff: User, head: User, officer: User
) -> None:
    overdue = datetime(2026, 12, 8, 0, 30, tzinfo=UTC)
    send_reminders(overdue)
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {staff.email, head.email}
    send_reminders(overdue + timedelta(days=30))
    assert OutgoingMail.objects.filter(to=officer.email).count() == 1


def test_what_was_stated_is_not_spoken_of_and_is_news_when_taken_back(owed: UpdateObligation, staff: User) -> None:
    send_reminders(MORNING)
    claim = UpdateAttestation(obligation=owed, claimed_at=MORNING - timedelta(days=2))
    ledger.record([claim], by=staff)
    assert send_reminders(datetime(2026, 11, 30, 0, 30, tzinfo=UTC)) == 0
    ledger.record([UpdateAttestation(obligation=owed, claimed_at=None)], by=staff)
    assert send_reminders(datetime(2026, 12, 1, 0, 30, tzinfo=UTC)) == 1


def test_quiet_on_a_day_off(owed: UpdateObligation, staff: User) -> None:
    saturday = MORNING + timedelta(days=2)
    assert send_reminders(saturday) == 0
    assert not OutgoingMail.objects.exists()


def test_people_choose_their_rhythm_and_language(owed: UpdateObligation, staff: User) -> None:
    User.objects.filter(pk=staff.pk).update(mail_rhythm=MailRhythm.DAILY, language="en")
    assert send_reminders(MORNING + timedelta(hours=3)) == 0
    assert send_reminders(MORNING + timedelta(days=1)) == 1
    assert "1 matter needs you" in OutgoingMail.objects.get().subject
    User.objects.filter(pk=staff.pk).update(mail_rhythm=MailRhythm.NEVER)
    assert send_reminders(datetime(2026, 12, 8, 0, 30, tzinfo=UTC)) == 0


def test_it_says_what_whose_and_where_in_the_reader_s_language(
    owed: UpdateObligation, staff: User, officer: User
) -> None:
    """Staff of one unit need not be told which; the officer is, and is led to the record, not to the unit's form."""
    Dataset.objects.filter(pk=owed.dataset_id).update(title_en="Base stations")
    User.objects.filter(pk=officer.pk).update(language="en")
    send_reminders(datetime(2027, 1, 11, 0, 30, tzinfo=UTC))
    own, all_units = (OutgoingMail.objects.get(to=one.email).body for one in (staff, officer))
    assert "更新填報：基地臺統計\n  逾期過久 · 期限 115年12月7日 (2026-12-07)\n" in own
    assert "/due/?month=2026-11\n" in own
    assert "Update: Base stations\n  Infrastructure · long overdue · deadline 2026-12-07\n" in all_units
    assert f"/dashboard/timely_updates/{owed.pk}/?period=2026-11\n" in all_units
    assert "/due/" not in all_units


def test_a_long_list_names_the_first_and_counts_the_rest(
    owed: UpdateObligation, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "MOST", 0)
    send_reminders(MORNING)
    assert OutgoingMail.objects.get().body.count("另有 1 件") == 2


def test_another_units_people_hear_nothing(owed: UpdateObligation, stranger: User) -> None:
    assert send_reminders(MORNING) == 0


def test_unanswered_messages_are_spoken_of_until_they_are_answered(unit: Unit, staff: User, head: User) -> None:
    found = message(unit)
    deadline_is_near = datetime(2026, 11, 6, 0, 30, tzinfo=UTC)
    OutgoingMail.objects.all().delete()
    assert send_reminders(deadline_is_near) == 1
    mail = OutgoingMail.objects.get()
    assert (mail.to, found.number in mail.body, "/queue/" in mail.body) == (staff.email, True, True)
    overdue = datetime(2026, 11, 10, 0, 30, tzinfo=UTC)
    assert send_reminders(overdue) == 2
    handle.reply(found, "每月更新。", act=act(staff, overdue))
    assert send_reminders(overdue + timedelta(days=1)) == 0


def test_a_deadline_that_a_newer_calendar_moved_is_told_for_a_week(world: World, staff: User) -> None:
    with time_machine.travel(at("2026-08-02T07:00"), tick=False):
        materialise_obligations(date(2026, 8, 2), grace_days=5, count="calendar")
    august = UpdateObligation.objects.get(dataset=world.fees, period_start="2026-08-01")
    on("2026-08-03T09:00", ObligationEvent(obligation=august, kind="deadline_moved", deadline=date(2026, 9, 9)))
    told = [one for one in subjects(at("2026-08-04T08:30")) if one.stage == "moved"]
    assert [(one.unit, one.deadline) for one in told] == [(world.infra.pk, date(2026, 9, 9))]
    assert not [one for one in subjects(at("2026-08-11T08:30")) if one.stage == "moved"]
    assert send_reminders(at("2026-08-04T08:30")) == 1
    assert "辦公日曆" in OutgoingMail.objects.get().body


def test_a_reply_s_moved_deadline_is_told_to_the_unit_that_holds_the_message(unit: Unit, staff: User) -> None:
    found = message(unit)
    moved = found.deadline + timedelta(days=3)
    ledger.record([FeedbackEvent(message=found, kind="deadline_moved", deadline=moved)])
    now = timezone.now()
    (told,) = [one for one in subjects(now) if one.stage == "moved"]
    assert (told.kind, told.unit, told.deadline, found.number in told.title) == ("reply", unit.pk, moved, True)
    assert not [one for one in subjects(now + timedelta(days=8)) if one.stage == "moved"]
    ledger.record([FeedbackEvent(message=found, kind="marked_spam")])
    refresh_state(found)
    assert not [one for one in subjects(timezone.now()) if one.stage == "moved"]


def test_the_owner_of_a_resolution_is_reminded_until_the_group_releases_it(unit: Unit, staff: User, head: User) -> None:
    meeting = Meeting.objects.create(quarter="2026Q3", title="第37次會議", held_at=MORNING - timedelta(days=40))
    one = Resolution(meeting=meeting, number="2026Q3-1", text="應補英文欄位", owner=unit, due_on=date(2026, 12, 3))
    later = Resolution(meeting=meeting, number="2026Q3-2", text="x", owner=unit, due_on=date(2026, 12, 4))
    ledger.record([one, later])
    assert send_reminders(MORNING) == 1
    body = OutgoingMail.objects.get(to=staff.email).body
    assert "2026Q3-1 應補英文欄位" in body and f"/resolutions/{one.pk}/" in body
    assert "2026Q3-2" not in body, "eight days ahead is too early to speak of it"
    overdue = MORNING + timedelta(days=8)
    send_reminders(overdue)
    assert "2026Q3-1" in OutgoingMail.objects.get(to=head.email).body
    for resolution in (one, later):
        ledger.record([ResolutionProgress(resolution=resolution, text="完成", released=True)])
    assert send_reminders(overdue + timedelta(days=3)) == 0
