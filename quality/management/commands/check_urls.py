"""`manage.py check_urls`: any list of addresses, checked without a database. JSON lines in, JSON lines out.

`manage.py` calls the same code without Django; this is its entry in `manage.py help`, and for `call_command`.
"""

from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quality.checker import cli


class Command(BaseCommand):
    """Check links and content of a list of addresses."""

    help = cli.HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        cli.add_arguments(parser)

    def handle(self, *args: Any, **given: Any) -> None:
        try:
            cli.check(Namespace(**given))
        except cli.UsageError as error:
            raise CommandError(str(error)) from error
