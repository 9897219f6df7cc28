"""The KPIs of a period as of any moment, for the agency and each unit, without the portal's pages."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from datasets.models import Unit
from reports.facts import Facts, default_as_of, load
from reports.figures import HEADINGS, as_json, as_lines, figures_of, tallies_of
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.management.arguments import argument, moment


class Command(BaseCommand):
    help = "Print the KPIs of a period (2026-03, 2026Q3, 2026), as of any moment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", type=argument(parse_period))
        parser.add_argument("--as-of", type=argument(moment), help="a date or a moment, Taipei; default: now")
        parser.add_argument("--unit", help="the code of one unit; its figures include the units below it")
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        period, as_of = options["period"], options["as_of"] or default_as_of(timezone.now())
        units = {str(unit.pk): unit.code for unit in _units(options["unit"])}
        facts = load(as_of, evidence_for=period)
        write = {"table": _table, "json": _json, "csv": _csv}[options["format"]]
        self.stdout.write(write(facts, period, units, not options["unit"]))


def _units(code: str | None) -> Sequence[Unit]:
    units = list(Unit.objects.order_by("code"))
    chosen = [unit for unit in units if code in {None, unit.code}]
    if code and not chosen:
        raise CommandError(f"no unit “{code}”; there are {', '.join(unit.code for unit in units) or 'none'}")
    return chosen


def _lines(facts: Facts, period: ReportPeriod, units: dict[str, str], agency: bool) -> list[list[str]]:
    whole = list(as_lines(tallies_of(facts, period), "*")) if agency else []
    return [*whole, *(line for key, code in units.items() for line in as_lines(tallies_of(facts, period, key), code))]


def _table(facts: Facts, period: ReportPeriod, units: dict[str, str], agency: bool) -> str:
    lines = [list(HEADINGS), *_lines(facts, period, units, agency)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    body = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)
    return "\n".join([f"{period}, as of {timezone.localtime(facts.as_of).isoformat()}", *body])


def _csv(facts: Facts, period: ReportPeriod, units: dict[str, str], agency: bool) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["period", "as_of", *HEADINGS])
    writer.writerows([period.code, facts.as_of.isoformat(), *line] for line in _lines(facts, period, units, agency))
    return out.getvalue().rstrip("\n")


def _json(facts: Facts, period: ReportPeriod, units: dict[str, str], agency: bool) -> str:
    names = dict(Unit.objects.values_list("pk", "code"))
    codes = {str(pk): code for pk, code in names.items()}
    scopes = [*([(None, None)] if agency else []), *units.items()]
    found = [as_json(figure, codes, code) for key, code in scopes for figure in figures_of(facts, period, key)]
    body = {"period": period.code, "as_of": facts.as_of.isoformat(), "figures": found}
    return json.dumps(body, ensure_ascii=False, indent=2)
