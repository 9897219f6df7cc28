"""Whether a sealed packet is what was sealed; needs neither database nor network."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.packet.bundle import SEAL
from reports.packet.verify import Found, verify, verify_record


class Command(BaseCommand):
    help = "Check a sealed packet (its .zip) against itself and, with --head, against a hash that was kept elsewhere."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            metavar="FILE",
            help=f"the sealed packet's .zip, or its .json with the zip's {SEAL} beside",
        )
        parser.add_argument("--head", default="", metavar="HASH", help="the seal's hash from the minutes or the site")

    def handle(self, *args: Any, **options: Any) -> None:
        found = _checked(options["file"], options["head"])
        if found.faults:
            raise CommandError(_("NOT as sealed:") + "\n" + "\n".join(f"  {fault}" for fault in found.faults))
        packet = {"quarter": found.quarter, "edition": found.edition, "hash": found.sha256}
        self.stdout.write(_("Packet %(quarter)s (%(edition)s), SHA-256 %(hash)s") % packet)
        link = {"position": found.position, "hash": found.head}
        self.stdout.write(_("Link %(position)s of the chain of facts: %(hash)s") % link)
        self.stdout.write(_("Looked at: %(files)s") % {"files": ", ".join(found.files)})
        self.stdout.write(_proven(found.anchored))


def _checked(file: Path, head: str) -> Found:
    if file.suffix == ".json":
        return verify_record(_read(file), file.name, _read(file.with_name(SEAL)), head)
    try:
        with file.open("rb") as source:
            return verify(source, head)
    except OSError as error:
        raise _unreadable(file, error) from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> CommandError:
    names = {"file": file, "error": error.strerror, "seal": SEAL}
    return CommandError(
        _("Cannot read %(file)s: %(error)s. Name a sealed packet's .zip, or its .json with %(seal)s beside it.") % names
    )


def _proven(anchored: bool) -> str:
    if anchored:
        return _("As sealed: every file that was looked at follows from the hash that you gave.")
    return _(
        "Consistent with itself. That is no proof against somebody who computed every hash anew: "
        "give --head with the hash that was kept elsewhere (minutes, public page)."
    )
