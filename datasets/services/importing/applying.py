"""Walk a list in batches: compare writes nothing, apply writes each batch in one transaction.

A batch at a time keeps memory level and the database free for others: 53,000 rows take no lock for longer than a
second. An import that was interrupted is finished by doing it again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.db import transaction

from datasets import ledger
from datasets.bulk import insert, update
from datasets.models import Dataset, Distribution, Lifecycle, User, WithdrawalRequest
from datasets.platform.export import Record, read_export
from datasets.platform.notices import Notice
from datasets.querysets import waiting_withdrawals
from datasets.services.importing.difference import ChangedDataset, Difference, GoneDataset, NewDataset
from datasets.services.importing.files import WRITTEN
from datasets.services.importing.planning import Context, Plan, plan, why_none

BATCH = 1000
DELISTED = "資料集下架"

Progress = Callable[[int], None]
"""Told after each batch how many bytes of the file were read."""


@dataclass(slots=True)
class _Tally:
    """Grows batch by batch into a `Difference`."""

    new: dict[str, NewDataset] = field(default_factory=dict)
    changed: list[ChangedDataset] = field(default_factory=list)
    unchanged: int = 0
    notices: list[Notice] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    is_change_list: bool = False

    def add(self, step: Plan) -> None:
        record = step.record
        self.notices.extend(step.notices)
        self.seen.add(record.identifier)
        self.publishers.add(step.dataset.publisher)
        self.is_change_list |= bool(record.change)
        if step.is_new:
            title, files = step.dataset.title, len(step.files.new)
            self.new[record.identifier] = NewDataset(
                record.row, record.identifier, title, str(step.dataset.lifecycle), files
            )
        elif step.changes:
            self.changed.append(ChangedDataset(record.row, record.identifier, step.dataset.title, step.changes))
        else:
            self.unchanged += 1

    def difference(self) -> Difference:
        notices = sorted(self.notices, key=lambda notice: notice.row or 0)
        return Difference(tuple(self.new.values()), tuple(self.changed), self._gone(), self.unchanged, tuple(notices))

    def _gone(self) -> tuple[GoneDataset, ...]:
        """Published here by a publisher that the list speaks of, and not in it; a change list cannot tell."""
        if self.is_change_list or not self.seen:
            return ()
        listed = (Lifecycle.PUBLISHED, Lifecycle.DISCONTINUED, Lifecycle.MOVED)
        publishers = (self.publishers - {""}) or {""}  # what was added by hand has none
        rows = Dataset.objects.filter(lifecycle__in=listed, publisher__in=publishers)
        titles = rows.values_list("identifier", "title").iterator()
        return tuple(GoneDataset(*row) for row in titles if row[0] not in self.seen)


def compare(source: BinaryIO, context: Context, *, progress: Progress | None = None) -> Difference:
    """What `apply` would do now. Writes nothing."""
    tally = _Tally()
    for batch in _batches(source, context, tally):
        for step in _plans(batch, context, tally):
            tally.add(step)
        if progress:
            progress(source.tell())
    return tally.difference()


def apply(
    source: BinaryIO,
    context: Context,
    *,
    by: User | None = None,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Difference:
    """Do it, and say what was done. `at` is for a demonstration database alone."""
    tally = _Tally()
    for batch in _batches(source, context, tally):
        with transaction.atomic():
            ledger.lock()  # two imports at once take turns by batch
            steps = list(_plans(batch, context, tally))
            _write(steps, by, at)
        for step in steps:
            tally.add(step)
        if progress:
            progress(source.tell())
    return tally.difference()


def _batches(source: BinaryIO, context: Context, tally: _Tally) -> Iterator[list[Record]]:
    records = _records(source, context, tally)
    while batch := list(islice(records, BATCH)):
        yield batch


def _records(source: BinaryIO, context: Context, tally: _Tally) -> Iterator[Record]:
    for item in read_export(source):
        if isinstance(item, Notice):
            tally.notices.append(item)
        elif not context.agency or item.publisher == context.agency:
            yield item


def _plans(batch: list[Record], context: Context, tally: _Tally) -> Iterator[Plan]:
    """Plans of a batch in order; two records of one dataset see each other. Two queries."""
    rows = Dataset.objects.filter(identifier__in={record.identifier for record in batch})
    known = {row.identifier: row for row in rows}
    files: dict[object, list[Distribution]] = {row.pk: [] for row in known.values()}
    for distribution in Distribution.objects.filter(dataset__in=[row.pk for row in known.values()]).order_by("order"):
        files[distribution.dataset_id].append(distribution)
    for record in batch:
        dataset = known.get(record.identifier)
        step = plan(record, dataset, files[dataset.pk] if dataset else (), context)
        if step is None:
            values = {"value": record.identifier}
            tally.notices.extend(
                (*record.notices, Notice(why_none(record), record.row, values=values, severity="error"))
            )
            continue
        known[record.identifier] = step.dataset
        files.setdefault(step.dataset.pk, []).extend(step.files.new)
        yield step


def _write(steps: list[Plan], by: User | None, at: datetime | None) -> None:
    insert([step.dataset for step in steps if step.is_new])
    written = {step.dataset.pk: step.dataset for step in steps if step.written}
    update(list(written.values()), set().union(*(step.written for step in steps)))
    insert(_each(step.files.new for step in steps))
    update(_each(step.files.written for step in steps), WRITTEN)
    facts = [fact for step in steps for fact in step.facts]
    ledger.record([*facts, *_withdrawals(steps)], by=by, at=at)


def _each(lists: Iterable[list[Distribution]]) -> list[Distribution]:
    return list({row.pk: row for rows in lists for row in rows}.values())


def _withdrawals(steps: list[Plan]) -> list[WithdrawalRequest]:
    """Delisted on the platform: a request that another person approves or refuses, unless one is waiting already."""
    delisted = [
        s.dataset for s in steps if s.record.change == "delisted" and s.dataset.lifecycle != Lifecycle.WITHDRAWN
    ]
    waiting = set(waiting_withdrawals().values_list("dataset_id", flat=True))
    return [WithdrawalRequest(dataset=row, reason=DELISTED) for row in delisted if row.pk not in waiting]
