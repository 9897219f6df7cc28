"""One statement each: a task calls a service, and is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from datasets.services import jobs


@shared_task
def reap_jobs() -> None:
    jobs.reap(timezone.now())
