"""The chain of facts, computed again link by link."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps

from datasets import ledger
from datasets.models import Fact, LedgerEntry
from datasets.replay.difference import Difference, differs

BATCH = 2000


def chain() -> Iterator[Difference]:
    """Every link is computed again from its fact; every fact has its link; positions and times rise strictly."""
    previous, position, newest = ledger.GENESIS, 0, None
    for entries in batches(LedgerEntry.objects.order_by("position")):
        facts = facts_of(entries)
        for entry in entries:
            yield from differs("position of link", entry.fact_id, position + 1, entry.position)
            if newest is not None and entry.recorded_at <= newest:
                yield Difference("time of link", str(entry.position), f"after {newest}", str(entry.recorded_at))
            yield from _link(entry, facts.get((entry.kind, entry.fact_id)), previous)
            previous, position, newest = entry.hash, entry.position, entry.recorded_at
    yield from _unlinked()


def _link(entry: LedgerEntry, fact: Fact | None, previous: str) -> Iterator[Difference]:
    if fact is None:
        yield Difference(entry.kind, str(entry.fact_id), "a row", "none")
        return
    yield from differs(f"position of {entry.kind}", fact.pk, entry.position, fact.position)
    yield from differs(f"recorded time of {entry.kind}", fact.pk, entry.recorded_at, fact.recorded_at)
    yield from differs(f"hash of {entry.kind}", fact.pk, entry.hash, ledger.link(previous, fact))


def facts_of(entries: Iterable[LedgerEntry]) -> dict[tuple[str, UUID], Fact]:
    """The facts of some links, one query a kind."""
    found: dict[tuple[str, UUID], Fact] = {}
    for kind, own in groupby(sorted(entries, key=lambda e: e.kind), key=lambda e: e.kind):
        rows = apps.get_model(kind)._default_manager.in_bulk([entry.fact_id for entry in own])
        found |= {(kind, pk): row for pk, row in rows.items()}
    return found


def _unlinked() -> Iterator[Difference]:
    for model in fact_models():
        kind = model._meta.label_lower
        linked = LedgerEntry.objects.filter(kind=kind).count()
        yield from differs(f"rows of {kind}", "all", linked, model._default_manager.count())


def fact_models() -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def batches(rows: Any) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
