from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pandas as pd
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.rules import roc
from datasets.rules.asof import parse_as_of
from datasets.rules.refusal import Refusal
from datasets.usage_frame import usage_frame

INERT = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
"""A title that begins with = stays a title."""


class Command(BaseCommand):
    help = "Write views and downloads by dataset and month for analysts: CSV or XLSX, by the file's ending."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("first", help="first day, such as 2026-01-01 or 115/01/01")
        parser.add_argument("last", help="last day, included")
        parser.add_argument("--out", required=True, metavar="FILE")
        parser.add_argument("--as-of", help="a date or a moment, Taipei: the counts recorded by then; default: all")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            first, last = roc.parse_day(options["first"]), roc.parse_day(options["last"])
            as_of = parse_as_of(options["as_of"], timezone.now()).at if options["as_of"] else None
        except Refusal as refusal:
            raise CommandError(_(refusal.message) % refusal.params) from None
        out = Path(options["out"])
        frame = usage_frame(first, last, as_of).reset_index()
        if out.suffix == ".csv":
            frame.to_csv(out, index=False, encoding="utf-8-sig")
        elif out.suffix == ".xlsx":
            with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs=INERT) as writer:
                frame.to_excel(writer, sheet_name="usage", index=False)
        else:
            raise CommandError(_("Give the file an ending that says its format: .csv or .xlsx."))
        self.stdout.write(f"{len(frame)} rows: {out}")
