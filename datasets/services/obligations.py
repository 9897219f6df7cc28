"""Obligations come into being when their period begins, lapse when a change takes them away, and never otherwise move.

Every function here is safe to run twice: it records what the rules ask for and the database does not hold yet.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from datasets import ledger
from datasets.calendars import office_calendar
from datasets.facts import decision_of, event_of, life_change_of, pause_of, schedule_of
from datasets.models import (
    Dataset,
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    OwnershipChange,
    SchedulePause,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.rules.days import start_of
from datasets.rules.limits import Days
from datasets.rules.obligations import deadline_in_force, may_move
from datasets.rules.rests import lapse_ground, rests, stop_days
from datasets.rules.schedules import Expected, Grace, Rest, Schedule, expected
from datasets.rules.workdays import Calendar, Count, parse_count

T = TypeVar("T")
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Past:
    """What decides about one dataset's obligations, as recorded so far. `owners` in order of recording."""

    schedules: list[Schedule] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    owners: list[tuple[datetime, UUID]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many facts a run recorded."""

    new: int
    lapsed: int
    moved: int


def keep(today: date, *, grace_days: Days, count: Count) -> Kept:
    """What the timetable does; `today` is the Taipei date."""
    new = materialise_obligations(today, grace_days=grace_days, count=count)
    lapsed, moved = lapse_obligations(today), move_deadlines(today, grace_days=grace_days)
    return Kept(len(new), len(lapsed), len(moved))


@transaction.atomic
def materialise_obligations(
    until: date, *, grace_days: Days, count: Count, at: datetime | None = None
) -> list[UpdateObligation]:
    """Record the obligations of all datasets whose periods began by `until` and that are not recorded yet.

    `at`: the moment of recording, in a demonstration alone.
    """
    ledger.lock()
    grace = Grace(office_calendar(at), grace_days, count)
    known = set(UpdateObligation.objects.values_list("dataset_id", "period_start", "period_end"))
    units = dict(
        Dataset.objects.filter(Exists(UpdateSchedule.objects.filter(dataset=OuterRef("pk")))).values_list(
            "pk", "unit_id"
        )
    )
    rows = [
        _obligation(dataset, one, _owner(past, one.period.start, units[dataset]), count)
        for dataset, past in pasts().items()
        for one in expected(past.schedules, past.rests, began_by=until, grace=grace)
        if (dataset, one.period.start, one.period.end) not in known
    ]
    return ledger.record(rows, at=at)


def _obligation(dataset: UUID, one: Expected, unit: UUID, count: Count) -> UpdateObligation:
    return UpdateObligation(
        dataset_id=dataset,
        schedule_id=UUID(one.schedule.key),
        unit_id=unit,
        period_start=one.period.start,
        period_end=one.period.end,
        due=one.due,
        deadline=one.deadline,
        day_count=count,
    )


def _owner(past: Past, day: date, unit: UUID) -> UUID:
    """The owner when the day began; for days before the first record, the first known one."""
    before = [owner for recorded_at, owner in past.owners if recorded_at <= start_of(day)]
    first = [owner for _, owner in past.owners[:1]]
    return [unit, *first, *before][-1]


@transaction.atomic
def lapse_obligations(today: date, *, at: datetime | None = None) -> list[ObligationEvent]:
    """Record the lapse of every obligation that a change took away by today (withdrawn, closed, paused, irregular)."""
    ledger.lock()
    stops = {dataset: stop_days(past.rests, past.schedules) for dataset, past in pasts().items()}
    rows = [
        ObligationEvent(obligation=row, kind=ObligationEvent.Kind.LAPSED, reason=ground)
        for row in UpdateObligation.objects.exclude(events__kind=ObligationEvent.Kind.LAPSED).order_by("position")
        if (ground := lapse_ground(row.period_start, row.due, stops[row.dataset_id], today))
    ]
    return ledger.record(rows, at=at)


@transaction.atomic
def move_deadlines(today: date, *, grace_days: Days, at: datetime | None = None) -> list[ObligationEvent]:
    """Record what the newest calendar edition, or a revised limit, moves: call it after recording either.

    Only deadlines that lie ahead, both the old and the new, are moved.
    """
    ledger.lock()
    calendar = office_calendar(at)
    rows = UpdateObligation.objects.filter(due__gte=today - A_YEAR).prefetch_related("events")
    moved = [(row, old, _deadline(row, grace_days, calendar)) for row in rows if (old := in_force(row)) >= today]
    facts = [
        ObligationEvent(obligation=row, kind=ObligationEvent.Kind.DEADLINE_MOVED, deadline=new)
        for row, old, new in moved
        if may_move(old, new, today)
    ]
    return ledger.record(facts, at=at)


def in_force(row: UpdateObligation) -> date:
    """The deadline that holds; reads `row.events`."""
    return deadline_in_force(row.deadline, map(event_of, row.events.all()))


def _deadline(row: UpdateObligation, grace_days: Days, calendar: Calendar) -> date:
    return Grace(calendar, grace_days, parse_count(row.day_count)).deadline(row.due, row.period_end)


def pasts() -> dict[UUID, Past]:
    """The past of every dataset that has a schedule; five queries."""
    schedules = _by_dataset(UpdateSchedule, schedule_of)
    changes, decisions = _by_dataset(LifecycleChange, life_change_of), _by_dataset(OpennessDecision, decision_of)
    pauses = _by_dataset(SchedulePause, pause_of)
    owners = _by_dataset(OwnershipChange, lambda row: (row.recorded_at, row.unit_id))
    return {
        dataset: Past(
            [s for s in own if s is not None],
            rests(changes[dataset], decisions[dataset], pauses[dataset]),
            owners[dataset],
        )
        for dataset, own in schedules.items()
    }


def _by_dataset(model: type[Any], read: Callable[[Any], T]) -> defaultdict[UUID, list[T]]:
    grouped: defaultdict[UUID, list[T]] = defaultdict(list)
    for row in model.objects.order_by("position"):
        grouped[row.dataset_id].append(read(row))
    return grouped
