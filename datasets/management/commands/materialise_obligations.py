from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from datasets.limits import update_limit
from datasets.rules.roc import parse_day
from datasets.rules.workdays import parse_count
from datasets.services import obligations


class Command(BaseCommand):
    help = "Record obligations whose periods have begun, lapse what changes took away, follow a newer office calendar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until", type=parse_day, help="a day up to which periods have begun; default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        until = options["until"] or timezone.localdate()
        kept = obligations.keep(until, grace_days=update_limit(), count=parse_count(settings.DAY_COUNT))
        self.stdout.write(f"new: {kept.new}, lapsed: {kept.lapsed}, deadlines moved: {kept.moved}")
