"""Rows as the rules see them: one small translation for each kind of fact, in one place."""

from datetime import date, datetime
from sys import intern

from datasets.models import (
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    SchedulePause,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.models.keys import KeyText
from datasets.rules.frequencies import Frequency, parse
from datasets.rules.obligations import Claim, Event, Obligation
from datasets.rules.openness import Decision, LifeChange
from datasets.rules.periods import Period, earliest_claim
from datasets.rules.rests import Pause
from datasets.rules.schedules import Schedule


def obligation_of(row: UpdateObligation) -> Obligation:
    """Needs `row.schedule` (select_related)."""
    keys = str(row.pk), str(row.dataset_id), str(row.unit_id)
    days = row.period_start, row.period_end, row.due, row.deadline
    return obligation_told(*keys, *days, row.schedule.frequency, row.recorded_at)


OBLIGATION = (
    KeyText("pk"), KeyText("dataset_id"), KeyText("unit_id"), "period_start", "period_end", "due", "deadline",
    "schedule__frequency", "recorded_at",
)  # fmt: skip
"""The columns of an UpdateObligation that `obligation_told` takes, for who reads very many."""


def obligation_told(
    key: str, dataset: str, unit: str, start: date, end: date, due: date, deadline: date, words: str, at: datetime
) -> Obligation:
    """The frequency says how old the data may be. Keys of datasets and units are held once, however many rows."""
    frequency = parse(words)
    earliest = earliest_claim(frequency, Period(start, end), due) if isinstance(frequency, Frequency) else start
    return Obligation(key, intern(dataset), intern(unit), due, deadline, earliest, at)


def claim_of(row: UpdateAttestation) -> Claim:
    return Claim(row.recorded_at, row.claimed_at)


def event_of(row: ObligationEvent) -> Event:
    return Event(row.recorded_at, row.kind, row.deadline)  # type: ignore[arg-type]


def schedule_of(row: UpdateSchedule) -> Schedule | None:
    """None where the frequency cannot be read: the officer was asked, and nothing is owed until the answer."""
    frequency = parse(row.frequency)
    if not isinstance(frequency, Frequency):
        return None
    return Schedule(frequency, row.starts_on, row.lag_days, row.anchor, str(row.pk))


def decision_of(row: OpennessDecision) -> Decision:
    return Decision(row.recorded_at, row.decision)  # type: ignore[arg-type]


def life_change_of(row: LifecycleChange) -> LifeChange:
    return LifeChange(row.recorded_at, row.state, row.effective_on)  # type: ignore[arg-type]


def pause_of(row: SchedulePause) -> Pause:
    return Pause(row.recorded_at, row.starts_on, row.paused, row.ground)
