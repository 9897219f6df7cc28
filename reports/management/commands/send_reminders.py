"""Queue the digests of what is owed. The timetable runs the same as a task every hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.reminders.digest import send_reminders


class Command(BaseCommand):
    help = "Queue one digest for each person for whom something changed; safe to run twice."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{send_reminders(timezone.now())} queued")
