from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quality.services import reaping


class Command(BaseCommand):
    help = "Give up checks that spent their attempts, and wake workers for those that wait."

    def handle(self, *args: Any, **options: Any) -> None:
        woken = reaping.reap_checks(timezone.now())
        self.stdout.write(f"woken: {', '.join(woken) or 'none'}")
