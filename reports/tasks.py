"""One statement each: a task calls a service, and is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from reports.reminders.digest import send_reminders


@shared_task
def remind() -> None:
    send_reminders(timezone.now())
