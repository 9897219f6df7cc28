"""Erase names, addresses and texts of messages that nobody needs any more, or of one message somebody asks about."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from feedback.models import FeedbackMessage
from feedback.services.erase import due_for_erasure, erase_personal_data
from feedback.services.handle import Act


class Command(BaseCommand):
    help = "Erase personal data of messages answered longer ago than FEEDBACK_KEEP_DAYS, or of the numbers given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="*", help="erase these messages, whatever their age")
        parser.add_argument("--dry-run", action="store_true", help="only list them")

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        before = now - timedelta(days=settings.FEEDBACK_KEEP_DAYS)
        numbers = options["number"]
        found = self._named(numbers) if numbers else due_for_erasure(answered_before=before)
        for message in found:
            if not options["dry_run"]:
                erase_personal_data(message, act=Act(by=None, now=now, unseen=True))
            self.stdout.write(message.number)
        self.stdout.write(f"{len(found)} {'would be erased' if options['dry_run'] else 'erased'}")

    def _named(self, numbers: list[str]) -> list[FeedbackMessage]:
        found = FeedbackMessage.objects.filter(number__in=numbers, content__erased_at=None).order_by("position")
        unknown = set(numbers) - set(
            FeedbackMessage.objects.filter(number__in=numbers).values_list("number", flat=True)
        )
        if unknown:
            raise CommandError(f"no such message: {', '.join(sorted(unknown))}")
        return list(found)
