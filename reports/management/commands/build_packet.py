"""The quarterly review packet in every format, without the portal's pages and without a broker."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.facts import default_as_of
from reports.kpis.quarters import ReportPeriod
from reports.management.arguments import argument, moment, quarter
from reports.packet.build import read_manifest, warning, write
from reports.services.packets import READING, letterhead_of, read


class Command(BaseCommand):
    help = "Build the review packet of a quarter (2026Q3 or 115Q3): ODT, ODS, PDF, XLSX, CSV and JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quarter", type=argument(quarter))
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is made for it")
        parser.add_argument("--language", choices=["zh-hant", "en"], default="zh-hant")
        parser.add_argument("--as-of", type=argument(moment), help="a date or a moment, Taipei; default: now")
        parser.add_argument("--plain", action="store_true", help="without the letterhead that was in force at as-of")

    def handle(self, *args: Any, **options: Any) -> None:
        period: ReportPeriod = options["quarter"]
        folder: Path = options["out"]
        if folder.exists() and any(folder.iterdir()) and not read_manifest(folder):
            raise CommandError(f"{folder} is not empty and holds no packet: name a new folder")
        data = read(
            period, options["as_of"] or default_as_of(timezone.now()), lambda done: self._tell(done, "facts", 0)
        )
        letterhead = None if options["plain"] else letterhead_of(data)
        files = write(
            data,
            folder,
            [options["language"]],
            lambda done, what: self._tell(done, what, READING),
            letterhead=letterhead,
        )
        self.stderr.write("")
        for one in files:
            self.stdout.write(f"{one.sha256}  {one.size:>9,}  {folder / one.name}")
        lacked = read_manifest(folder)["missing_glyphs"]
        if lacked:
            self.stderr.write(warning(lacked))

    def _tell(self, done: int, what: str, start: int) -> None:
        """A bar on a terminal; nothing where the output goes to a file."""
        if not self.stderr.isatty():
            return
        share = READING if start == 0 else 100 - READING
        percent = start + done * share // 100
        self.stderr.write(f"\r[{'#' * (percent // 5):20}] {percent:3}% {what:44}", ending="")
        self.stderr.flush()
