"""Meetings as they were planned at a moment, and what was held, as far as it was known then."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from reports.models import (
    MaterialRemoval,
    Meeting,
    MeetingPlan,
    Outreach,
    OutreachMaterial,
    Resolution,
    ResolutionProgress,
)
from reports.models.meetings import PLAN_COLUMNS


def plans_known_at(as_of: datetime | None) -> dict[UUID, MeetingPlan]:
    """The last plan of every meeting, cancelled ones too."""
    return {row.meeting_id: row for row in MeetingPlan.objects.known_at(as_of).order_by("position")}


def meetings_known_at(as_of: datetime | None) -> list[Meeting]:
    """The meetings as the last plan of that moment has them, the newest first; of a moment never to be saved."""
    if as_of is None:
        return list(Meeting.objects.all())
    plans = plans_known_at(as_of)
    found = Meeting.objects.in_bulk(plans)
    return sorted((_planned(found[key], plan) for key, plan in plans.items()), key=lambda one: one.held_at)[::-1]


def _planned(meeting: Meeting, plan: MeetingPlan) -> Meeting:
    for name in PLAN_COLUMNS:
        setattr(meeting, name, getattr(plan, name))
    return meeting


def events_known_at(as_of: datetime | None) -> list[Outreach]:
    """The last word on every event of the outreach log, struck ones left out, newest first."""
    last = {row.event: row for row in Outreach.objects.known_at(as_of).order_by("position")}
    return sorted((row for row in last.values() if not row.struck), key=lambda row: (row.held_on, row.position))[::-1]


def materials_known_at(as_of: datetime | None) -> dict[UUID, list[OutreachMaterial]]:
    """By event, the files that were not removed by then, in order of their coming. Two queries."""
    gone = set(MaterialRemoval.objects.known_at(as_of).values_list("material", flat=True))
    found: defaultdict[UUID, list[OutreachMaterial]] = defaultdict(list)
    for row in OutreachMaterial.objects.known_at(as_of).order_by("position"):
        if row.pk not in gone:
            found[row.event].append(row)
    return found


def with_progress(rows: QuerySet[Resolution], as_of: datetime | None = None) -> QuerySet[Resolution]:
    """Each with its `progress` known at as-of, the newest first; two queries."""
    newest = ResolutionProgress.objects.known_at(as_of).order_by("-position").select_related("recorded_by")
    return rows.select_related("owner", "meeting").prefetch_related(Prefetch("progress", newest)).order_by("position")


def still_on_the_list(rows: QuerySet[Resolution], as_of: datetime | None = None) -> list[Resolution]:
    """Those that the group had not taken off by as-of: the newest word on each counts."""
    return [one for one in with_progress(rows, as_of) if not is_released(one)]


def is_released(row: Resolution) -> bool:
    """Of a row that came through `with_progress`."""
    return any(step.released for step in list(row.progress.all())[:1])


def is_late(row: Resolution, today: date) -> bool:
    """It stands, and its due date is over."""
    return row.due_on is not None and row.due_on < today and not is_released(row)
