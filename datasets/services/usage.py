"""Counting uses by the COUNTER rules: double clicks once, robots not at all, nothing kept of who it was.

Source: COUNTER Code of Practice 5.1, sections 7.2 (double clicks, 30 seconds) and 7.8 (robots).
"""

import logging
import re
from collections import Counter
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from counter_robots import is_robot
from django.db import DatabaseError, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.crypto import salted_hmac

from datasets import ledger
from datasets.models import Dataset, Distribution, RecentUse, UsageCount, UseKind
from datasets.rules.days import taipei_day
from datasets.services.usage_sums import add_up

logger = logging.getLogger(__name__)
DOUBLE_CLICK = timedelta(seconds=30)
NEWER_ROBOTS = re.compile(r"bot\b|crawl|spider|slurp|facebookexternalhit|headless", re.IGNORECASE)
"""What the COUNTER list of 2025 does not know yet. The list holds curl and the like too: scripts do not count."""
PLATFORM_HOST = "data.gov.tw"
FORGOTTEN = "-"
"""What a visitor's hash, which is hexadecimal, never begins with."""


def record_view(dataset: Dataset, *, visitor: str, agent: str, now: datetime) -> bool:
    """Count the reading of a dataset's page. `visitor`: address and browser as text. True where it counted."""
    return _record(dataset, UseKind.VIEW, str(dataset.pk), visitor=visitor, agent=agent, now=now)


def record_download(distribution: Distribution, *, visitor: str, agent: str, now: datetime) -> bool:
    """Count a download, except one that is handed over to the national platform: it counts there."""
    host = urlsplit(distribution.download_url).hostname or ""
    if host == PLATFORM_HOST or host.endswith("." + PLATFORM_HOST):
        return False
    return _record(distribution.dataset, UseKind.DOWNLOAD, str(distribution.pk), visitor=visitor, agent=agent, now=now)


def fold_usage(now: datetime) -> int:
    """Forget who it was; turn the uses of days gone by into one increment a dataset and day. How many were folded.

    Safe for two at once: the second waits for the first and finds its rows gone.
    """
    RecentUse.objects.filter(at__lt=now - DOUBLE_CLICK).exclude(visitor__startswith=FORGOTTEN).update(
        visitor=Concat(Value(FORGOTTEN), Cast("pk", CharField()))
    )
    with transaction.atomic():
        ledger.lock()
        rows = list(RecentUse.objects.filter(day__lt=taipei_day(now)))
        uses = Counter((row.dataset_id, row.day, row.kind) for row in rows)
        UsageCount.objects.bulk_create(
            UsageCount(
                dataset_id=dataset, day=day, views=uses[dataset, day, "view"], downloads=uses[dataset, day, "download"]
            )
            for dataset, day in sorted({(d, day) for d, day, _kind in uses}, key=str)
        )
        RecentUse.objects.filter(pk__in=[row.pk for row in rows]).delete()
        done = add_up()
    while not done:
        done = add_up()
    return len(rows)


def _record(dataset: Dataset, kind: str, what: str, *, visitor: str, agent: str, now: datetime) -> bool:
    if not agent or is_robot(agent) or NEWER_ROBOTS.search(agent):
        return False
    day = taipei_day(now)
    digest = salted_hmac(f"usage {day} {kind} {what}", visitor, algorithm="sha256").hexdigest()
    if RecentUse.objects.filter(visitor=digest, at__gt=now - DOUBLE_CLICK).exists():
        return False
    slot = int(now.timestamp() // DOUBLE_CLICK.total_seconds())
    use = RecentUse(dataset=dataset, kind=kind, day=day, visitor=digest, slot=slot, at=now)
    try:
        RecentUse.objects.bulk_create([use], ignore_conflicts=True)
    except DatabaseError as error:  # it can only be read at the moment: so is the page
        logger.warning("a use was not counted: %s", error)
        return False
    return True
