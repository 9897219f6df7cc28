from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.limits import update_limit
from datasets.management.importing import existing, print_notices
from datasets.services.importing.calendars import apply_calendar
from datasets.services.obligations import move_deadlines


class Command(BaseCommand):
    help = "Import the government's office calendar, one or more files as published. A newer edition supersedes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = [name for name in options["files"] if not self._import(name)]
        moved = move_deadlines(timezone.localdate(), grace_days=update_limit())
        if moved:
            self.stdout.write(_("Deadlines moved: %(count)s") % {"count": len(moved)})
        if refused:
            raise CommandError(_("Not imported: %(files)s") % {"files": ", ".join(refused)})

    def _import(self, name: str) -> bool:
        path = existing(name)
        with path.open("rb") as source:
            done = apply_calendar(source, path.name)
        for year in done.years if done.usable else ():
            text = _("%(year)s: %(count)s days recorded") if year.days else _("%(year)s: nothing new")
            self.stdout.write(f"{path.name} " + text % {"year": year.year, "count": len(year.days)})
        print_notices(self.stdout, done.notices)
        return done.usable
