"""One statement each: a task calls a service, and is safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from datasets.limits import reply_limit, update_limit
from datasets.services import jobs
from reports.kept.keeping import keep
from reports.models import PacketRehearsal
from reports.reminders.digest import send_reminders
from reports.services import closing, outreach, packets, rehearsal
from reports.verification import replay, report


@shared_task
def remind() -> None:
    send_reminders(timezone.now())


@shared_task
def build_packet(pk: str) -> None:
    packets.run(pk)


@shared_task
def rehearse_packet(pk: str) -> None:
    jobs.run(PacketRehearsal, pk, rehearsal.rehearse)


@shared_task
def verify_facts() -> None:
    report(replay(timezone.now(), grace_days=update_limit(), reply_days=reply_limit()))


@shared_task
def keep_rows() -> None:
    keep()


@shared_task
def close_periods() -> None:
    closing.close_periods(timezone.now())


@shared_task
def erase_materials() -> None:
    outreach.erase_leftovers(before=timezone.now() - timedelta(days=1))
