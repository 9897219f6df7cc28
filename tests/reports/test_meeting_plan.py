"""The plan of a meeting, and the log of what was held, are facts: what was planned when can be asked."""

import pytest
import time_machine

from datasets.models import User
from reports.facts.meetings import events_known_at, plans_known_at
from reports.models import Meeting, MeetingPlan
from reports.services.meetings import change_plan, plan_meeting
from reports.services.outreach import log_event
from tests.reports.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(officer: User) -> Meeting:
    with time_machine.travel(at("2026-10-01T09:00"), tick=False):
        return plan_meeting(quarter="2026Q3", title="第37次會議", held_at=at("2026-10-20T14:00"), by=officer)


def test_an_old_plan_can_still_be_asked(meeting: Meeting, officer: User) -> None:
    with time_machine.travel(at("2026-10-05T09:00"), tick=False):
        assert change_plan(meeting, reason="場地", place="八樓", by=officer)
    before = plans_known_at(at("2026-10-04T09:00"))[meeting.pk]
    now = plans_known_at(None)[meeting.pk]
    assert (before.place, now.place, now.reason, now.recorded_by) == ("", "八樓", "場地", officer)
    assert (meeting.place, meeting.sequence) == ("八樓", 1)


def test_the_same_plan_again_is_no_change(meeting: Meeting, officer: User) -> None:
    assert not change_plan(meeting, reason="", title="第37次會議", by=officer)
    assert (MeetingPlan.objects.count(), meeting.sequence) == (1, 0)


def test_a_later_entry_of_the_log_corrects_and_strikes(officer: User) -> None:
    said = {"kind": "training", "title": "工作坊", "held_on": at("2026-07-15T00:00").date(), "by": officer}
    first = log_event(people=42, **said)
    second = log_event(people=24, event=first.event, **said)
    assert [one.people for one in events_known_at(None)] == [24]
    assert [one.people for one in events_known_at(first.recorded_at)] == [42]
    log_event(event=first.event, struck=True, **said)
    assert events_known_at(None) == []
    assert events_known_at(second.recorded_at) == [second]
