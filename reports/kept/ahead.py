"""What a dataset's schedules will make before the year ends, as a step function of as-of (reports/facts/ahead.py).

Between two facts what is expected stays the same, and each of it ceases to lie ahead when its period begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from datasets.rules.days import start_of
from datasets.rules.periods import due_date
from datasets.rules.rests import Pause, rests
from datasets.rules.schedules import Schedule, asked_for
from reports.facts.inventory import Item, owner_at
from reports.kpis.figure import Row
from reports.kpis.spans import Span

CODE = "updates_ahead"
"""Kept beside the KPIs; it is none."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A schedule (None: one that makes nothing), and since when it is known."""

    since: datetime
    schedule: Schedule | None


def ahead_spans(item: Item, schedules: Sequence[Planned], pauses: Sequence[Pause], years: range) -> Iterator[Span]:
    """For as-of moments in one of the years, what is due in that very year and begins later."""
    if not schedules:
        return
    found: dict[tuple[date, date], list[Span]] = {}
    for since, until in pairwise(_turns(item, schedules, pauses, years)):
        for begins, due, unit in _expected(item, schedules, pauses, since, years):
            first, last = max(since, start_of(date(due.year, 1, 1))), min(until, start_of(begins))
            if first < last:
                row = Row(item.key, unit, "ahead", item.key, due)
                _append(found.setdefault((begins, due), []), Span(first, last, row))
    for spans in found.values():
        yield from spans


def _turns(item: Item, schedules: Sequence[Planned], pauses: Sequence[Pause], years: range) -> list[datetime]:
    """The first year's beginning, the facts after it, and the last year's end."""
    first, last = start_of(date(years[0], 1, 1)), start_of(date(years[-1] + 1, 1, 1))
    facts = [one.since for one in schedules]
    facts += [one.recorded_at for own in (pauses, item.changes, item.decisions) for one in own]
    facts += [moment for moment, _unit in item.owners]
    return [first, *sorted({moment for moment in facts if first < moment < last}), last]


def _expected(
    item: Item, schedules: Sequence[Planned], pauses: Sequence[Pause], as_of: datetime, years: range
) -> Iterator[tuple[date, date, str]]:
    """(beginning of the period, due date, unit) by what as-of knows."""
    known = [one.schedule for one in schedules if one.since <= as_of and one.schedule]
    resting = rests(
        [one for one in item.changes if one.recorded_at <= as_of],
        [one for one in item.decisions if one.recorded_at <= as_of],
        [one for one in pauses if one.recorded_at <= as_of],
    )
    unit = owner_at([one for one in item.owners if one[0] <= as_of], as_of, item.first_unit)
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    for schedule, period in asked_for(known, resting, began_by=last, after=first):
        due = due_date(period, schedule.lag_days)
        if due <= last:
            yield period.start, due, unit


def _append(spans: list[Span], new: Span) -> None:
    """What goes on as it was is one span."""
    if spans and spans[-1].until == new.since and spans[-1].row == new.row:
        new = Span(spans.pop().since, new.until, new.row)
    spans.append(new)
