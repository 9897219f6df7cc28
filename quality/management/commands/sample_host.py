import errno
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from datasets.models import Installation
from quality import sample_host

TAKEN = (
    "Port %(port)s is taken. Where another demonstration holds it, its sample files serve this one too. For files of "
    "its own, set SAMPLE_HOST_PORT to a free port for `make demo-reset`, which writes it into their addresses, and for "
    "`make run`."
)


class Command(BaseCommand):
    help = "Serve the demonstration's sample files on loopback until Ctrl-C. Does nothing on a real database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Installation.is_demonstration():
            self.stdout.write("This is no demonstration: there is nothing to serve.")
            return
        try:
            host = sample_host.server(settings.BASE_DIR / "data" / "samples", settings.SAMPLE_HOST_PORT)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            self.stderr.write(TAKEN % {"port": settings.SAMPLE_HOST_PORT})  # and end in peace: again is of no use
            return
        with host as server:
            self.stdout.write(f"Sample files: http://127.0.0.1:{server.server_port}/files/city-list.csv")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("Ended.")
