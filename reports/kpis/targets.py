"""The target of a KPI: a share with the day from which it holds; the group may revise it (the strategy, 柒)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

FIRST_TARGETS = {
    "open_ratio": Fraction(80, 100),
    "timely_updates": Fraction(90, 100),
    "timely_replies": Fraction(1),
    "quality_pass": Fraction(95, 100),
    "reviews_done": Fraction(1),
}
"""What the strategy says, in its order; in force until another was recorded."""


@dataclass(frozen=True, slots=True)
class Target:
    recorded_at: datetime
    kpi: str
    share: Fraction
    effective_on: date


def target_in_force(versions: Iterable[Target], kpi: str, last_day: date, as_of: datetime) -> Fraction:
    """A period uses the target in force on its last day; of two for the same day the one recorded later."""
    known = [t for t in versions if t.kpi == kpi and t.recorded_at <= as_of and t.effective_on <= last_day]
    last = max(known, key=lambda t: (t.effective_on, t.recorded_at), default=None)
    return last.share if last else FIRST_TARGETS[kpi]
