"""Make the projection of messages (queues, public list) anew from their facts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from feedback.services.state import rebuild_states


class Command(BaseCommand):
    help = "Recompute where every message stands from its facts."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{rebuild_states()} messages")
