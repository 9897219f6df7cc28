"""Rows as the rules see them: one small translation for each kind of fact, in one place."""

from datasets.models import (
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    SchedulePause,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.rules.frequencies import Frequency, parse
from datasets.rules.obligations import Claim, Event, Obligation
from datasets.rules.openness import Decision, LifeChange
from datasets.rules.periods import Period, earliest_claim
from datasets.rules.rests import Pause
from datasets.rules.schedules import Schedule


def obligation_of(row: UpdateObligation) -> Obligation:
    """Needs `row.schedule` (select_related): the frequency says how old the data may be."""
    frequency = parse(row.schedule.frequency)
    period = Period(row.period_start, row.period_end)
    return Obligation(
        key=str(row.pk),
        dataset=str(row.dataset_id),
        unit=str(row.unit_id),
        due=row.due,
        deadline=row.deadline,
        earliest=earliest_claim(frequency, period, row.due) if isinstance(frequency, Frequency) else row.period_start,
        recorded_at=row.recorded_at,
    )


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
