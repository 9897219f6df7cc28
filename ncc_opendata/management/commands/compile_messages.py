from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ncc_opendata.messages import compile_messages


class Command(BaseCommand):
    help = "Compile the translations that changed (.po to .mo), without the gettext tools."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for mo in compile_messages(settings.BASE_DIR):
            self.stdout.write(f"compiled {mo.relative_to(settings.BASE_DIR)}")
