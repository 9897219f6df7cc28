"""Hand over the mails that wait. The timetable runs the same as a task every minute."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from datasets.services.mail import send_waiting_mail


class Command(BaseCommand):
    help = "Hand over the mails that wait; safe to run at any time, and twice at once."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{send_waiting_mail(now=timezone.now())} sent")
