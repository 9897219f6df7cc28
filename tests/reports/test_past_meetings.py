"""Meetings, the outreach log, the strategy, excusals and the corridor's screen as they were known at a moment."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from datasets.models import LimitVersion, User
from reports.models import AgendaNote, Attendance, Meeting, Member, Outreach, Resolution, TargetVersion
from reports.services.meetings import change_plan
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world: World, officer: User) -> Meeting:
    """Planned on 10 May; moved on 1 September; minutes, an answer and a resolution on 2 September."""
    made = Meeting.objects.get()
    member = Member.objects.create(name="陳", email="chen@example.test")
    with time_machine.travel(at("2026-09-01T09:00"), tick=False):
        change_plan(made, reason="延後", place="301會議室", members=[str(member.pk)], by=officer)
    on(
        "2026-09-02T09:00",
        Attendance(meeting=made, member=member, kind="accepted", sequence=1),
        AgendaNote(meeting=made, item="2", kind="conclusion", text="洽悉"),
        Resolution(meeting=made, number="2026Q2-1", text="補正", owner=world.infra),
    )
    return made


def test_a_meeting_as_it_was_planned(meeting: Meeting, officer: User, as_: As) -> None:
    client = as_(officer)

    def told(moment: str) -> tuple[str, int, int, int]:
        page = client.get(f"/meetings/{meeting.pk}/", {"as_of": moment}).context
        answers = sum(seat.answer is not None for seat in page["record"].seats)
        assert "lacks" not in page and "own" not in page
        return page["meeting"].place, answers, len(page["resolutions"]), len(page["plans"])

    assert told("2026-08-31") == ("", 0, 0, 1)
    assert told("2026-09-01T10:00") == ("301會議室", 0, 0, 2)
    assert told("2026-09-03") == ("301會議室", 1, 1, 2)
    assert client.get(f"/meetings/{meeting.pk}/", {"as_of": "2026-05-10T08:59"}).status_code == 404
    listed = [client.get("/meetings/", {"as_of": day}).context for day in ("2026-05-10", "2026-08-31", "2026-09-03")]
    assert [[one.place for one in page["meetings"]] for page in listed] == [[], [""], ["301會議室"]]
    assert [len(page["resolutions"]) for page in listed] == [0, 0, 1]
    assert listed[2]["form"] is None and Meeting.objects.get().place == "301會議室"


def test_the_outreach_log(world: World, officer: User, as_: As) -> None:
    first = Outreach(kind="training", title="課程", held_on=date(2026, 9, 1), hours=Decimal(2), people=10)
    on("2026-09-02T09:00", first)
    on("2026-09-03T09:00", Outreach(event=first.event, kind="training", title="課程", held_on=first.held_on, people=12))
    client = as_(officer)
    pages = [
        client.get("/outreach/", {"as_of": day}).context["rows"] for day in ("2026-09-02", "2026-09-03", "2026-09-04")
    ]
    assert [[row.people for row, _files in rows] for rows in pages] == [[], [10], [12]]
    url = f"/outreach/{first.event}/"
    assert client.get(url, {"as_of": "2026-09-02"}).status_code == 404
    context = client.get(url, {"as_of": "2026-09-03"}).context
    assert (context["entry"].people, len(context["said"]), context["officer"]) == (10, 1, False)


def test_targets_and_limits(world: World, officer: User, as_: As) -> None:
    on(
        "2026-09-01T09:00",
        TargetVersion(kpi="timely_updates", target=Decimal("0.95"), effective_on=date(2026, 9, 10)),
        LimitVersion(code="update", days=7, effective_on=date(2026, 9, 1)),
    )
    client = as_(officer)

    def told(moment: str) -> tuple[str, str, int]:
        context = client.get("/strategy/", {"as_of": moment}).context
        return context["rules"][1][1], context["rules"][5][1], len(context["changes"])

    assert told("2026-08-31") == ("90.0%", "5", 0)
    assert told("2026-09-02") == ("90.0%", "7", 2)
    assert told("2026-09-11") == ("95.0%", "7", 2)
    assert client.get("/strategy/", {"as_of": "2026-09-02"}).context["forms"] == []


def test_the_screen_in_the_corridor_and_its_file(world: World, client: Client) -> None:
    def answered(moment: str) -> int:
        tiles = client.get("/dashboard/tv/", {"as_of": moment}).context["tiles"]
        return int(next(one.figure.numerator for one in tiles if one.figure.kpi == "timely_replies"))

    assert [answered(moment) for moment in ("2026-06-30T12:00", "2026-07-01T00:00")] == [0, 0]
    page = client.get("/dashboard/tv/", {"as_of": "2026-06-30"}).content.decode()
    assert "hx-trigger" not in page
    file = client.get("/dashboard/tv/", {"as_of": "2026-06-30", "format": "csv"}).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 6
    assert client.get("/dashboard/tv/", {"as_of": "2126-01-01"}).status_code == 400


def test_the_year_says_which_moment_it_is_of(world: World, officer: User, as_: As) -> None:
    client = as_(officer)
    with time_machine.travel(at("2026-10-20T09:00"), tick=False):
        address = client.get("/annual/", {"as_of": "2026-10-01T09:00:00+08:00"})["Location"]
        page = client.get(address)
        papers = page.content.decode()
    assert address == "/annual/2026/?as_of=2026-10-01T09%3A00%3A00%2B08%3A00"
    assert papers.count(".odt?as_of=2026-10-01T09%3A00%3A00%2B08%3A00") == 1
    assert page.context["form"] is None
