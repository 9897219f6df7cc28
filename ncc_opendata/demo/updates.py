"""What was owed and what the units stated: most in time, some late, some never, a few corrected."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from datasets.models import UpdateAttestation, UpdateObligation, UpdateSchedule, User
from datasets.rules.days import start_of
from datasets.rules.frequencies import Frequency, parse
from datasets.rules.schedules import Expected, Grace, Schedule, expected
from ncc_opendata.demo.span import Story, at, office_hours


@dataclass(frozen=True, slots=True)
class Updated:
    """A dataset's data changed on a day: what the demonstration's checks then see."""

    dataset: object
    day: date


def owe_and_state(
    story: Story,
    schedules: Iterable[UpdateSchedule],
    grace: Grace,
    diligence: Mapping[object, float],
    clerks: Mapping[object, User],
) -> list[Updated]:
    """Obligations of every schedule as their periods begin, and the statements about them."""
    dice = story.dice("updates")
    updated: list[Updated] = []
    for row in schedules:
        claimed_last = date.min
        for due in _expected(row, story.today, grace):
            obligation = _obligation(row, due)
            story.add(max(at(due.period.start, 0, 5), at(story.start + timedelta(days=1), 11)), obligation)
            share = diligence[row.dataset.unit_id] + 0.1 * ((due.due - story.start).days / 400 - 0.5)
            day = _claimed_day(dice, due, share, story.today)
            if day is None or day <= claimed_last or day > story.today:
                continue
            claimed_last = day
            updated.append(Updated(row.dataset_id, day))
            _state(story, dice, obligation, day, clerks[row.dataset.unit_id])
    return updated


def _expected(row: UpdateSchedule, today: date, grace: Grace) -> Iterable[Expected]:
    frequency = parse(row.frequency)
    if not isinstance(frequency, Frequency):
        return ()
    return expected([Schedule(frequency, row.starts_on, row.lag_days)], (), began_by=today, grace=grace)


def _obligation(row: UpdateSchedule, due: Expected) -> UpdateObligation:
    return UpdateObligation(
        dataset=row.dataset,
        schedule=row,
        unit=row.dataset.unit,
        period_start=due.period.start,
        period_end=due.period.end,
        due=due.due,
        deadline=due.deadline,
    )


STILL_OPEN = timedelta(days=75)
"""What is older than this was stated in the end, however late."""


def _claimed_day(dice: random.Random, due: Expected, share: float, today: date) -> date | None:
    """In time with the unit's share; else late by days, or not yet."""
    throw = dice.random()
    if throw < share:
        earliest = max(due.earliest, due.due - timedelta(days=9))
        return earliest + timedelta(days=dice.randint(0, (due.deadline - earliest).days))
    if throw < share + (1 - share) * 0.6 or due.deadline < today - STILL_OPEN:
        return due.deadline + timedelta(days=dice.randint(1, 9))
    return None


def _state(story: Story, dice: random.Random, obligation: UpdateObligation, day: date, clerk: User) -> None:
    told = office_hours(dice, day + timedelta(days=dice.choice((0, 0, 0, 1, 1, 2, 6))))
    story.add(told, _attestation(obligation, day, clerk))
    if dice.random() < 0.03 and day > obligation.period_start + timedelta(days=3):
        corrected = _attestation(obligation, day - timedelta(days=1), clerk, "更正：原填日期為上架日")
        story.add(told + timedelta(days=1), corrected)


def _attestation(obligation: UpdateObligation, day: date, clerk: User, note: str = "") -> UpdateAttestation:
    claimed: datetime = start_of(day)
    return UpdateAttestation(obligation=obligation, claimed_at=claimed, note=note, recorded_by=clerk)
