import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ncc_opendata.backup.failure import BackupFailed
from ncc_opendata.backup.portal import back_up


class Command(BaseCommand):
    help = "Write database and uploaded files into one checksummed file, while the portal goes on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a new file; an existing one is not overwritten")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"].absolute()
        if file.exists():
            raise CommandError(f"{file} exists: name a new file")
        try:
            manifest = back_up(file)
        except (BackupFailed, OSError, sqlite3.Error) as error:
            raise CommandError(str(error)) from error
        size = file.stat().st_size
        self.stdout.write(f"{file}: {size:,} bytes, {len(manifest.files)} files, {manifest.position} facts")
        self.stdout.write(f"head {manifest.head}")
