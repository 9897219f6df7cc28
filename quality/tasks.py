"""One statement each: a task calls a service, and is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from quality import configured
from quality.services import reaping
from quality.services.lanes import Lane


@shared_task
def run_checks(lane: str) -> None:
    configured.run_lane(Lane(lane))


@shared_task
def start_round() -> None:
    configured.start_due_round()


@shared_task
def reap_checks() -> None:
    reaping.reap_checks(timezone.now())


@shared_task
def prune_check_jobs() -> None:
    reaping.prune(timezone.now())
