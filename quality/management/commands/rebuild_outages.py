from typing import Any

from django.core.management.base import BaseCommand

from quality.services import projections


class Command(BaseCommand):
    help = "Make the states and outages anew from the recorded checks, and say how many there are."

    def handle(self, *args: Any, **options: Any) -> None:
        states, spans = projections.rebuild()
        self.stdout.write(f"states: {states}, outages and suspicions: {spans}")
