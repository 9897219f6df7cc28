from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ncc_opendata.backup.failure import BackupFailed
from ncc_opendata.backup.portal import restore


class Command(BaseCommand):
    help = "Make this portal what a backup says, then verify the facts. Stop web, worker and beat before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
        parser.add_argument("--force", action="store_true", help="replace what is in database and media folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"].absolute(), force=options["force"])
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"restored as of {manifest.taken_at}: {len(manifest.files)} files, {manifest.position} facts")
