"""After a newer office calendar: move the deadlines of messages that wait. The timetable runs the same every hour."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from datasets.limits import reply_limit
from datasets.rules.workdays import parse_count
from feedback.services.deadlines import move_deadlines
from feedback.services.receive import Limit


class Command(BaseCommand):
    help = "Move the deadlines of waiting messages to what the newest office calendar says; each move is a fact."

    def handle(self, **options: Any) -> None:
        moved = move_deadlines(now=timezone.now(), limit=Limit(reply_limit(), parse_count(settings.DAY_COUNT)))
        for event in moved:
            self.stdout.write(f"{event.message.number} {event.deadline}")
        self.stdout.write(f"{len(moved)} moved")
