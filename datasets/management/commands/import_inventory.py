from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.management.downloading import list_file
from datasets.management.importing import SHOWN, Bar, print_notices
from datasets.models import Unit
from datasets.services.importing import Difference, apply, compare
from datasets.services.importing.remarks import write_notices
from datasets.services.importing.runs import agency_unit, context_for
from datasets.services.obligations import lapse_obligations


class Command(BaseCommand):
    help = "Import the national platform's dataset list (CSV or JSON, export or daily changes). Twice is harmless."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file, or the https address of the platform's list")
        parser.add_argument("--dry-run", action="store_true", help="show the difference and change nothing")
        parser.add_argument("--unit", help="code of the unit that new datasets go to (default: the top unit)")
        parser.add_argument("--agency", default="", help="only the rows of this publisher")
        parser.add_argument("--warnings", metavar="CSV", help="write all remarks to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        with list_file(options["file"]) as path:
            self._import(path, options)

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        context = context_for(path.name, unit=self._unit(options["unit"]), agency=options["agency"])
        step = compare if options["dry_run"] else apply
        bar = Bar(self.stderr, path.stat().st_size)
        with path.open("rb") as source:
            found = step(source, context, progress=bar)
        bar.end()
        if not options["dry_run"]:
            lapse_obligations(timezone.localdate())
        self._print(found, dry=options["dry_run"])
        if options["warnings"]:
            with Path(options["warnings"]).open("w", encoding="utf-8-sig", newline="") as target:
                write_notices(target, found.notices)

    def _unit(self, code: str | None) -> Unit:
        if code is None:
            return agency_unit(settings.AGENCY_NAME, settings.AGENCY_NAME_EN)
        unit = Unit.objects.filter(code=code, merged_into=None).first()
        if unit is None:
            raise CommandError(_("There is no unit with the code %(code)s.") % {"code": code})
        return unit

    def _print(self, found: Difference, *, dry: bool) -> None:
        self.stdout.write(_("Nothing was written (dry run).") if dry else _("Imported."))
        counts = (len(found.new), len(found.changed), found.unchanged, len(found.gone), len(found.notices))
        self.stdout.write(_("%d new, %d changed, %d unchanged, %d gone from the list, %d remarks") % counts)
        for entry in found.changed[:SHOWN]:
            self.stdout.write(f"  {entry.identifier} {entry.title}")
            for name, (before, after) in entry.changes.items():
                self.stdout.write(f"    {name}: {before!r} -> {after!r}"[:300])
        for gone in found.gone[:SHOWN]:
            self.stdout.write("  " + _("gone: %(id)s %(title)s") % {"id": gone.identifier, "title": gone.title})
        print_notices(self.stdout, found.notices)
