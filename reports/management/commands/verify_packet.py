"""Whether a sealed packet is what was sealed; needs neither database nor network."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.packet.verify import verify


class Command(BaseCommand):
    help = "Check a sealed packet (its .zip) against itself and, with --head, against a hash that was kept elsewhere."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the sealed packet's .zip, as the portal gives it")
        parser.add_argument("--head", default="", metavar="HASH", help="the seal's hash from the minutes or the site")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(
                f"Cannot read {options['file']}: {error.strerror}. Name a sealed packet's .zip."
            ) from error
        found = verify(content, options["head"])
        if found.faults:
            raise CommandError("NOT as sealed:\n" + "\n".join(f"  {fault}" for fault in found.faults))
        self.stdout.write(f"packet {found.quarter}, {found.edition} edition, SHA-256 {found.sha256}")
        self.stdout.write(f"link {found.position} of the chain of facts: {found.head}")
        self.stdout.write(_proven(found.anchored))


def _proven(anchored: bool) -> str:
    if anchored:
        return "As sealed: every file follows from the hash that you gave."
    return (
        "Consistent with itself. That is no proof against somebody who computed every hash anew: "
        "give --head with the hash that was kept elsewhere (minutes, public page)."
    )
