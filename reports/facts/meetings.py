"""Meetings as they were planned at a moment, and what was held, as far as it was known then."""

from datetime import datetime
from uuid import UUID

from reports.models import MeetingPlan, Outreach


def plans_known_at(as_of: datetime | None) -> dict[UUID, MeetingPlan]:
    """The last plan of every meeting, cancelled ones too."""
    return {row.meeting_id: row for row in MeetingPlan.objects.known_at(as_of).order_by("position")}


def events_known_at(as_of: datetime | None) -> list[Outreach]:
    """The last word on every event of the outreach log, struck ones left out, newest first."""
    last = {row.event: row for row in Outreach.objects.known_at(as_of).order_by("position")}
    return sorted((row for row in last.values() if not row.struck), key=lambda row: (row.held_on, row.position))[::-1]
