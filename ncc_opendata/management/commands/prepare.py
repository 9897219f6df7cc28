from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from ncc_opendata.messages import compile_messages


class Command(BaseCommand):
    help = "Bring the database to the present version and, where it is empty, give it its first-run data."

    def handle(self, *args: Any, **options: Any) -> None:
        compile_messages(settings.BASE_DIR)
        call_command("migrate", verbosity=0)
