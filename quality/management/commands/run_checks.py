from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quality import configured
from quality.services.lanes import Lane


class Command(BaseCommand):
    help = "Do the checks that wait, here and now, as a worker would."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lane", choices=[lane.value for lane in Lane], default=Lane.ROUND.value)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"checked: {configured.run_lane(Lane(options['lane']))}")
