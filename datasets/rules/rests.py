"""When a dataset owes no updates: while it is not published, not open, or paused (domain.md, Update obligations)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from datasets.rules.days import taipei_day
from datasets.rules.openness import OPEN, Decision, LifeChange
from datasets.rules.schedules import Rest, Schedule, effective_day

BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Pause:
    """Obligations rest from a day for a recorded ground, or (`paused` False) no longer do."""

    recorded_at: datetime
    starts_on: date
    paused: bool
    ground: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """From `day` on the ground holds; "" where there is none. Steps come in the order they were recorded."""

    day: date
    ground: str


def rests(changes: Sequence[LifeChange], decisions: Sequence[Decision], pauses: Sequence[Pause]) -> list[Rest]:
    """The rests of one dataset; `ground` is the state of life, `not_open`, `undecided`, or the pause's own words.

    A change that takes obligations away never takes effect before it was recorded; being published does, on its own
    date.
    """
    life = [_Step(_life_day(c), "" if c.state == "published" else c.state) for c in changes]
    openness = [_Step(taipei_day(d.recorded_at), "" if d.verdict in OPEN else d.verdict) for d in decisions]
    paused = [
        _Step(effective_day(p.starts_on, taipei_day(p.recorded_at)), p.ground if p.paused else "") for p in pauses
    ]
    return [*_rests(life, "unpublished"), *_rests(openness, ""), *_rests(paused, "")]


def _life_day(change: LifeChange) -> date:
    wanted, recorded = taipei_day(change.effective_at), taipei_day(change.recorded_at)
    return wanted if change.state == "published" else effective_day(wanted, recorded)


def _rests(steps: Sequence[_Step], before: str) -> Iterator[Rest]:
    """Spans of one ground. On any day the last recorded step that has taken effect holds."""
    turns = sorted({BEGINNING, *(step.day for step in steps)})
    grounds = [next((s.ground for s in reversed(steps) if s.day <= day), before) for day in turns]
    spans = [next(run) for _, run in groupby(zip(turns, grounds, strict=True), key=lambda turn: turn[1])]
    ends = [*(day for day, _ in spans[1:]), None]
    yield from (Rest(day, end, ground) for (day, ground), end in zip(spans, ends, strict=True) if ground)


def stop_days(rests: Iterable[Rest], schedules: Sequence[Schedule]) -> list[tuple[date, str]]:
    """The days at which running obligations lapse, with the ground: a rest begins, or a schedule asks nothing more."""
    by_schedule = [
        (schedule.starts_on, schedule.frequency.kind)
        for index, schedule in enumerate(schedules)
        if not schedule.frequency.is_asked
        and all(later.takes_over > schedule.starts_on for later in schedules[index + 1 :])
    ]
    return sorted([*((rest.start, rest.ground) for rest in rests if rest.start > BEGINNING), *by_schedule])


def lapse_ground(began: date, due: date, stops: Iterable[tuple[date, str]], today: date) -> str | None:
    """Why an obligation has lapsed by today: its period ran when a change took effect before it was due."""
    return next((ground for day, ground in stops if began <= day < due and day <= today), None)
