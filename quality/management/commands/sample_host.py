from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from datasets.models import Installation
from quality import sample_host


class Command(BaseCommand):
    help = "Serve the demonstration's sample files on loopback until Ctrl-C. Does nothing on a real database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Installation.is_demonstration():
            self.stdout.write("This is no demonstration: there is nothing to serve.")
            return
        with sample_host.server(settings.BASE_DIR / "data" / "samples", settings.SAMPLE_HOST_PORT) as server:
            self.stdout.write(f"Sample files: http://127.0.0.1:{server.server_port}/files/city-list.csv")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("Ended.")
