from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from datasets.services import usage


class Command(BaseCommand):
    help = "Add the views and downloads of the last minutes to the daily counts, and forget who it was."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"folded: {usage.fold_usage(timezone.now())}")
