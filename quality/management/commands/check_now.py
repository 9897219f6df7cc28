from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quality import configured
from quality.models import DistributionState
from quality.querysets import checkable
from quality.services import rounds
from quality.services.lanes import Lane
from quality.words import finding_sentence, sentence


class Command(BaseCommand):
    help = "Check the distributions of one dataset here and now, ahead of everything, and say what was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("identifier", help="identifier of the dataset")

    def handle(self, *args: Any, **options: Any) -> None:
        distributions = list(checkable().filter(dataset__identifier=options["identifier"]))
        if not distributions:
            raise CommandError("There is no open dataset of this identifier with a distribution.")
        for distribution in distributions:
            rounds.check_now(distribution=distribution, token=uuid4().hex, now=timezone.now())
        configured.run_lane(Lane.DEMAND)
        for state in DistributionState.objects.filter(pk__in=[d.pk for d in distributions]).select_related(
            "distribution", "observation"
        ):
            seen = state.observation
            self.stdout.write(f"{state.distribution.download_url}\n  {sentence(seen)}")
            for found in seen.findings:
                self.stdout.write(f"  - {finding_sentence(found)}")
