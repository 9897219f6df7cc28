"""Nightly proof that nothing moved silently: the chain, the deadlines and every projection, replayed from the facts."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from datasets.replay.chain import chain
from datasets.replay.deadlines import deadlines
from datasets.replay.difference import Difference
from datasets.replay.inventory import inventory
from datasets.replay.usage import usage_sums
from datasets.rules.limits import Days
from feedback.replay import replies
from quality.replay import outage_rows
from reports.kept.replay import kept_rows

logger = logging.getLogger(__name__)


def replay(now: datetime, *, grace_days: Days, reply_days: Days) -> Iterator[Difference]:
    """Everything that differs, one by one."""
    replays: Iterable[Iterator[Difference]] = (
        chain(),
        deadlines(grace_days),
        inventory(now),
        usage_sums(),
        outage_rows(),
        replies(reply_days),
        kept_rows(),
    )
    for differences in replays:
        yield from differences


def report(differences: Iterable[Difference]) -> int:
    """Write each difference to the log as an error; returns how many."""
    count = 0
    for difference in differences:
        logger.error("verify_facts: %s", difference)
        count += 1
    return count
