from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from datasets.fields import sentence
from datasets.management.importing import existing, print_notices
from datasets.rules.refusal import Refusal
from datasets.rules.roc import parse_day
from datasets.services.importing.remarks import write_notices
from datasets.services.importing.usage import apply_usage, compare_usage


class Command(BaseCommand):
    help = "Import the national platform's cumulative views and downloads as they stood on a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--taken-on", required=True, help="the day of the counts: 2018-07-20 or 107/07/20")
        parser.add_argument("--dry-run", action="store_true", help="show what would be counted and change nothing")
        parser.add_argument("--warnings", metavar="CSV", help="write all remarks to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        path = existing(options["file"])
        try:
            day = parse_day(options["taken_on"])
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from None
        with path.open("rb") as source:
            found, resets = (compare_usage(source, day), []) if options["dry_run"] else apply_usage(source, day)
        counts = (len(found.new), found.to_the_letter, found.known, found.others, len(found.missing), len(resets))
        self.stdout.write(
            _(
                "%d datasets counted (%d by identifier or the very title), %d known before, %d rows of other agencies, "
                "%d datasets not in the list, %d counts reset"
            )
            % counts
        )
        print_notices(self.stdout, found.notices)
        if options["warnings"]:
            with Path(options["warnings"]).open("w", encoding="utf-8-sig", newline="") as target:
                write_notices(target, found.notices)
