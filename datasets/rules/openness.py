"""Whether a dataset is open at a moment: from its decisions and its life, as known at as-of (domain.md, Terms)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from datasets.rules.days import end_of, start_of

Verdict = Literal["undecided", "open", "partly_open", "not_open"]
Life = Literal["unpublished", "published", "discontinued", "moved", "withdrawn"]

OPEN: frozenset[Verdict] = frozenset({"open", "partly_open"})
AVAILABLE: frozenset[Life] = frozenset({"published", "discontinued"})
"""The public can still download it; a discontinued dataset is no longer updated, but open."""


@dataclass(frozen=True, slots=True)
class Decision:
    """開放決定: takes effect when recorded."""

    recorded_at: datetime
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class LifeChange:
    """A dataset entered a state. `effective_on` is the source's own date; None: when recorded."""

    recorded_at: datetime
    state: Life
    effective_on: date | None = None

    @property
    def effective_at(self) -> datetime:
        return start_of(self.effective_on) if self.effective_on else self.recorded_at


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dataset stands: the decision, whether it came only by import, and its state of life."""

    verdict: Verdict
    by_import: bool
    life: Life

    @property
    def is_open(self) -> bool:
        """Open or partly open, and there for the public: withdrawn and moved ones are not."""
        return self.verdict in OPEN and self.life in AVAILABLE

    @property
    def is_closed(self) -> bool:
        """Decided to be not open: comes back at each quarter's review."""
        return self.verdict == "not_open"


def standing(
    decisions: Iterable[Decision], changes: Sequence[LifeChange], as_of: datetime, *, at: datetime | None = None
) -> Standing:
    """The standing at the moment `at` (default: as-of), by what was recorded at or before `as_of`.

    A published dataset without a decision is open, "by import".
    """
    at = as_of if at is None else min(at, as_of)
    known = [c for c in changes if c.recorded_at <= as_of and c.effective_at <= at]
    life: Life = max(known, key=lambda c: c.recorded_at).state if known else "unpublished"
    taken = [d for d in decisions if d.recorded_at <= at]
    if taken:
        return Standing(max(taken, key=lambda d: d.recorded_at).verdict, by_import=False, life=life)
    by_import = life != "unpublished"
    return Standing("open" if by_import else "undecided", by_import=by_import, life=life)


def was_published_throughout(changes: Sequence[LifeChange], first: date, last: date, as_of: datetime) -> bool:
    """Whether the public had the dataset on every day from `first` to `last`, as known at as-of."""
    known = [c for c in changes if c.recorded_at <= as_of]
    inside = [c for c in known if start_of(first) < c.effective_at <= end_of(last)]
    at_start = standing((), known, as_of, at=start_of(first)).life
    return at_start in AVAILABLE and all(c.state in AVAILABLE for c in inside)
