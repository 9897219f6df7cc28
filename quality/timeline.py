"""What happened to one distribution: runs of checks that said the same, outages, and the strip that draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from datasets.models import Distribution
from quality.models import Check, Observation, Outage
from quality.past import told_outages

CHECKS = 500
"""As many of the newest checks as a page shows."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive checks that found the same, newest first in a list of runs."""

    observation: Observation
    first: datetime
    last: datetime
    checks: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the strip: from `x`, so `width`, in thousandths of the whole; `state` as in the design system."""

    x: int
    width: int
    state: str


def runs(distribution: Distribution, as_of: datetime | None = None) -> list[Run]:
    """The newest checks by as-of, one query; a run is told by the fact that its checks confirmed."""
    newest = Check.objects.filter(distribution=distribution).select_related("observation")
    if as_of:
        newest = newest.filter(checked_at__lte=as_of, observation__recorded_at__lte=as_of)
    return list(_runs(newest.order_by("-checked_at", "-pk")[:CHECKS]))


def _runs(checks: Iterable[Check]) -> Iterable[Run]:
    for _, same in groupby(checks, key=lambda check: check.observation_id):
        rows = list(same)
        yield Run(rows[0].observation, rows[-1].checked_at, rows[0].checked_at, len(rows))


def outages(distribution: Distribution, *, suspicions: bool, as_of: datetime | None = None) -> list[Outage]:
    """Newest first; what is only a suspicion is for insiders."""
    rows = told_outages(distribution, as_of) if as_of else Outage.objects.filter(distribution=distribution)
    return [row for row in rows if suspicions or row.confirmed_at]


def public_runs(found: Sequence[Run], known: Sequence[Outage]) -> list[Run]:
    """What the public sees: successes, and failures that lie within an outage."""
    return [run for run in found if run.observation.link == "ok" or any(_within(run, outage) for outage in known)]


def _within(run: Run, outage: Outage) -> bool:
    failed = run.observation.link == "broken" and not run.observation.fault
    return failed and outage.began_at <= run.last and (outage.ended_at is None or run.first < outage.ended_at)


def strip(found: Sequence[Run], now: datetime, days: int = 90) -> list[Segment]:
    """The last days as coloured pieces: each run holds until the next check said otherwise."""
    start = now - timedelta(days=days)
    pieces, until = [], now
    for run in found:
        begin = max(run.first, start)
        if until > begin:
            x = _thousandth(begin, start, now)
            pieces.append(Segment(x, max(2, _thousandth(until, start, now) - x), _state(run.observation)))
        until = run.first
        if until <= start:
            break
    return pieces


def _state(seen: Observation) -> str:
    if seen.fault:
        return "none"
    return {"ok": "good", "broken": "bad"}.get(seen.link, "none")


def _thousandth(moment: datetime, start: datetime, end: datetime) -> int:
    return round(1000 * ((moment - start) / (end - start)))
