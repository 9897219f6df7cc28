"""Two lanes to a host: the round's, and one beside it for checks on demand, which never wait for a round to end."""

from datetime import timedelta
from enum import StrEnum

from django.db.models import Q

from datasets.services import jobs


class Lane(StrEnum):
    ROUND = "round"
    DEMAND = "demand"


LEASE = jobs.LEASE
"""How long a worker and its hosts are believed alive without a sign."""
ON_DEMAND = 10
"""`CheckJob.priority` of a check that somebody waits for."""
RETRY_NETWORK = timedelta(hours=1)
"""When to look again after the checker itself was at fault."""


def in_lane(lane: Lane) -> Q:
    return Q(priority__gte=ON_DEMAND) if lane == Lane.DEMAND else Q(priority__lt=ON_DEMAND)


def per_host(lane: Lane, limit: int) -> int:
    """Of the requests that a host is asked to bear at once, one is kept for the demand lane (`limit` >= 2)."""
    return 1 if lane == Lane.DEMAND else max(1, limit - 1)


def wake(lane: Lane) -> bool:
    """Tell a worker that there is something to do; which it is, the database says."""
    return jobs.send("quality.tasks.run_checks", lane.value)
