"""What a meeting leaves behind: its plan and the changes of it, resolutions with owner and due date, what was done."""

from datetime import date
from typing import Any

from django.db import transaction

from datasets import ledger
from datasets.models import Unit, User
from datasets.rules.roc import ROC_OFFSET
from reports.kpis.quarters import parse_period
from reports.models import Meeting, MeetingPlan, Resolution, ResolutionProgress
from reports.models.meetings import PLAN_COLUMNS


def plan_meeting(*, quarter: str, by: User | None, **planned: Any) -> Meeting:
    """A new meeting; `planned` as the columns of `Planned`."""
    meeting = Meeting(quarter=quarter, **planned)
    with transaction.atomic():
        meeting.save()
        ledger.record([plan_of(meeting)], by=by)
    return meeting


def change_plan(meeting: Meeting, *, reason: str, by: User, **planned: Any) -> bool:
    """Record the plan with what is new in it; returns whether anything was. The meeting's SEQUENCE goes up by one."""
    with transaction.atomic():
        ledger.lock()
        meeting.refresh_from_db()
        changed = {name: value for name, value in planned.items() if getattr(meeting, name) != value}
        if not changed:
            return False
        for name, value in changed.items():
            setattr(meeting, name, value)
        meeting.sequence += 1
        meeting.save()
        ledger.record([plan_of(meeting, reason)], by=by)
    return True


def plan_of(meeting: Meeting, reason: str = "") -> MeetingPlan:
    """The fact that says what the row now says."""
    planned = {name: getattr(meeting, name) for name in PLAN_COLUMNS}
    return MeetingPlan(meeting=meeting, quarter=meeting.quarter, reason=reason, **planned)


def numbered(quarter: str, place: int) -> str:
    """As an agency does: the fourth resolution of the third quarter of 民國115年 is 115-3-4, in every language."""
    period = parse_period(quarter)
    return f"{period.year - ROC_OFFSET}-{period.number}-{place}"


def record_resolution(*, meeting: Meeting, text: str, owner: Unit | None, due_on: date | None, by: User) -> Resolution:
    """Numbered within its quarter."""
    with transaction.atomic():
        ledger.lock()
        place = Resolution.objects.filter(meeting__quarter=meeting.quarter).count() + 1
        number = numbered(meeting.quarter, place)
        made = Resolution(meeting=meeting, number=number, text=text, owner=owner, due_on=due_on)
        return ledger.record([made], by=by)[0]


def report_progress(*, resolution: Resolution, text: str, released: bool, by: User) -> ResolutionProgress:
    """What was done; `released` takes the resolution off the list, which only the group decides."""
    return ledger.record([ResolutionProgress(resolution=resolution, text=text, released=released)], by=by)[0]
