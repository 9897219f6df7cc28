"""Evidence beside a claim, never in its place: what checks saw around the day that a unit claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from datasets.rules.days import taipei_day

Evidence = Literal["supported", "contradicted", "unverified"]

WITHIN = timedelta(days=3)
BEFORE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One check of one distribution. `changed` None: could not be told; `full`: content judged or known unchanged."""

    at: datetime
    changed: bool | None = None
    full: bool = True
    newest: date | None = None


def evidence(
    claimed_at: datetime,
    previous_at: datetime | None,
    distributions: Sequence[Sequence[Sighting]],
    as_of: datetime,
    within: timedelta = WITHIN,
) -> Evidence:
    """Judge a claim by the sightings of each distribution known at as-of.

    Supported: in any of them a change was seen, or a newest date lies, within three days of the claim and not before
    the previous met claim. Contradicted: all of them had a full check within seven days before the claim's day and one
    after it, and none saw a change.
    """
    known = [[s for s in sightings if s.at <= as_of] for sightings in distributions]
    if any(_supports(s, claimed_at, previous_at, within) for sightings in known for s in sightings):
        return "supported"
    if known and all(_stood_still(sightings, claimed_at) for sightings in known):
        return "contradicted"
    return "unverified"


def _supports(sighting: Sighting, claimed_at: datetime, previous_at: datetime | None, within: timedelta) -> bool:
    claimed = taipei_day(claimed_at)
    if sighting.changed and abs(taipei_day(sighting.at) - claimed) <= within:
        return previous_at is None or sighting.at >= previous_at
    if sighting.newest is not None and abs(sighting.newest - claimed) <= within:
        return previous_at is None or sighting.newest >= taipei_day(previous_at)
    return False


def _stood_still(sightings: Sequence[Sighting], claimed_at: datetime) -> bool:
    """Seen in full before and after the claim, and no change between. The day's own checks may lie on either side."""
    claimed = taipei_day(claimed_at)
    around = sorted((s for s in sightings if taipei_day(s.at) >= claimed - BEFORE), key=lambda s: s.at)
    first_after = next((s for s in around if s.full and taipei_day(s.at) > claimed), None)
    if first_after is None or not any(s.full and taipei_day(s.at) < claimed for s in around):
        return False
    return not any(s.changed for s in around if s.at <= first_after.at)
