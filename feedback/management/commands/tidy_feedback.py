"""Forget forms that were handed in days ago: their messages stay."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.services.tidy import forget_submissions


class Command(BaseCommand):
    help = "Forget what stops double clicks and floods, once it is two days old."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{forget_submissions(now=timezone.now())} forgotten")
