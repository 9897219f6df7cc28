"""Takes into the kept rows what was recorded since: of the datasets and messages that it touches, and no others.

The chain of facts is what is followed. Checks are no links of it: they come in by their own number, and who records
them holds the chain's lock, so that none comes late. One writer at a time; twice is harmless.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from datasets import ledger
from datasets.models import Dataset, LedgerEntry
from datasets.rules.days import taipei_day
from datasets.rules.months import add_months, months_between
from feedback.models import FeedbackMessage
from quality.models import Check
from reports.kept.counting import count_anew
from reports.kept.making import OF_DATASETS, batches, month_ahead, remake, remake_messages
from reports.kept.touching import Since, touched
from reports.kpis import timely_replies
from reports.models import KeptCount, KeptRow, Reach

LEASE = timedelta(minutes=10)
LINKS = 2_000
"""Links of the chain that are taken in together: what bounds memory and waiting."""


def rebuild() -> None:
    """Everything anew; the rules answer meanwhile."""
    Reach.objects.all().delete()
    KeptRow.objects.all().delete()
    KeptCount.objects.all().delete()
    keep()


def keep() -> None:
    """For the timetable: begin where nothing was kept yet, take in what is new, and make the month ahead."""
    if not Reach.objects.exists():
        begin()
    while not catch_up():
        pass
    reach = Reach.objects.get()
    if reach.last_month < month_ahead() and _take():
        every = dict.fromkeys(Dataset.objects.values_list("pk", flat=True), add_months(reach.last_month, 1))
        for batch in batches(sorted(every)):
            with transaction.atomic():
                Reach.objects.select_for_update().get()  # one writer at a time
                remake(batch, every, reach)
                _renew()
        count_ahead(reach)


def catch_up(at_most: int | None = None) -> bool:
    """Take in the next links of the chain; whether nothing is left.

    With `at_most`, nothing is done where they mean more work than that. Who asks while another is at it waits: it is a
    matter of milliseconds, and the rules would take longer.
    """
    with transaction.atomic():
        reach = Reach.objects.select_for_update().first()
        if reach is None:
            return at_most is None
        head, checks = ledger.head(), _newest_check()
        last, check = min(head.position if head else 0, reach.position + LINKS), min(checks, reach.check_id + LINKS)
        news = touched(reach.position, last, reach.check_id, check)
        if at_most is not None and news.work > at_most:
            return False
        _follow_messages(list(news.messages))
        _follow_datasets(news.datasets, reach)
        _reached(reach, last, check)
        return check == checks and (head is None or last == head.position)


def begin() -> None:
    """At the chain's head, with the messages and no month of any dataset yet."""
    with transaction.atomic():
        ledger.lock()
        if Reach.objects.exists():
            return
        first, head = LedgerEntry.objects.order_by("position").first(), ledger.head()
        # A year before the first fact: what was known by then of older months is asked of the rules.
        month = add_months(taipei_day(first.recorded_at if first else timezone.now()), -12)
        reach = Reach(first_month=month, last_month=add_months(month, -1))
        for batch in batches(list(FeedbackMessage.objects.values_list("pk", flat=True))):
            remake_messages(batch)
        _reached(reach, head.position if head else 0, _newest_check())


def _take() -> bool:
    """Whether this worker may make the month ahead, which takes long where there are many datasets."""
    free = Q(busy_until=None) | Q(busy_until__lt=timezone.now())
    return bool(Reach.objects.filter(free).update(busy_until=timezone.now() + LEASE))


def _renew() -> None:
    Reach.objects.update(busy_until=timezone.now() + LEASE)


def _newest_check() -> int:
    return Check.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _reached(reach: Reach, position: int, check: int) -> None:
    newest = LedgerEntry.objects.filter(position__lte=position).order_by("-position").first()
    reach.position, reach.recorded_at, reach.check_id = position, newest.recorded_at if newest else None, check
    reach.save()


def _follow_messages(messages: Sequence[UUID]) -> None:
    """Counted once for all of them: in a flood most are of one month and unit, whose rows are many."""
    turned = [one for batch in batches(messages) if (one := remake_messages(batch)).units]
    if turned:
        units = {unit for one in turned for unit in one.units}
        count_anew([timely_replies.CODE], min(one.first for one in turned), max(one.last for one in turned), units)


def _follow_datasets(since: Since, reach: Reach) -> None:
    for batch in batches(sorted(since)):
        turned = remake(batch, since, reach)
        if turned.units:
            count_anew(OF_DATASETS, turned.first, date.max, turned.units)


def count_ahead(reach: Reach) -> None:
    """The months that were made are reached one by one, as they are counted: nobody waits long for the lock."""
    kpis, ahead = [*OF_DATASETS, timely_replies.CODE], month_ahead()
    for first in months_between(add_months(reach.last_month, 1), ahead):
        with transaction.atomic():
            Reach.objects.select_for_update().get()
            count_anew(kpis, first, first if first < ahead else date.max)
            Reach.objects.update(last_month=first)
    Reach.objects.update(busy_until=None)
