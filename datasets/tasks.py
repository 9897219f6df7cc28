"""One statement each: a task calls a service, and is safe to run twice."""

from datetime import timedelta
from functools import partial

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from datasets.limits import update_limit
from datasets.models import ImportRun
from datasets.rules.workdays import parse_count
from datasets.security.accounts import disable_idle
from datasets.services import jobs, mail, obligations, usage
from datasets.services.importing import runs


@shared_task
def reap_jobs() -> None:
    jobs.reap(timezone.now())


@shared_task
def run_import(pk: str) -> None:
    clock = runs.Clock(timezone.localdate(), update_limit())
    jobs.run(ImportRun, pk, partial(runs.work, clock=clock))


@shared_task
def send_mail() -> None:
    mail.send_waiting_mail(now=timezone.now())


@shared_task
def keep_obligations() -> None:
    obligations.keep(timezone.localdate(), grace_days=update_limit(), count=parse_count(settings.DAY_COUNT))


@shared_task
def fold_usage() -> None:
    usage.fold_usage(timezone.now())


@shared_task
def forget_import_files() -> None:
    runs.forget_files(ended_before=timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS))


@shared_task
def disable_idle_accounts() -> None:
    now = timezone.now()
    disable_idle(since=now - timedelta(days=settings.IDLE_ACCOUNT_DAYS), now=now)
