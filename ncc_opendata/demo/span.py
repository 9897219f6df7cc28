"""The demonstration's stretch of time, and what every part of it is given: a seed, a today, a history to add to."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from datasets.models import Fact
from datasets.rules.days import TAIPEI
from datasets.rules.months import add_months

MONTHS_BEFORE = 13
SEED = 115


@dataclass
class Story:
    """Facts in the making. Parts add (moment, fact) pairs in any order; `seed.py` sorts and records them once."""

    now: datetime
    history: list[tuple[datetime, Fact]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(TAIPEI).date()

    @property
    def start(self) -> date:
        """The first day of a month a year and a month before today's."""
        return add_months(self.today.replace(day=1), -MONTHS_BEFORE)

    def dice(self, part: str) -> random.Random:
        """Each part has its own, so that one part's change leaves the others as they were."""
        return random.Random(f"{SEED} {part}")

    def add(self, moment: datetime, fact: Fact) -> None:
        if moment <= self.now:
            self.history.append((moment, fact))


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), TAIPEI)


def office_hours(dice: random.Random, day: date) -> datetime:
    """Some minute of the day's office hours."""
    return at(day, 8) + timedelta(minutes=dice.randint(30, 570))
