from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from datasets import ledger
from datasets.limits import reply_limit, update_limit
from reports.verification import replay


class Command(BaseCommand):
    help = "Replay the facts and compare: chain, deadlines, projections. Exits non-zero where anything differs."

    def handle(self, *args: Any, **options: Any) -> None:
        now, grace_days, reply_days = timezone.now(), update_limit(), reply_limit()
        found = [str(difference) for difference in replay(now, grace_days=grace_days, reply_days=reply_days)]
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} differences")
        head = ledger.head()
        self.stdout.write(f"{head.position} facts whole, head {head.hash}" if head else "no facts yet")
