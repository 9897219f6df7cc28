"""Makes the kept rows of some datasets or messages again, and tells whose and which months they are."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from datasets.bulk import insert
from datasets.rules.days import start_of, taipei_day
from datasets.rules.months import add_months, months_between
from reports.facts.replies import messages_told
from reports.kept import ahead
from reports.kept.ahead import ahead_spans
from reports.kept.quality import Past, quality_spans
from reports.kept.reading import pasts
from reports.kept.touching import BEGINNING, Since
from reports.kpis import quality_pass, timely_replies, timely_updates
from reports.kpis.spans import Span, reply_spans, update_spans
from reports.kpis.timely_replies import MessageFacts
from reports.kpis.timely_updates import LOOK_AFTER, ObligationFacts, Sightings
from reports.models import KeptRow, Reach

OF_DATASETS = (timely_updates.CODE, quality_pass.CODE, ahead.CODE)
"""What is kept of datasets; of messages it is `timely_replies`."""
FOR_GOOD = datetime(9999, 12, 31, tzinfo=UTC)
AT_ONCE = 100
"""Datasets or messages that are read together: what bounds memory and waiting."""


def month_ahead() -> date:
    """The month after this one: its rows are there before it begins."""
    return add_months(taipei_day(timezone.now()), 1)


@dataclass(frozen=True, slots=True)
class Turned:
    """Whose rows of which months were made again."""

    units: Collection[UUID]
    first: date
    last: date


def remake_messages(batch: Sequence[UUID]) -> Turned:
    made = [row for fact in messages_told(batch) for row in message_rows(fact)]
    before = KeptRow.objects.filter(subject__in=batch)
    units, months = _units(before, made), {row.month for row in made}
    before.delete()
    insert(made)
    return Turned(units, min(months, default=date.min), max(months, default=date.min))


def remake(batch: Sequence[UUID], since: Since, reach: Reach) -> Turned:
    """Rows of the months that may tell anew, up to the month ahead, whether all other datasets have that one or not."""
    made: list[KeptRow] = []
    units: set[UUID] = set()
    earliest = date.max
    for past, seen in pasts(batch):
        key = UUID(past.item.key)
        first = max(_first_month(past, since[key]), reach.first_month)
        new = list(dataset_rows(past, seen, first, month_ahead()))
        before = KeptRow.objects.filter(subject=key, month__gte=first)
        units |= _units(before, new)
        before.delete()
        made += new
        earliest = min(first, earliest)
    insert(made)
    return Turned(units, earliest, date.max)


def _units(before: QuerySet[KeptRow], made: Iterable[KeptRow]) -> set[UUID]:
    return {*before.order_by().values_list("unit", flat=True).distinct(), *(UUID(str(row.unit)) for row in made)}


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
    for span in ahead_spans(past.item, past.schedules, past.pauses, range(first.year, last.year + 1)):
        if span.row.day and span.row.day >= first:
            yield _row(ahead.CODE, span.row.day.replace(day=1), subject, span)
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


def batches(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """So many as are read together."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
