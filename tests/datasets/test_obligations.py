"""Obligations appear when their period begins, once, and lapse or move only by recorded facts."""

from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from datasets import ledger
from datasets.models import (
    CalendarEdition,
    Dataset,
    Lifecycle,
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    OwnershipChange,
    SchedulePause,
    Unit,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.services import obligations
from datasets.tasks import keep_obligations

pytestmark = pytest.mark.django_db
GRACE = {"grace_days": 5, "count": "calendar"}


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        dataset = Dataset.objects.create(identifier="5995", title="收視費用", unit=unit)
        ledger.record(
            [
                LifecycleChange(dataset=dataset, state=Lifecycle.PUBLISHED),
                UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=date(2026, 1, 1)),
            ]
        )
    return dataset


def on(day: str) -> Any:
    return time_machine.travel(datetime.fromisoformat(f"{day}T12:00:00+08:00"), tick=False)


def materialise(until: str) -> list[str]:
    return [str(row.due) for row in obligations.materialise_obligations(date.fromisoformat(until), **GRACE)]  # type: ignore[arg-type]


def test_each_period_once_when_it_begins(dataset: Dataset) -> None:
    assert materialise("2026-02-28") == ["2026-01-31", "2026-02-28"]
    assert materialise("2026-02-28") == []
    assert materialise("2026-03-01") == ["2026-03-31"]
    row = UpdateObligation.objects.get(due=date(2026, 1, 31))
    assert (row.period_start, row.deadline, row.day_count) == (date(2026, 1, 1), date(2026, 2, 5), "calendar")


def test_belongs_to_the_owner_when_the_period_began(dataset: Dataset, unit: Unit, other_unit: Unit) -> None:
    with on("2026-02-10"):
        ledger.record([OwnershipChange(dataset=dataset, unit=unit)])
    with on("2026-03-15"):
        ledger.record([OwnershipChange(dataset=dataset, unit=other_unit)])
    materialise("2026-04-01")
    owners = {str(row.period_start): row.unit for row in UpdateObligation.objects.select_related("unit")}
    assert owners == {"2026-01-01": unit, "2026-02-01": unit, "2026-03-01": unit, "2026-04-01": other_unit}


@pytest.mark.parametrize(
    "change",
    [
        lambda d: LifecycleChange(dataset=d, state=Lifecycle.WITHDRAWN),
        lambda d: OpennessDecision(dataset=d, decision="not_open", review_by=date(2027, 1, 1)),
        lambda d: SchedulePause(dataset=d, starts_on=date(2026, 3, 20), ground="系統汰換"),
        lambda d: UpdateSchedule(dataset=d, frequency="不定期更新", starts_on=date(2026, 3, 20)),
    ],
)
def test_a_change_lapses_what_runs_and_stops_what_would_begin(dataset: Dataset, change: Any) -> None:
    with on("2026-03-20"):
        materialise("2026-03-20")
        ledger.record([change(dataset)])
        lapsed = obligations.lapse_obligations(date(2026, 3, 20))
        assert [str(e.obligation.due) for e in lapsed] == ["2026-03-31"]
        assert lapsed[0].reason
        assert obligations.lapse_obligations(date(2026, 3, 20)) == []
        assert materialise("2026-06-01") == []


def test_a_frequency_that_cannot_be_read_owes_nothing(dataset: Dataset) -> None:
    other = Dataset.objects.create(identifier="1", title="x", unit=dataset.unit)
    ledger.record([UpdateSchedule(dataset=other, frequency="每月、年", starts_on=date(2026, 1, 1))])
    materialise("2026-02-01")
    assert not UpdateObligation.objects.filter(dataset=other).exists()


def test_a_newer_calendar_moves_only_deadlines_ahead(dataset: Dataset) -> None:
    materialise("2026-09-01")
    days = {
        str(date(2026, 1, 1).fromordinal(n)): [False, ""]
        for n in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    }
    days["2026-10-05"] = [True, "災防假"]
    with on("2026-09-10"):
        ledger.record([CalendarEdition(year=2026, source="x.csv", sha256="", days=days)])
        moved = obligations.move_deadlines(date(2026, 9, 10), grace_days=5)
        assert obligations.move_deadlines(date(2026, 9, 10), grace_days=5) == []
    assert [(str(e.obligation.due), str(e.deadline)) for e in moved] == [("2026-09-30", "2026-10-06")]
    assert not ObligationEvent.objects.filter(obligation__due__lt=date(2026, 9, 1)).exists()


def test_command_and_task_do_the_same_and_twice_is_harmless(dataset: Dataset) -> None:
    out = StringIO()
    call_command("materialise_obligations", until=date(2026, 2, 1), stdout=out)
    assert out.getvalue() == "new: 2, lapsed: 0, deadlines moved: 0\n"
    with on("2026-03-02"):
        keep_obligations()
        keep_obligations()
    assert UpdateObligation.objects.count() == 3


def test_queries_do_not_grow_with_datasets(dataset: Dataset, django_assert_max_num_queries: Any) -> None:
    for n in range(5):
        other = Dataset.objects.create(identifier=str(n), title="x", unit=dataset.unit)
        ledger.record([UpdateSchedule(dataset=other, frequency="每1月", starts_on=date(2026, 1, 1))])
    with django_assert_max_num_queries(18):
        materialise("2026-12-01")
