"""Whatever happens to a dataset, in whatever order: no deadline moves silently, and the facts replay to the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets import ledger
from datasets.models import (
    CalendarEdition,
    Dataset,
    Lifecycle,
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    SchedulePause,
    Unit,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.replay.chain import chain
from datasets.replay.deadlines import deadlines
from datasets.rules.days import TAIPEI
from datasets.services.obligations import keep

pytestmark = pytest.mark.django_db
BEGINNING = datetime(2026, 1, 1, 9, tzinfo=TAIPEI)
ACTIONS = (
    "monthly", "quarterly", "daily", "irregular", "pause", "resume", "close", "open", "withdraw", "publish", "typhoon",
)  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 31), st.sampled_from(ACTIONS)), max_size=6)
FREQUENCIES = {"monthly": "每1月", "quarterly": "每3月", "daily": "每1日", "irregular": "不定期更新"}


def fact(action: str, dataset: Dataset, today: date) -> Any:
    if action in FREQUENCIES:
        return UpdateSchedule(dataset=dataset, frequency=FREQUENCIES[action], starts_on=today)
    if action in {"pause", "resume"}:
        return SchedulePause(dataset=dataset, starts_on=today, paused=action == "pause", ground="系統汰換")
    if action in {"close", "open"}:
        closed = action == "close"
        review = today + timedelta(days=365) if closed else None
        return OpennessDecision(dataset=dataset, decision="not_open" if closed else "open", review_by=review)
    if action in {"withdraw", "publish"}:
        state = Lifecycle.WITHDRAWN if action == "withdraw" else Lifecycle.PUBLISHED
        return LifecycleChange(dataset=dataset, state=state)
    return CalendarEdition(year=today.year, source="x.csv", sha256=uuid4().hex, days=_days(today))


def _days(today: date) -> dict[str, list[object]]:
    """An office calendar that closes every office for the ten days to come."""
    days = (date(today.year, 1, 1) + timedelta(days=n) for n in range(365))
    return {str(day): [day.weekday() >= 5 or 0 <= (day - today).days < 10, ""] for day in days}


@contextmanager
def a_life(unit: Unit, steps: list[tuple[int, str]], *, nightly: bool) -> Iterator[Dataset]:
    """Tell it, keeping obligations after each step (and, nightly, on each day between); then take it all back."""
    with transaction.atomic():
        dataset = Dataset.objects.create(identifier=uuid4().hex[:12], title="x", unit=unit)
        now = BEGINNING
        _live(now, [fact("publish", dataset, now.date()), fact("monthly", dataset, now.date())])
        for days, action in steps:
            for _ in range(days):
                now += timedelta(days=1)
                if nightly:
                    _live(now, [])
            _live(now, [fact(action, dataset, now.date())])
        yield dataset
        transaction.set_rollback(True)


def _live(now: datetime, facts: list[Any]) -> None:
    with time_machine.travel(now, tick=False):
        ledger.record(facts)
        keep(now.date(), grace_days=5, count="calendar")


@given(STEPS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_deadline_moves_silently(unit: Unit, steps: list[tuple[int, str]]) -> None:
    with a_life(unit, steps, nightly=False) as dataset:
        assert list(deadlines(5)) == []
        assert list(chain()) == []
        lapsed = ObligationEvent.objects.filter(kind="lapsed", obligation__dataset=dataset)
        assert lapsed.count() == lapsed.values("obligation").distinct().count()


@given(STEPS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_timetable_that_slept_makes_the_same_obligations(unit: Unit, steps: list[tuple[int, str]]) -> None:
    """Kept every night, or only when something happened: the same periods, due dates and lapses."""
    told = []
    for nightly in (True, False):
        with a_life(unit, steps, nightly=nightly) as dataset:
            rows = UpdateObligation.objects.filter(dataset=dataset).order_by("period_start", "period_end")
            lapsed = set(ObligationEvent.objects.filter(kind="lapsed").values_list("obligation_id", flat=True))
            told.append([(row.period_start, row.period_end, row.due, row.unit_id, row.pk in lapsed) for row in rows])
    assert told[0] == told[1]
