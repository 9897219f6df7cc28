"""What "now" means in a report."""

from datetime import datetime

from datasets import ledger
from datasets.rules.days import start_of, taipei_day


def default_as_of(clock: datetime) -> datetime:
    """The newest committed fact; the start of the Taipei day where nothing was recorded yet today.

    Rules compare days, so nothing but a fact or midnight changes a figure, and a figure that was shown can be
    computed again.
    """
    head = ledger.head()
    today = start_of(taipei_day(clock))
    return max(head.recorded_at, today) if head else today
