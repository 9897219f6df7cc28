"""By which rule the limits of the figures are counted: every page with a figure says so."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from datasets.models import CalendarEdition


@dataclass(frozen=True, slots=True)
class Limits:
    """Days and how they are counted; `years`: whose office calendar was imported by as-of."""

    update_days: int
    reply_days: int
    working: bool
    years: tuple[int, ...]


def limits(as_of: datetime) -> Limits:
    """One query. A row keeps the way of counting it was made under; this is the present setting."""
    years = CalendarEdition.objects.known_at(as_of).order_by("year").values_list("year", flat=True).distinct()
    return Limits(settings.UPDATE_GRACE_DAYS, settings.REPLY_DAYS, settings.DAY_COUNT == "working", tuple(years))
