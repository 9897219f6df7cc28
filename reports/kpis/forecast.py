"""What a year's figure can still become: bounds from what is known, what waits and what lies ahead. Nothing is guessed.

worst: nothing that is open is reached; best: all of it; likely: each unit goes on as it did so far this year.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reports.kpis.figure import Told
from reports.kpis.ratio import Ratio

FLOWS = ("timely_updates", "timely_replies", "reviews_done")
"""KPIs of what happens in a year, of which a part is decided already; the other two are states, and can turn."""

Verdict = Literal["certain", "possible", "impossible"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """`known`: reached / outcome known. `pending`: recorded, not decided yet. `ahead`: by today's schedules."""

    target: Fraction
    known: Ratio
    pending: int = 0
    ahead: int = 0
    likely: Fraction | None = None

    @property
    def open(self) -> int:
        return self.pending + self.ahead

    @property
    def total(self) -> int:
        return self.known.denominator + self.open

    @property
    def worst(self) -> Ratio:
        return Ratio(self.known.numerator, self.total)

    @property
    def best(self) -> Ratio:
        return Ratio(self.known.numerator + self.open, self.total)

    @property
    def required(self) -> int:
        """The smallest number of the year's items that reaches the target."""
        return -(-self.target.numerator * self.total // self.target.denominator)

    @property
    def needed(self) -> int:
        """How many of the open ones must be reached; 0 where the target is reached whatever happens."""
        return max(0, self.required - self.known.numerator)

    @property
    def verdict(self) -> Verdict | None:
        """None where the year has no items."""
        if not self.total:
            return None
        return "certain" if not self.needed else "possible" if self.needed <= self.open else "impossible"


def forecast(year: Told, ahead: Mapping[str, int] | Collection[str] = ()) -> Forecast:
    """`year`: the figure of a whole year as known so far; `ahead`: by unit the items that are not recorded yet.

    A review item that waits for its decision is open, however late: a late decision counts as done.
    """
    told, later = year.tally(), Counter(ahead)
    known: dict[str, tuple[int, int]] = {}
    waiting: Counter[str] = Counter()
    for unit, own in told.by_unit.items():
        undecided = own.denominator - own.numerator if year.kpi == "reviews_done" else 0
        known[unit] = own.numerator, own.denominator - undecided
        waiting[unit] = own.pending + undecided
    whole = Ratio(*(sum(part[place] for part in known.values()) for place in (0, 1)))
    likely = _likely(known, whole, waiting + later)
    return Forecast(told.target, whole, waiting.total(), later.total(), likely)


def _likely(own: Mapping[str, tuple[int, int]], known: Ratio, coming: Mapping[str, int]) -> Fraction | None:
    """Each unit's open items at its own rate so far (reached, known); a unit without one, at the agency's."""
    if known.value is None:
        return None
    more: defaultdict[int, int] = defaultdict(int)
    for unit, number in coming.items():
        reached, of = own.get(unit, (0, 0))
        if not of:
            reached, of = known.numerator, known.denominator
        more[of] += reached * number  # by denominator: fractions of many kinds add up slowly
    reached_then = sum((Fraction(part, of) for of, part in more.items()), start=Fraction(known.numerator))
    return reached_then / (known.denominator + sum(coming.values()))


def missing(figure: Told) -> int:
    """How many more rows a state needs to reach its target as things stand; 0 where it does."""
    required = -(-figure.target.numerator * figure.denominator // figure.target.denominator)
    return max(0, required - figure.numerator)
