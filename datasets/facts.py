"""Rows as the rules see them: one small translation for each kind of fact, in one place."""

from datasets.models import ObligationEvent, UpdateAttestation, UpdateObligation
from datasets.rules.frequencies import Frequency, parse
from datasets.rules.obligations import Claim, Event, Obligation
from datasets.rules.periods import Period, earliest_claim


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
