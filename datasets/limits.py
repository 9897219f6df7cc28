"""The limits in days, from the settings and from what the advisory group revised: the only door to them."""

from django.conf import settings

from datasets.models import LimitVersion
from datasets.rules.limits import DayLimit, DayVersion


def update_limit() -> DayLimit:
    """Days that an update may come after its due date; one query."""
    return _limit(LimitVersion.Code.UPDATE, settings.UPDATE_GRACE_DAYS)


def reply_limit() -> DayLimit:
    """Days in which a message is answered; one query."""
    return _limit(LimitVersion.Code.REPLY, settings.REPLY_DAYS)


def _limit(code: str, first: int) -> DayLimit:
    rows = LimitVersion.objects.filter(code=code).order_by("position")
    return DayLimit(first, tuple(DayVersion(row.recorded_at, row.days, row.effective_on) for row in rows))
