from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand
from django.utils import timezone

from quality import configured
from quality.models import Round
from quality.querysets import tally
from quality.services import rounds
from quality.services.lanes import Lane


class Command(BaseCommand):
    help = "Start a round of what is due, and do it here and now, without a broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every distribution, due or not")
        parser.add_argument("--queue", action="store_true", help="leave the work to the workers")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        round_ = rounds.start_round(period=f"manual-{uuid4().hex[:20]}", now=now, everything=options["all"])
        if round_ is None:
            self.stdout.write("Nothing is due.")
        elif options["queue"]:
            self.stdout.write(f"Queued: {round_.jobs.count()} distributions.")
        else:
            configured.run_lane(Lane.ROUND)
            self._report(Round.objects.get(pk=round_.pk))

    def _report(self, round_: Round) -> None:
        counts = tally(round_)
        self.stdout.write("  ".join(f"{name} {n}" for name, n in counts.items()))
        if round_.self_check:
            self.stdout.write("The checker had no network; nobody is accused.")
