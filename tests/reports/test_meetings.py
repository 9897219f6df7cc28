"""Meetings, resolutions and what was done about them."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from datasets.models import Unit, User
from reports.kpis.quarters import parse_period
from reports.models import Meeting, Outreach, Resolution, ResolutionProgress
from reports.packet.collect import collect
from reports.packet.data import Name
from reports.services.meetings import plan_meeting
from tests.reports.conftest import As
from tests.reports.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(db: None) -> Meeting:
    return plan_meeting(quarter="2026Q2", title="第36次會議", held_at=at("2026-07-20T14:00"), chair="王委員", by=None)


@pytest.fixture
def resolution(meeting: Meeting, unit: Unit, officer: User, as_: As) -> Resolution:
    as_(officer).post(f"/meetings/{meeting.pk}/", {"text": "應補英文欄位", "owner": unit.pk, "due_on": "115/09/30"})
    return Resolution.objects.get()


def test_the_officer_plans_a_meeting_in_either_calendar(officer: User, as_: As) -> None:
    given = {"quarter": "115Q3", "title": "第37次會議", "held_at": "115/10/20 14:00", "place": "七樓", "chair": ""}
    as_(officer).post("/meetings/", given)
    made = Meeting.objects.get()
    assert (made.quarter, made.held_at) == ("2026Q3", at("2026-10-20T14:00"))
    assert "第37次會議" in as_(officer).get("/meetings/").content.decode()


@pytest.mark.parametrize("bad", [{"quarter": "2026-07"}, {"held_at": "soon"}, {"title": ""}])
def test_bad_input_plans_nothing(bad: dict[str, str], officer: User, as_: As) -> None:
    given = {"quarter": "2026Q3", "title": "x", "held_at": "2026-10-20 14:00"} | bad
    assert as_(officer).post("/meetings/", given).status_code == 400
    assert not Meeting.objects.exists()


def test_a_resolution_is_numbered_and_shown(resolution: Resolution, advisor: User, as_: As) -> None:
    assert (resolution.number, str(resolution.due_on)) == ("115-2-1", "2026-09-30")
    assert "應補英文欄位" in as_(advisor).get(f"/meetings/{resolution.meeting_id}/").content.decode()


def test_its_owner_tells_what_was_done_and_cannot_release_it(resolution: Resolution, staff: User, as_: As) -> None:
    as_(staff).post(f"/resolutions/{resolution.pk}/", {"text": "已完成", "released": "on"})
    told = ResolutionProgress.objects.get()
    assert (told.text, told.released, told.recorded_by) == ("已完成", False, staff)


def test_a_stranger_sees_nothing_of_it(resolution: Resolution, stranger: User, as_: As) -> None:
    assert as_(stranger).get(f"/resolutions/{resolution.pk}/").status_code == 403
    assert as_(stranger).post(f"/resolutions/{resolution.pk}/", {"text": "x"}).status_code == 403


def test_it_carries_over_until_the_group_releases_it(
    resolution: Resolution, officer: User, advisor: User, as_: As
) -> None:
    def carried(quarter: str) -> list[tuple[str, str]]:
        as_of = ResolutionProgress.objects.order_by("-position").first() or resolution
        data = collect(parse_period(quarter), as_of.recorded_at, agency=Name("x", "x"), demonstration=False)
        return [(one.number, one.advice) for one in data.resolutions]

    assert carried("2026Q3") == [("115-2-1", "keep")]
    as_(advisor)
    assert "115-2-1" in as_(advisor).get("/meetings/").content.decode()
    as_(officer).post(f"/resolutions/{resolution.pk}/", {"text": "完成", "released": "on"})
    assert carried("2026Q3") == [("115-2-1", "release")]
    assert carried("2099Q1") == []
    assert "115-2-1" not in as_(advisor).get("/meetings/").content.decode()


def test_a_resolution_past_its_date_says_so_and_is_counted_as_it_is_listed(
    resolution: Resolution, officer: User, advisor: User, as_: As
) -> None:
    """The newest word counts: what comes back on the list after its release is on it, and in the dashboard's count."""

    def seen(day: str) -> tuple[int, bool]:
        with time_machine.travel(at(f"{day}T09:00"), tick=False):
            client = as_(advisor)
            pages = [client.get(url) for url in ("/resolutions/", "/meetings/", f"/resolutions/{resolution.pk}/")]
            matter = client.get("/dashboard/").context["matters"][2]
            assert matter.count == len(pages[0].context["resolutions"])
            late = ["列管中，已逾期" in page.content.decode() for page in pages]
            assert ("已逾期" in client.get("/resolutions/?format=csv").content.decode()) == late[0]
            return matter.count, all(late)

    after = (timezone.localdate() + timedelta(days=400)).isoformat()
    assert seen(after) == (1, True)
    for released in ("on", ""):
        as_(officer).post(f"/resolutions/{resolution.pk}/", {"text": "完成", "released": released})
        assert seen(after) == ((0, False) if released else (1, True))


def test_readers_read_and_only_the_officer_writes(meeting: Meeting, advisor: User, staff: User, as_: As) -> None:
    for path in ("/meetings/", f"/meetings/{meeting.pk}/", "/outreach/"):
        assert as_(advisor).get(path).status_code == 200
        assert as_(advisor).post(path, {"text": "x"}).status_code == 403
        assert as_(staff).get(path).status_code == 403
        assert as_(advisor).put(path).status_code == 405


def test_asks_to_sign_in(client: Client, meeting: Meeting) -> None:
    for path in ("/meetings/", f"/meetings/{meeting.pk}/", "/outreach/", "/reviews/", "/explanations/"):
        assert "/login/" in client.get(path)["Location"]


def test_outreach_is_logged(officer: User, as_: As) -> None:
    given = {"kind": "training", "title": "工作坊", "held_on": "115/07/15", "hours": "3.5", "people": "42", "note": ""}
    as_(officer).post("/outreach/", given)
    made = Outreach.objects.get()
    assert (str(made.held_on), str(made.hours), made.people) == ("2026-07-15", "3.5", 42)
    assert as_(officer).post("/outreach/", given | {"hours": "-1"}).status_code == 400
    assert as_(officer).post("/outreach/", given | {"people": "many"}).status_code == 400
    assert Outreach.objects.count() == 1
