import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from datasets.models import Dataset, Unit
from reports.changes import Wanted, recorded, tell
from reports.facts import default_as_of
from reports.management.arguments import argument, moment
from reports.views.changes import HEADINGS, cells


class Command(BaseCommand):
    help = "Print the facts recorded after one moment and up to another, newest first, as lines of JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("since", type=argument(moment))
        parser.add_argument("until", type=argument(moment), nargs="?", help="default: now")
        parser.add_argument("--kind", default="", help="such as datasets.updateattestation")
        parser.add_argument("--unit", help="the code of a unit; those below it are included")
        parser.add_argument("--dataset", help="the identifier of a dataset")

    def handle(self, *args: Any, **options: Any) -> None:
        since, until = options["since"], options["until"] or default_as_of(timezone.now())
        if since > until:
            raise CommandError("The first moment lies after the second: exchange the two.")
        unit, dataset = _one(Unit, "code", options["unit"]), _one(Dataset, "identifier", options["dataset"])
        for one in tell(list(recorded(Wanted(since, until, options["kind"], unit, dataset)))):
            self.stdout.write(json.dumps(dict(zip(HEADINGS, cells(one), strict=True)), ensure_ascii=False))


def _one(model: Any, column: str, value: str | None) -> Any:
    if not value:
        return None
    if found := model.objects.filter(**{column: value}).first():
        return found
    raise CommandError(f"There is no {model.__name__.lower()} “{value}”.")
