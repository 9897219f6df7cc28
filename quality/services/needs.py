"""When a schedule itself asks for a check: data of every day is looked at every day, whatever the rung says."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from datasets.models import UpdateSchedule
from datasets.rules.frequencies import Frequency, parse

WEEK = 7


def needed_by(datasets: Iterable[UUID], now: datetime) -> dict[UUID, datetime]:
    """By dataset the latest moment of the next check; only where its period is shorter than a week."""
    rows = UpdateSchedule.objects.filter(dataset__in=set(datasets)).order_by("position")
    newest = dict(rows.values_list("dataset", "frequency"))
    days = {dataset: _days(frequency) for dataset, frequency in newest.items()}
    return {dataset: now + timedelta(days=n) for dataset, n in days.items() if n is not None and n < WEEK}


def _days(text: str) -> int | None:
    found = parse(text)
    if not isinstance(found, Frequency) or not found.is_asked or found.months is not None:
        return None
    return found.days
