import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from datasets.models import Installation


class Command(BaseCommand):
    help = "Throw the demonstration's database away and seed it anew; refuses to touch a real one."

    def handle(self, *args: Any, **options: Any) -> None:
        if "datasets_installation" in connection.introspection.table_names() and not Installation.is_demonstration():
            raise CommandError("This database is no demonstration: nothing was touched.")
        self._drop()
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        call_command("prepare")

    def _drop(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            return
        name = str(connection.settings_dict["NAME"])
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
