"""What "now" means in a report."""

from datetime import datetime, timedelta

from datasets.models import LedgerEntry
from datasets.rules.days import start_of, taipei_day
from feedback.models import FeedbackMessage

STEP = timedelta(seconds=5)
"""What the public sends counts from the next such step on: a flood of it moves "now" so often and no oftener."""
MESSAGE = FeedbackMessage._meta.label_lower


def default_as_of(clock: datetime) -> datetime:
    """The newest committed fact; the start of the Taipei day where nothing was recorded yet today.

    Rules compare days, so nothing but a fact or midnight changes a figure, and a figure that was shown can be
    computed again. Messages of the last seconds move nothing yet; whatever else is recorded takes them along.
    """
    today = start_of(taipei_day(clock))
    step = clock - (clock - today) % STEP
    counted = LedgerEntry.objects.exclude(kind=MESSAGE, recorded_at__range=(step, clock))
    newest = counted.order_by("-position").first()
    return max(newest.recorded_at, today) if newest else today
