"""By which rule the limits of the figures are counted: every page with a figure says so."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from datasets.limits import reply_limit, update_limit
from datasets.models import CalendarEdition
from datasets.rules.days import taipei_day


@dataclass(frozen=True, slots=True)
class Limits:
    """Days and how they are counted; `years`: whose office calendar was imported by as-of."""

    update_days: int
    reply_days: int
    working: bool
    years: tuple[int, ...]


def limits(as_of: datetime) -> Limits:
    """Three queries: the limits in force on the day of as-of, as known then. A row keeps those it was made under."""
    years = CalendarEdition.objects.known_at(as_of).order_by("year").values_list("year", flat=True).distinct()
    updates, replies = (limit.on(taipei_day(as_of), as_of) for limit in (update_limit(), reply_limit()))
    return Limits(updates, replies, settings.DAY_COUNT == "working", tuple(years))
