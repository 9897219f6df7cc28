"""Rounds: what is due gets a turn; one run a period however many timetables there are."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from datasets.models import Distribution, JobState, User
from quality.models import CheckJob, Round
from quality.querysets import checkable, due
from quality.services.lanes import ON_DEMAND, Lane, wake


def period_of(now: datetime) -> str:
    """The timetable's rounds are hourly: a host's turns are spread over the day."""
    return now.strftime("%Y-%m-%dT%H")


@transaction.atomic
def start_round(
    *, period: str, now: datetime, share: int | None = None, everything: bool = False, by: User | None = None
) -> Round | None:
    """Give every due distribution its turn; None where the period has its round, or nothing is due.

    `share`: at most so many of one host, those due longest first. `everything`: due or not.
    """
    distributions = checkable() if everything else due(now)
    turns = list(_turns(distributions.values_list("pk", "download_url").iterator(), share))
    if not turns:
        return None
    round_, is_new = Round.objects.get_or_create(period=period, defaults={"started_at": now})
    if not is_new:
        return None
    CheckJob.objects.bulk_create(
        [CheckJob(round=round_, distribution_id=pk, host=host, asked_by=by) for pk, host in turns], batch_size=1000
    )
    transaction.on_commit(partial(wake, Lane.ROUND), robust=True)
    return round_


@transaction.atomic
def check_now(*, distribution: Distribution, token: str, now: datetime, by: User | None = None) -> CheckJob:
    """A check ahead of all others. While one is under way, or for the same click (`token`) again: that one."""
    waiting = CheckJob.objects.filter(
        distribution=distribution, priority__gte=ON_DEMAND, state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    if under_way := waiting.first():
        return under_way
    round_, _ = Round.objects.get_or_create(period=f"demand-{token}"[:40], defaults={"started_at": now})
    job, is_new = CheckJob.objects.get_or_create(
        round=round_,
        distribution=distribution,
        defaults={"host": host_of(distribution.download_url), "priority": ON_DEMAND, "asked_by": by},
    )
    if is_new:
        transaction.on_commit(partial(wake, Lane.DEMAND), robust=True)
    return job


def finish_rounds(now: datetime) -> int:
    """Close the rounds that have nothing left to do."""
    left = CheckJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).values("round")
    return Round.objects.filter(finished_at=None).exclude(pk__in=left).update(finished_at=now)


def host_of(url: str) -> str:
    """The host whose turn it is; "" for what is no address, which the checker says without asking anybody."""
    try:
        return (urlsplit(url.strip()).hostname or "")[:255]
    except ValueError:
        return ""


def _turns(rows: Iterator[tuple[UUID, str]], share: int | None) -> Iterator[tuple[UUID, str]]:
    taken: Counter[str] = Counter()
    for pk, url in rows:
        host = host_of(url)
        taken[host] += 1
        if share is None or taken[host] <= share:
            yield pk, host
