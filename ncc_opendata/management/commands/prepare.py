import errno
import gc
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ncc_opendata.demo.people import SignIn
from ncc_opendata.first_run import first_run
from ncc_opendata.messages import compile_messages


class Command(BaseCommand):
    help = "Bring the database to the present version and, where it is empty, give it its first-run data."

    requires_system_checks: list[str] = []  # they would read every page's code, which nobody asks for yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, help="where the pages will be: refuse at once if something listens there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if (port := options["port"]) and _taken(port):
            raise CommandError(
                _("Port %(port)s is taken. PORT=%(next)s make run takes another.") % {"port": port, "next": port + 1000}
            )
        gc.disable()  # many objects that stay and hardly a cycle: a sixth of the time
        try:
            self._prepare()
        finally:
            gc.enable()

    def _prepare(self) -> None:
        compile_messages(settings.BASE_DIR)
        call_command("migrate", verbosity=0)
        with translation.override(None):
            sign_ins = first_run(demo=settings.DEMO, now=timezone.now(), say=self._say)
        if sign_ins:
            self._print(sign_ins)

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text}")

    def _print(self, sign_ins: list[SignIn]) -> None:
        self.stdout.write(_("One sign-in per role; the passwords are shown this once:"))
        for one in sign_ins:
            self.stdout.write(f"  {one.role.label:<24} {one.username:<12} {one.password}")


def _taken(port: int) -> bool:
    """Whether another program listens there; whatever else may be wrong with it, the web server says."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has ended a moment ago is no hindrance
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False
