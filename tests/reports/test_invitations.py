"""Invitations: one mail a member and state of the plan, a calendar entry that programs understand, answers by link."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from icalendar import Calendar

from datasets.models import JobState, OutgoingMail, User
from datasets.services.mail import send_waiting_mail
from reports.models import Attendance, Meeting, Member, PacketBuild
from reports.packet.build import write
from reports.services.invitations import answer_address, invite, lacks
from reports.services.meetings import change_plan, plan_meeting
from reports.services.packets import folder_of
from tests.reports.conftest import As
from tests.reports.packet_sample import sample
from tests.reports.world import at

pytestmark = pytest.mark.django_db
NOW = at("2026-10-10T09:00")


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def members(advisor: User) -> list[Member]:
    return [
        Member.objects.create(name="陳教授", affiliation="大學", email="chen@example.test", account=advisor),
        Member.objects.create(name="Ada", affiliation="Society", email="ada@example.test", language="en"),
        Member.objects.create(name="無信箱"),
    ]


@pytest.fixture
def meeting(members: list[Member], officer: User) -> Meeting:
    return plan_meeting(
        quarter="2026Q3", title="第37次會議", held_at=at("2026-10-20T14:00"), place="七樓", chair="王委員",
        members=[str(one.pk) for one in members], quorum=2, by=officer,
    )  # fmt: skip


@pytest.fixture
def packet(officer: User) -> PacketBuild:
    """A build with its record alone: what the agenda and the link need."""
    build = PacketBuild.objects.create(quarter="2026Q3", state=JobState.DONE, asked_by=officer)
    write(sample(), folder_of(build), ["zh-hant"], lambda _done, _what: None)
    return build


def words(meeting: Meeting, now: datetime = NOW) -> list[tuple[str, bool]]:
    return [(one.words, one.blocks) for one in lacks(meeting, now)]


def test_what_is_missing_is_named(meeting: Meeting, packet: PacketBuild) -> None:
    ((without, blocks),) = words(meeting)
    assert "無信箱" in without and not blocks
    packet.delete()
    assert words(meeting)[0][1], "without a packet nobody is invited"


@pytest.mark.parametrize(("moment", "is_late"), [("2026-10-15T23:59", False), ("2026-10-16T00:00", True)])
def test_five_days_are_counted_in_taipei(meeting: Meeting, packet: PacketBuild, moment: str, is_late: bool) -> None:
    assert any("4" in text and "5" in text for text, _ in words(meeting, at(moment))) is is_late


def test_nobody_is_invited_to_what_has_passed_or_lacks_a_packet(meeting: Meeting, officer: User, as_: As) -> None:
    as_(officer).post(f"/meetings/{meeting.pk}/", {"what": "invite"})
    assert not OutgoingMail.objects.exists()


def test_each_member_gets_one_mail_with_an_entry(
    meeting: Meeting, packet: PacketBuild, officer: User, as_: As, members: list[Member]
) -> None:
    for _twice in range(2):
        as_(officer).post(f"/meetings/{meeting.pk}/", {"what": "invite"})
    assert send_waiting_mail(now=NOW) == 2
    by_address = {letter.to[0]: letter for letter in mail.outbox}
    chinese, english = by_address["chen@example.test"], by_address["ada@example.test"]
    assert ("七樓" in chinese.body, "115年10月20日" in chinese.body, "2026-10-20 14:00" in english.body) == (True,) * 3
    assert answer_address(meeting, members[1]) in english.body
    part = next(one for one in english.message().walk() if one.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_filename()) == ("REQUEST", "meeting.ics")


def entries() -> list[Calendar]:
    return [
        Calendar.from_ical(bytes(one.attachments.get().content))
        for one in OutgoingMail.objects.filter(to="ada@example.test").order_by("pk")
    ]


def test_a_change_keeps_the_uid_and_raises_the_sequence(
    meeting: Meeting, packet: PacketBuild, officer: User, as_: As
) -> None:
    invite(meeting, now=NOW, by=officer)
    change_plan(meeting, reason="場地", held_at=at("2026-10-21T09:30"), by=officer)
    invite(meeting, now=NOW, by=officer)
    as_(officer).post(f"/meetings/{meeting.pk}/", {"what": "cancel", "reason": "颱風"})
    calendars = entries()
    events = [one.walk("VEVENT")[0] for one in calendars]
    assert [str(one["METHOD"]) for one in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [int(one["SEQUENCE"]) for one in events] == [0, 1, 2]
    assert {str(one["UID"]) for one in events} == {f"{meeting.pk}@localhost"}
    assert [one["DTSTART"].dt for one in events][:2] == [at("2026-10-20T14:00"), at("2026-10-21T09:30")]
    assert str(events[0]["DTSTART"].params["TZID"]) == "Asia/Taipei"
    assert [str(zone["TZID"]) for zone in calendars[0].walk("VTIMEZONE")] == ["Asia/Taipei"]
    assert str(events[2]["STATUS"]) == "CANCELLED"
    assert "ROLE=REQ-PARTICIPANT" in events[0].to_ical().decode().replace("\r\n ", "")


def test_lines_of_the_entry_are_folded_at_75_octets(meeting: Meeting, packet: PacketBuild, officer: User) -> None:
    change_plan(meeting, reason="", place="國家通訊傳播委員會" * 12, by=officer)
    invite(meeting, now=NOW, by=officer)
    (raw,) = [bytes(one.attachments.get().content) for one in OutgoingMail.objects.filter(to="ada@example.test")]
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert str(entries()[0].walk("VEVENT")[0]["LOCATION"]) == "國家通訊傳播委員會" * 12


def test_a_member_answers_by_link_and_by_account(
    meeting: Meeting, packet: PacketBuild, members: list[Member], advisor: User, client: Client, as_: As
) -> None:
    own = answer_address(meeting, members[1]).removeprefix(settings.SITE_URL)
    page = client.get(own).content.decode()
    assert "第37次會議" in page and "review-packet-2026Q3.json" in page
    assert client.post(own, {"comes": "no"}).status_code == 302
    as_(advisor).post(f"/meetings/{meeting.pk}/", {"what": "answer", "comes": "yes"})
    said = [(one.member, one.kind, one.recorded_by) for one in Attendance.objects.order_by("position")]
    assert said == [(members[1], "declined", None), (members[0], "accepted", advisor)]
    assert json.loads(b"".join(client.get(f"{own}review-packet-2026Q3.json")))["quarter"] == "2026Q3"
    with time_machine.travel(meeting.held_at, tick=False):
        assert "<form" not in client.get(own).content.decode().partition("<main")[2].partition("</main>")[0]
        client.post(own, {"comes": "yes"})
        as_(advisor).post(f"/meetings/{meeting.pk}/", {"what": "answer", "comes": "no"})
    assert Attendance.objects.count() == 2, "once it has begun no answer is taken"


def test_no_other_link_opens_anything(
    meeting: Meeting, packet: PacketBuild, members: list[Member], officer: User, client: Client
) -> None:
    own = answer_address(meeting, members[1]).removeprefix(settings.SITE_URL)
    assert client.get(re.sub(r"answer/.", "answer/x", own)).status_code == 404
    for name in ("minutes.odt", "..%2Fmanifest.json", "other.pdf"):
        assert client.get(own + name).status_code == 404
    change_plan(meeting, reason="", members=[str(members[0].pk)], by=officer)
    assert client.get(own).status_code == 404, "whoever is no longer planned has no page"


def test_only_a_planned_member_answers(meeting: Meeting, auditor: User, as_: As) -> None:
    assert as_(auditor).post(f"/meetings/{meeting.pk}/", {"what": "answer", "comes": "yes"}).status_code == 403


def test_erasing_a_member_leaves_the_seat(meeting: Meeting, packet: PacketBuild, members: list[Member],
                                          officer: User, as_: As) -> None:  # fmt: skip
    invite(meeting, now=NOW, by=officer)
    as_(officer).post(f"/meetings/members/{members[1].pk}/", {"what": "erase"})
    page = as_(officer).get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Ada" not in page
    assert not OutgoingMail.objects.filter(to="ada@example.test").exists()
    assert Attendance.objects.filter(member=members[1], kind="invited").exists()


def test_the_plan_is_changed_on_its_page(meeting: Meeting, members: list[Member], officer: User, as_: As) -> None:
    given = {
        "title": "第37次會議", "held_at": "115/10/22 10:00", "place": "八樓", "chair": "", "quorum": "",
        "members": [str(members[0].pk)], "reason": "場地", "recorder": "黃怡婷",
    }  # fmt: skip
    assert "115/10/20 14:00" in as_(officer).get(f"/meetings/{meeting.pk}/plan/").content.decode()
    as_(officer).post(f"/meetings/{meeting.pk}/plan/", given)
    meeting.refresh_from_db()
    assert (meeting.held_at, meeting.members, meeting.quorum) == (at("2026-10-22T10:00"), [str(members[0].pk)], 1)
    assert "場地" in as_(officer).get(f"/meetings/{meeting.pk}/").content.decode()
