"""Kept rows, computed again from the facts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import UUID

from datasets.models import Dataset
from datasets.replay.difference import Difference, differs
from datasets.rules.months import months_between
from feedback.models import FeedbackMessage
from reports.facts.replies import messages_told
from reports.kept.counting import CLASS
from reports.kept.keeping import keep
from reports.kept.making import batches, dataset_rows, message_rows
from reports.kept.reading import pasts
from reports.models import KeptCount, KeptRow, Reach

COLUMNS = [field.attname for field in KeptRow._meta.concrete_fields if not field.primary_key]
Rows = Counter[tuple[object, ...]]


def kept_rows() -> Iterator[Difference]:
    """By dataset and message; nothing where no rows are kept yet."""
    if not Reach.objects.exists():
        return
    keep()
    reach, strangers = Reach.objects.get(), set(KeptRow.objects.order_by().values_list("subject", flat=True).distinct())
    for batch in batches(list(FeedbackMessage.objects.values_list("pk", flat=True))):
        yield from compared(batch, [row for fact in messages_told(batch) for row in message_rows(fact)])
        strangers -= set(batch)
    for batch in batches(list(Dataset.objects.values_list("pk", flat=True))):
        made = [row for one in pasts(batch) for row in dataset_rows(*one, reach.first_month, reach.last_month)]
        yield from compared(batch, made)
        strangers -= set(batch)
    for subject in sorted(strangers):
        yield from differs("kept rows of nothing", subject, 0, KeptRow.objects.filter(subject=subject).count())
    for month in months_between(reach.first_month, reach.last_month):
        yield from _counts(month)


def _counts(month: date) -> Iterator[Difference]:
    """Of one month's rows: after every turn, how many of a class stand."""
    moves: defaultdict[tuple[object, ...], Counter[datetime]] = defaultdict(Counter)
    for *own, since, until in KeptRow.objects.filter(month=month).values_list(*CLASS, "since", "until").iterator():
        moves[tuple(own)][since] += 1
        moves[tuple(own)][until] -= 1
    expected: Rows = Counter((*own, *step) for own, turns in moves.items() for step in _steps(turns))
    there: Rows = Counter(KeptCount.objects.filter(month=month).values_list(*CLASS, "since", "until", "number"))
    yield from differs("counts of kept rows of", month, _few(expected - there), _few(there - expected))


def _steps(turns: Counter[datetime]) -> Iterator[tuple[datetime, datetime, int]]:
    number, moments = 0, sorted(moment for moment, step in turns.items() if step)
    for since, until in pairwise(moments):
        number += turns[since]
        if number:
            yield since, until, number


def compared(batch: Sequence[UUID], made: list[KeptRow]) -> Iterator[Difference]:
    there: defaultdict[UUID, Rows] = defaultdict(Counter)
    for row in KeptRow.objects.filter(subject__in=batch):
        there[row.subject][_cells(row)] += 1
    expected: defaultdict[UUID, Rows] = defaultdict(Counter)
    for row in made:
        expected[row.subject][_cells(row)] += 1
    for subject in batch:
        missing, left = expected[subject] - there[subject], there[subject] - expected[subject]
        yield from differs("kept rows of", subject, _few(missing), _few(left))


def _cells(row: KeptRow) -> tuple[object, ...]:
    return tuple(_plain(getattr(row, name)) for name in COLUMNS)


def _plain(value: object) -> str:
    """The same before and after the database."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _few(rows: Rows) -> str:
    return "; ".join(" ".join(map(str, row)) for row in list(rows)[:3])
