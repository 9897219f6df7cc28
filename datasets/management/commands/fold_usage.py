from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from datasets.services import usage


class Command(BaseCommand):
    help = "Forget who viewed and downloaded, and add up the days gone by."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"folded: {usage.fold_usage(timezone.now())}")
