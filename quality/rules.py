"""How observations over time become a state: outages, the verdict that a KPI reads, freshness, the next check.

One observation judges nothing for good: broken is an interval (quality.md, States and times). Pure, like every rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

Link = Literal["ok", "broken", "unsure"]
DecidedBy = Literal["content", "newest_date", "etag", "last_modified", "nothing"]

FAILURES = 3
OVER = timedelta(hours=6)
RUNGS = (timedelta(hours=12), timedelta(hours=24), timedelta(days=3), timedelta(days=7))


@dataclass(frozen=True, slots=True)
class Pardon:
    """Accepted disputes of one observation: the last day on which its failure, its unreadability do not count.

    None: nothing was accepted, and they count.
    """

    link: date | None = None
    readable: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One check of one distribution. `fault`: the checker's own failure, which no rule reads."""

    at: datetime
    link: Link
    machine_readable: bool | None = None
    fault: bool = False
    reason: str = ""
    pardon: Pardon | None = None

    def heeding(self, day: date) -> "Seen":
        """What the check would have said, had it been right where an accepted dispute in force that day denies it."""
        if self.pardon is None:
            return self
        link, readable = self.link, self.machine_readable
        if link == "broken" and self.pardon.link and day <= self.pardon.link:
            link = "ok"
        if readable is False and self.pardon.readable and day <= self.pardon.readable:
            readable = True
        return replace(self, link=link, machine_readable=readable)


@dataclass(frozen=True, slots=True)
class OutageSpan:
    """失效期間: from the first failure to the first success. A suspicion until `confirmed_at`."""

    began_at: datetime
    last_at: datetime
    failures: int
    reason: str = ""
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_outage(self) -> bool:
        return self.confirmed_at is not None

    def covers(self, moment: datetime) -> bool:
        return self.began_at <= moment and (self.ended_at is None or moment < self.ended_at)


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """When failures make an outage: so many, over at least so long (settings)."""

    failures: int = FAILURES
    over: timedelta = OVER


LIMITS = LinkLimits()


def outages(checks: Iterable[Seen], limits: LinkLimits = LIMITS) -> list[OutageSpan]:
    """The suspicions and outages of one distribution, oldest first, from its checks in order of time.

    Success ends a span; unsure neither adds to it nor ends it; the checker's own faults are passed over.
    """
    spans: list[OutageSpan] = []
    for seen in checks:
        if seen.fault or seen.link == "unsure":
            continue
        current = spans[-1] if spans and spans[-1].ended_at is None else None
        if seen.link == "ok" and current:
            spans[-1] = replace(current, ended_at=seen.at)
        elif seen.link == "broken" and current:
            spans[-1] = _failed_again(current, seen, limits)
        elif seen.link == "broken":
            spans.append(_confirm(OutageSpan(seen.at, seen.at, 1, seen.reason), limits))
    return spans


def _failed_again(span: OutageSpan, seen: Seen, limits: LinkLimits) -> OutageSpan:
    again = replace(span, last_at=seen.at, failures=span.failures + 1, reason=seen.reason or span.reason)
    return _confirm(again, limits)


def _confirm(span: OutageSpan, limits: LinkLimits) -> OutageSpan:
    enough = span.failures >= limits.failures and span.last_at - span.began_at >= limits.over
    return replace(span, confirmed_at=span.last_at) if enough and span.confirmed_at is None else span


@dataclass(frozen=True, slots=True)
class State:
    """What a distribution's checks say at a moment. None: not known, which is never a pass."""

    link: bool | None
    machine_readable: bool | None
    outage: OutageSpan | None = None

    @property
    def is_complete(self) -> bool:
        return self.link is not None and self.machine_readable is not None


def state(checks: Iterable[Seen], as_of: datetime, *, at: datetime | None = None, limits: LinkLimits = LIMITS) -> State:
    """The state at the moment `at` (default: as-of), by the checks known at as-of; `checks` in order of time.

    An outage begins at its first failure and counts once the third is known, also where that lies after `at`.
    """
    at = as_of if at is None else min(at, as_of)
    known = [c for c in checks if c.at <= as_of and not c.fault]
    before = [c for c in known if c.at <= at]
    failed = any(c.link == "broken" for c in before)
    open_one = next((s for s in outages(known, limits) if s.is_outage and s.covers(at)), None) if failed else None
    told = any(c.link != "unsure" for c in before)
    readable = next((c.machine_readable for c in reversed(before) if c.machine_readable is not None), None)
    return State(open_one is None if told else None, readable, open_one)


def next_check(checked_at: datetime, calm_checks: int, needed_by: datetime | None = None) -> datetime:
    """12 h after a change or failure, then 24 h, 3 d, 7 d; never later than the schedule's own need.

    `calm_checks`: checks since the last change or failure; 0 is the one that saw it.
    """
    due = checked_at + RUNGS[min(max(calm_checks, 0), len(RUNGS) - 1)]
    return min(due, needed_by) if needed_by is not None and needed_by > checked_at else due


@dataclass(frozen=True, slots=True)
class Trace:
    """What one check left that tells of age; empty or None where the server or the data gave nothing."""

    sha256: str = ""
    newest_date: object = None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether the data changed, and which trace decided it; None where none could."""

    changed: bool | None
    decided_by: DecidedBy


def freshness(before: Trace, now: Trace, *, generated: bool = False) -> Freshness:
    """Compare two checks by the most trusted trace that both have: content, newest date, ETag, Last-Modified.

    `generated`: a second download differed at once, so the bytes tell nothing and the next rung decides.
    """
    rungs: Sequence[tuple[DecidedBy, object, object]] = (
        ("content", "" if generated else before.sha256, now.sha256),
        ("newest_date", before.newest_date, now.newest_date),
        ("etag", before.etag, now.etag),
        ("last_modified", before.last_modified, now.last_modified),
    )
    for decided_by, old, new in rungs:
        if old and new:
            return Freshness(old != new, decided_by)
    return Freshness(None, "nothing")
