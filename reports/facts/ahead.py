"""Obligations that today's schedules will make before a day: projections, told apart from facts (two queries, and the
calendar's one)."""

from datetime import datetime

from datasets.calendars import office_calendar
from datasets.facts import pause_of, schedule_of
from datasets.models import SchedulePause, UpdateSchedule
from datasets.rules.days import taipei_day
from datasets.rules.rests import rests
from datasets.rules.schedules import Expected, Grace, expected
from reports.facts.grouping import grouped
from reports.facts.inventory import Inventory
from reports.kpis.quarters import ReportPeriod


def updates_ahead(held: Inventory, period: ReportPeriod, as_of: datetime) -> list[tuple[str, Expected]]:
    """(unit, obligation) of those due in the period whose own period begins after as-of: not recorded by then."""
    schedules = grouped(UpdateSchedule.objects.known_at(as_of).order_by("position"), "dataset_id", schedule_of)
    pauses = grouped(SchedulePause.objects.known_at(as_of).order_by("position"), "dataset_id", pause_of)
    grace, today = Grace(office_calendar(as_of)), taipei_day(as_of)
    return [
        (item.owner(as_of), one)
        for key, own in schedules.items()
        if (item := held.items.get(key))
        for one in expected(
            [schedule for schedule in own if schedule],
            rests(item.changes, item.decisions, pauses[key]),
            began_by=period.end,
            grace=grace,
        )
        if one.period.start > today and one.due in period.days
    ]
