"""One statement each: a task calls a service, and is safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from datasets.limits import reply_limit
from datasets.rules.workdays import parse_count
from feedback.services import deadlines, erase, tidy
from feedback.services.receive import Limit


@shared_task
def move_reply_deadlines() -> None:
    deadlines.move_deadlines(now=timezone.now(), limit=Limit(reply_limit(), parse_count(settings.DAY_COUNT)))


@shared_task
def tidy_feedback() -> None:
    tidy.forget_submissions(now=timezone.now())


@shared_task
def erase_old_messages() -> None:
    erase.erase_old(now=(now := timezone.now()), answered_before=now - timedelta(days=settings.FEEDBACK_KEEP_DAYS))
