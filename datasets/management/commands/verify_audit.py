"""Prove that no line of the audit log was changed, removed or put in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from datasets.models import AuditEntry
from datasets.security.audit import first_broken


class Command(BaseCommand):
    help = "Recompute the chain of the audit log; fails at the first line that does not follow from the one before."

    def handle(self, **options: Any) -> None:
        broken = first_broken(AuditEntry.objects.order_by("position").iterator())
        if broken is not None:
            raise CommandError(f"the audit log was changed at line {broken}")
        newest = AuditEntry.objects.first()
        self.stdout.write(f"{newest.position} lines whole, head {newest.hash}" if newest else "no lines yet")
