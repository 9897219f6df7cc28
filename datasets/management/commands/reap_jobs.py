from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from datasets.services import jobs


class Command(BaseCommand):
    help = "Give up jobs that spent their attempts, and send again those that nobody has or whose worker died."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"sent again: {jobs.reap(timezone.now())}")
