"""What a year's figure can still become: bounds from what is known, what waits and what lies ahead. Nothing is guessed.

worst: nothing that is open is reached; best: all of it; likely: each unit goes on as it did so far this year.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from reports.kpis.figure import Figure, Row
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


def forecast(year: Figure, ahead: Collection[str] = ()) -> Forecast:
    """`year`: the figure of a whole year as known so far; `ahead`: the unit of each item that is not recorded yet.

    A review item that waits for its decision is open, however late: a late decision counts as done.
    """
    waiting = year.missed_rows() if year.kpi == "reviews_done" else ()
    known = tuple(row for row in year.denominator_rows if row not in waiting)
    pending = (*year.pending_rows, *waiting)
    told = Forecast(year.target, Ratio(year.numerator, len(known)), len(pending), len(ahead))
    return replace(told, likely=_likely(year.numerator_rows, known, [*(row.unit for row in pending), *ahead]))


def _likely(reached: Sequence[Row], known: Sequence[Row], coming: Sequence[str]) -> Fraction | None:
    """Each unit's open items at its own rate so far; a unit without one, at the agency's."""
    if not known:
        return None
    own, of = Counter(row.unit for row in reached), Counter(row.unit for row in known)
    rate = Fraction(len(reached), len(known))
    more = sum((Fraction(own[unit], of[unit]) if of[unit] else rate for unit in coming), start=Fraction(0))
    return (len(reached) + more) / (len(known) + len(coming))


def missing(figure: Figure) -> int:
    """How many more rows a state needs to reach its target as things stand; 0 where it does."""
    required = -(-figure.target.numerator * figure.denominator // figure.target.denominator)
    return max(0, required - figure.numerator)
