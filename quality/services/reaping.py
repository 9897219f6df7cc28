"""What the timetable does for checks: give up what kills its workers, send again what nobody has, close rounds."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from datasets.models import JobState
from datasets.models.jobs import GIVEN_UP
from quality.models import CheckJob, HostTurn, Round
from quality.services.lanes import LEASE, Lane, in_lane, wake
from quality.services.recording import fault, record
from quality.services.rounds import finish_rounds

KEPT = timedelta(days=30)
"""How long the jobs of a finished round are kept; its checks stay for ever."""


def reap_checks(now: datetime) -> list[Lane]:
    """Safe to run at any time and twice. Which lanes were woken."""
    _give_up(now)
    finish_rounds(now)
    return [lane for lane in Lane if _something_waits(lane, now) and wake(lane)]


def prune(now: datetime) -> int:
    """Delete the jobs of rounds that ended long ago, and turns that nobody gave back."""
    HostTurn.objects.filter(lease_until__lt=now - timedelta(days=1)).delete()
    return CheckJob.objects.filter(round__in=Round.objects.filter(finished_at__lt=now - KEPT)).delete()[0]


def _something_waits(lane: Lane, now: datetime) -> bool:
    busy = HostTurn.objects.filter(lane=lane, lease_until__gte=now).values("host")
    return CheckJob.objects.claimable(now).filter(in_lane(lane)).exclude(host__in=busy).exists()


@transaction.atomic
def _give_up(now: datetime) -> int:
    """A job that interrupted every attempt ends with a result of its own: the checker's fault, told as such."""
    reaper = uuid4()
    spent = CheckJob.objects.claimable(now).filter(attempts__gte=F("max_attempts"))
    spent.update(state=JobState.RUNNING, worker=reaper, lease_until=now + LEASE)
    owned = CheckJob.objects.filter(worker=reaper, state=JobState.RUNNING)
    jobs = owned.select_related("distribution__state__content")
    return record([fault(job, GIVEN_UP, JobState.GIVEN_UP) for job in jobs], owned=owned, now=now)
