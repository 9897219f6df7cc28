"""Takes into the kept rows what was recorded since: of the datasets and messages that it touches, and no others.

The chain of facts is what is followed. Checks are no links of it: they come in by their own number, and who records
them holds the chain's lock, so that none comes late. One writer at a time; twice is harmless.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from datasets import ledger
from datasets.bulk import insert
from datasets.models import Dataset, LedgerEntry
from datasets.rules.days import start_of, taipei_day
from datasets.rules.months import add_months
from feedback.models import FeedbackMessage
from quality.models import Check
from reports.facts.replies import messages_told
from reports.kept.quality import Past, quality_spans
from reports.kept.reading import pasts
from reports.kept.touching import BEGINNING, Since, touched
from reports.kpis import quality_pass, timely_replies, timely_updates
from reports.kpis.spans import Span, reply_spans, update_spans
from reports.kpis.timely_replies import MessageFacts
from reports.kpis.timely_updates import LOOK_AFTER, ObligationFacts, Sightings
from reports.models import KeptRow, Reach

LEASE = timedelta(minutes=10)
FOR_GOOD = datetime(9999, 12, 31, tzinfo=UTC)
AT_ONCE, LINKS = 100, 2_000
"""Datasets or messages that are read together, links that are taken in together: what bounds memory and waiting."""


def rebuild() -> None:
    """Everything anew; the rules answer meanwhile."""
    Reach.objects.all().delete()
    KeptRow.objects.all().delete()
    keep()


def keep() -> None:
    """For the timetable: begin where nothing was kept yet, take in what is new, and make the month ahead."""
    if not Reach.objects.exists():
        _begin()
    while not catch_up():
        pass
    reach = Reach.objects.get()
    if reach.last_month < _ahead() and _take():
        every = dict.fromkeys(Dataset.objects.values_list("pk", flat=True), add_months(reach.last_month, 1))
        _keep_datasets(every, reach, between=_renew)
        Reach.objects.update(last_month=_ahead(), busy_until=None)


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
        _keep_messages(list(news.messages))
        _keep_datasets(news.datasets, reach)
        _reached(reach, last, check)
        return check == checks and (head is None or last == head.position)


def _begin() -> None:
    """At the chain's head, with the messages and no month of any dataset yet."""
    with transaction.atomic():
        ledger.lock()
        if Reach.objects.exists():
            return
        first, head = LedgerEntry.objects.order_by("position").first(), ledger.head()
        # A year before the first fact: what was known by then of older months is asked of the rules.
        month = add_months(taipei_day(first.recorded_at if first else timezone.now()), -12)
        reach = Reach(first_month=month, last_month=add_months(month, -1))
        _keep_messages(list(FeedbackMessage.objects.values_list("pk", flat=True)))
        _reached(reach, head.position if head else 0, _newest_check())


def _take() -> bool:
    """Whether this worker may make the month ahead, which takes long where there are many datasets."""
    free = Q(busy_until=None) | Q(busy_until__lt=timezone.now())
    return bool(Reach.objects.filter(free).update(busy_until=timezone.now() + LEASE))


def _renew() -> None:
    Reach.objects.update(busy_until=timezone.now() + LEASE)


def _newest_check() -> int:
    return Check.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _ahead() -> date:
    """The month after this one: its rows are there before it begins."""
    return add_months(taipei_day(timezone.now()), 1)


def _reached(reach: Reach, position: int, check: int) -> None:
    newest = LedgerEntry.objects.filter(position__lte=position).order_by("-position").first()
    reach.position, reach.recorded_at, reach.check_id = position, newest.recorded_at if newest else None, check
    reach.save()


def _keep_messages(messages: Sequence[UUID]) -> None:
    for batch in batches(messages):
        KeptRow.objects.filter(subject__in=batch).delete()
        insert([row for fact in messages_told(batch) for row in message_rows(fact)])


def _keep_datasets(since: Since, reach: Reach, between: Callable[[], None] = lambda: None) -> None:
    """Their rows of the months that may tell anew, up to the month ahead, whether all others have that one or not."""
    for batch in batches(sorted(since)):
        with transaction.atomic():
            Reach.objects.select_for_update().get()  # one writer at a time
            made: list[KeptRow] = []
            for past, seen in pasts(batch):
                key = UUID(past.item.key)
                first = max(_first_month(past, since[key]), reach.first_month)
                KeptRow.objects.filter(subject=key, month__gte=first).delete()
                made += dataset_rows(past, seen, first, _ahead())
            insert(made)
            between()


def _first_month(past: Past, since: date) -> date:
    """What was seen on a day bears on claims of the fortnight before, whenever their obligations were due."""
    if since == BEGINNING:
        return since
    around = start_of(since) - LOOK_AFTER
    claimed = (one.obligation.due for one in past.obligations if any(_claims_after(one, around)))
    return min([since, *claimed]).replace(day=1)


def _claims_after(fact: ObligationFacts, moment: datetime) -> Iterator[bool]:
    return (claim.claimed_at is not None and claim.claimed_at >= moment for claim in fact.claims)


def dataset_rows(past: Past, seen: Sightings, first: date, last: date) -> Iterator[KeptRow]:
    """Of one dataset, its rows of the months from `first` to `last`."""
    subject = UUID(past.item.key)
    for month, span in quality_spans(past, list(months_between(first, last))):
        yield _row(quality_pass.CODE, month, subject, span)
    for fact, span in update_spans(past.obligations, seen):
        if fact.obligation.due >= first:
            yield _row(timely_updates.CODE, fact.obligation.due.replace(day=1), subject, span)


def message_rows(fact: MessageFacts) -> Iterator[KeptRow]:
    month = taipei_day(fact.message.received_at).replace(day=1)
    for span in reply_spans(fact):
        yield _row(timely_replies.CODE, month, UUID(fact.message.key), span)


def _row(kpi: str, month: date, subject: UUID, span: Span) -> KeptRow:
    row = span.row
    return KeptRow(
        kpi=kpi, month=month, side=span.side, day=row.day, key=row.key, unit=row.unit, dataset=row.dataset or None,
        state=row.state, deadline=row.deadline, flags=" ".join(sorted(row.flags)), since=span.since,
        until=span.until or FOR_GOOD, subject=subject,
    )  # fmt: skip


def months_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = add_months(first, 1)


def batches(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """So many as are read together."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
