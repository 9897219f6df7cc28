import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.management.base import BaseCommand, CommandError

from datasets import ledger
from reports.fact_lines import fact_lines
from reports.management.arguments import argument, moment


class Command(BaseCommand):
    help = "Write every fact in order with its hash, as lines of canonical JSON; never names or texts of people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="a file; .zip is compressed. Default: standard output")
        parser.add_argument("--as-of", type=argument(moment), help="facts recorded by then; default: all")

    def handle(self, *args: Any, **options: Any) -> None:
        head = ledger.head(options["as_of"])
        if head is None:
            raise CommandError("No facts were recorded by then.")
        try:
            with _opened(options["out"]) as out:
                for line in fact_lines(head):
                    out.write(line + b"\n")
        except OSError as error:
            raise CommandError(f"{options['out']}: {error.strerror}") from None
        if options["out"]:
            self.stdout.write(f"{head.position} facts, head {head.hash}")


@contextmanager
def _opened(path: Path | None) -> Iterator[IO[bytes]]:
    if path is None:
        yield sys.stdout.buffer
    elif path.suffix == ".zip":
        with ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open("facts.jsonl", "w", force_zip64=True) as member:
            yield member
    else:
        with path.open("wb") as file:
            yield file
