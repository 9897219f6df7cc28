"""Obligations that today's schedules will make before a day: projections, told apart from facts (two queries)."""

from datetime import date, datetime, timedelta

from datasets.facts import pause_of, schedule_of
from datasets.models import SchedulePause, UpdateSchedule
from datasets.rules.days import taipei_day
from datasets.rules.periods import due_date
from datasets.rules.rests import rests
from datasets.rules.schedules import asked_for
from reports.facts.grouping import grouped
from reports.facts.inventory import Inventory
from reports.kpis.quarters import ReportPeriod


def updates_ahead(held: Inventory, period: ReportPeriod, as_of: datetime) -> list[tuple[str, date]]:
    """(unit, due date) of those due in the period whose own period begins after as-of: not recorded by then."""
    schedules = grouped(UpdateSchedule.objects.known_at(as_of).order_by("position"), "dataset_id", schedule_of)
    pauses = grouped(SchedulePause.objects.known_at(as_of).order_by("position"), "dataset_id", pause_of)
    return [
        (item.owner(as_of), due)
        for key, own in schedules.items()
        if (item := held.items.get(key))
        for schedule, its in asked_for(
            [schedule for schedule in own if schedule],
            rests(item.changes, item.decisions, pauses[key]),
            began_by=period.end,
            after=taipei_day(as_of) + timedelta(days=1),
        )
        if (due := due_date(its, schedule.lag_days)) in period.days
    ]
