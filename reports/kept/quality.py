"""`quality_pass` of one dataset, month by month, while it stays the same (reports/kpis/spans.py). No query.

Of the month that as-of lies in, the row is that of as-of; of a month before, that of its end by what as-of knows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from datasets.rules.days import end_of, start_of, taipei_day
from datasets.rules.rests import Pause
from quality.facts import pardon_of
from quality.rules import LIMITS, Pardon, Seen
from reports.facts.checks import RETIRED_AFTER, Checks, Looks
from reports.facts.inventory import Item
from reports.kept.ahead import Planned
from reports.kpis.figure import Row
from reports.kpis.quality_pass import DatasetFacts, row_of
from reports.kpis.spans import Span, after_day, obligation_moments, spans
from reports.kpis.timely_updates import ObligationFacts

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What a check saw, and since when that is known. `observation`: its key, for disputes."""

    since: datetime
    seen: Seen
    observation: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """An accepted dispute of one observation, whose `reason` and finding `codes` say what there was to deny."""

    since: datetime
    observation: str
    reason: str
    codes: Sequence[str]
    code: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class File:
    """A distribution. `checked`: of a retired one, all its checks."""

    key: str
    known: Sequence[Known] = ()
    retired: bool = False
    checked: Sequence[datetime] = ()

    def looks(self, as_of: datetime, pardons: Mapping[str, Pardon]) -> Looks:
        told = [one for one in self.known if one.since <= as_of and one.seen.at <= as_of]
        seen = (replace(one.seen, pardon=pardons.get(one.observation)) if pardons else one.seen for one in told)
        last = max((at for at in self.checked if at <= as_of), default=None)
        return Looks(tuple(sorted(seen, key=lambda one: one.at)), self.retired, last, self.key)

    def failing(self, at: datetime) -> bool:
        """Whether the last check that told of the link had failed, or may have by what was known sometime."""
        told = [one for one in self.known if one.seen.at <= at and one.seen.link != "unsure" and not one.seen.fault]
        last = max(told, key=lambda one: one.seen.at, default=None)
        return last is not None and (last.seen.link == "broken" or any(one.since > at for one in told))


@dataclass(frozen=True, slots=True)
class Past:
    """All that was ever recorded about the quality of one dataset, and about its updates."""

    item: Item
    files: Sequence[File] = ()
    lists: Sequence[tuple[datetime, Collection[str]]] = ()
    rulings: Sequence[Ruling] = ()
    obligations: Sequence[ObligationFacts] = ()
    schedules: Sequence[Planned] = ()
    pauses: Sequence[Pause] = ()

    def row(self, as_of: datetime, at: datetime) -> Row | None:
        """As the rule has it; None while it is not open."""
        if not self.item.standing(as_of, at).is_open:
            return None
        owners = [one for one in self.item.owners if one[0] <= as_of]
        pardons = self._pardons(as_of) if self.rulings else {}
        checks = Checks(
            {self.item.key: [one.looks(as_of, pardons) for one in self.files]},
            {self.item.key: [one for one in self.lists if one[0] <= as_of]},
        )
        owed = tuple(one for one in self.obligations if one.obligation.recorded_at <= as_of)
        unit = replace(self.item, owners=owners).owner(at)
        return row_of(DatasetFacts(self.item.key, unit, checks.of(self.item.key, at), owed), as_of, at, LIMITS)

    def _pardons(self, as_of: datetime) -> dict[str, Pardon]:
        accepted: defaultdict[str, dict[str, date]] = defaultdict(dict)
        found: dict[str, Pardon] = {}
        for one in self.rulings:
            if one.since <= as_of:
                own = accepted[one.observation]
                own[one.code] = max(one.expires_on, own.get(one.code, one.expires_on))
        for one in self.rulings:
            if one.observation in accepted:
                found[one.observation] = pardon_of(one.reason, one.codes, accepted[one.observation])
        return found


def quality_spans(past: Past, months: Sequence[date]) -> Iterator[tuple[date, Span]]:
    """`months`: first days, in order; the last one may lie ahead."""
    turns = sorted(_turns(past))
    for month in months:
        first, last = start_of(month), end_of(_last_day(month))
        within = [turn for turn in turns if first < turn <= last]
        turns_of_month = [first, *within, *_afterwards(past, last)]
        yield from ((month, span) for span in spans(turns_of_month, partial(_row_of_month, past, last)))


def _row_of_month(past: Past, last: datetime, as_of: datetime) -> Row | None:
    return past.row(as_of, min(as_of, last))


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _turns(past: Past) -> Iterator[datetime]:
    """Where the state of today may turn."""
    item = past.item
    yield from (one.recorded_at for one in item.decisions)
    yield from (moment for one in item.changes for moment in (one.recorded_at, one.effective_at))
    yield from (moment for moment, _unit in item.owners)
    yield from (moment for moment, _files in past.lists)
    for one in past.rulings:
        yield one.since
        yield after_day(one.expires_on)
    for file in past.files:
        yield from (moment for known in file.known for moment in (known.since, known.seen.at))
        yield from (moment for at in file.checked for moment in (at, at + RETIRED_AFTER + TICK))
    for owed in past.obligations:
        yield from _overdue_turns(owed)


def _overdue_turns(owed: ObligationFacts) -> Iterator[datetime]:
    """Where it may become overdue, or cease to be: before its first deadline has passed nothing makes it so."""
    earliest = after_day(_first_deadline(owed))
    yield from (turn for turn in obligation_moments(owed) if turn >= earliest)


def _first_deadline(owed: ObligationFacts) -> date:
    return min([owed.obligation.deadline, *(event.deadline for event in owed.events if event.deadline)])


def _afterwards(past: Past, last: datetime) -> Iterator[datetime]:
    """After a month's end: what was recorded later and tells of that moment otherwise."""
    yield from (one.recorded_at for one in past.item.changes if one.recorded_at > last >= one.effective_at)
    yield from (moment for moment, _unit in past.item.owners[:1] if moment > last)
    yield from (moment for moment, _files in past.lists[:1] if moment > last)
    yield from (one.since for one in past.rulings if one.since > last)
    for file in past.files:
        yield from _checked_afterwards(file, last)
    for owed in past.obligations:
        if _first_deadline(owed) < taipei_day(last):
            yield from (turn for turn in obligation_moments(owed) if turn > last)


def _checked_afterwards(file: File, last: datetime) -> Iterator[datetime]:
    failing = file.failing(last)
    if file.known and all(known.seen.at > last for known in file.known):
        # Of a file from before lists were facts, its first check tells that it was not there yet.
        yield min(max(known.since, known.seen.at) for known in file.known)
    for known in file.known:
        if known.seen.at <= last < known.since or (failing and known.seen.at > last):
            yield max(known.since, known.seen.at)
    yield from (at for at in file.checked if at > last)
