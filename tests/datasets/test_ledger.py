"""The chain: order, times, hashes, and tables that refuse to be edited."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from datasets import ledger
from datasets.models import Dataset, Fact, InsertOnly, Installation, LedgerEntry, Lifecycle, LifecycleChange, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    return Dataset.objects.create(identifier="5995", title="收視費用", unit=unit)


def published(dataset: Dataset) -> LifecycleChange:
    return LifecycleChange(dataset=dataset, state=Lifecycle.PUBLISHED)


def test_positions_and_times_increase_strictly(dataset: Dataset) -> None:
    facts = ledger.record([published(dataset) for _ in range(3)])
    later = ledger.record([published(dataset)])[0]
    assert [f.position for f in facts] == [1, 2, 3]
    assert later.position == 4
    assert facts[0].recorded_at < facts[1].recorded_at < facts[2].recorded_at < later.recorded_at


def test_a_clock_that_jumps_bends_no_order(dataset: Dataset) -> None:
    """Forward, then an hour back, as after a wrong NTP server: times go on from the newest, a tick each."""
    noon, times = datetime(2026, 11, 2, 4, tzinfo=UTC), []
    for jump in (0, 3600, 0, -86_400, 3601):
        with time_machine.travel(noon + timedelta(seconds=jump), tick=False):
            times += [fact.recorded_at for fact in ledger.record([published(dataset), published(dataset)])]
    assert times == sorted(set(times))
    assert times[-2] == noon + timedelta(seconds=3601), "once the clock is past the newest, it holds again"


def test_each_link_hashes_the_one_before(dataset: Dataset) -> None:
    ledger.record([published(dataset), published(dataset)])
    previous = ledger.GENESIS
    for entry in LedgerEntry.objects.order_by("position"):
        previous = ledger.link(previous, LifecycleChange.objects.get(pk=entry.fact_id))
        assert entry.hash == previous


def test_a_real_database_does_not_write_into_the_past(dataset: Dataset) -> None:
    with pytest.raises(ledger.PastNotAllowed):
        ledger.record([published(dataset)], at=datetime(2026, 1, 1, tzinfo=UTC))
    assert not LifecycleChange.objects.exists()


def test_a_demonstration_writes_the_past_in_order(dataset: Dataset) -> None:
    Installation.objects.create(demonstration=True)
    first = ledger.record([published(dataset)], at=datetime(2026, 1, 1, tzinfo=UTC))[0]
    second = ledger.record([published(dataset)], at=datetime(2025, 1, 1, tzinfo=UTC))[0]
    assert second.recorded_at == first.recorded_at + timedelta(microseconds=1)


def test_the_last_link_of_a_moment_is_the_last_recorded_by_then(dataset: Dataset) -> None:
    assert ledger.head() is None
    first, second, third = ledger.record([published(dataset) for _ in range(3)])
    assert [ledger.head(fact.recorded_at).position for fact in (first, second, third)] == [1, 2, 3]
    assert ledger.head(first.recorded_at - ledger.TICK) is None
    assert ledger.head(third.recorded_at - ledger.TICK).position == 2
    assert ledger.head().position == 3


def test_rolled_back_facts_leave_no_link(dataset: Dataset) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ledger.record([published(dataset)])
        _ = 1 / 0
    assert ledger.head() is None


@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_a_recorded_fact_cannot_be_edited(dataset: Dataset, change: str) -> None:
    ledger.record([published(dataset)])
    for model in (LifecycleChange, LedgerEntry):
        table, column = model._meta.db_table, model._meta.pk.column
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change.format(table, column, column))
    assert LifecycleChange.objects.count() == LedgerEntry.objects.count() == 1


def test_every_insert_only_table_is_protected(db: None) -> None:
    catalogue = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    name = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {catalogue} WHERE {name} LIKE '%_no_delete'")
        triggers = {row[0] for row in cursor.fetchall()}
    tables = {m._meta.db_table for m in apps.get_models() if issubclass(m, InsertOnly)}
    assert {f"{t}_no_delete" for t in tables} == triggers
    assert {m for m in apps.get_models() if issubclass(m, Fact)}
