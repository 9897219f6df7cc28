"""A row of a figure while it stays the same: from one as-of moment on, up to another. Pure, like every rule.

The rows of the past never change: a fact that is recorded now moves as-of moments from now on alone. So a row is a step
function of as-of, which turns where a fact was recorded or a day began; between two such moments the rule need not be
asked again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from datasets.rules.days import start_of, taipei_day
from feedback.rules import Message
from reports.kpis.figure import Row
from reports.kpis.timely_replies import MessageFacts
from reports.kpis.timely_replies import row_of as reply_row
from reports.kpis.timely_updates import LOOK_AFTER, LOOK_BEFORE, ObligationFacts, Sightings, judged, last_met
from reports.kpis.timely_updates import row_of as update_row

A_DAY = timedelta(days=1)
SIDES = {
    "on_time": "numerator", "pass": "numerator", "late": "missed", "overdue": "missed", "fail": "missed",
    "pending": "pending", "ahead": "ahead",
    "lapsed": "aside", "excused": "aside", "spam": "aside", "incomplete": "aside",
}  # fmt: skip
"""By state of a row, the list that it stands in."""


@dataclass(frozen=True, slots=True)
class Span:
    """The row at every as-of moment from `since` until before `until`; None: for good, as far as is known now."""

    since: datetime
    until: datetime | None
    row: Row

    @property
    def side(self) -> str:
        return SIDES[self.row.state]


def spans(moments: Iterable[datetime], row: Callable[[datetime], Row | None]) -> Iterator[Span]:
    """Ask a rule at each moment where its answer may turn; `row` gives None where there is no row."""
    since, standing = None, None
    for moment in sorted(set(moments)):
        now = row(moment)
        if now == standing:
            continue
        if standing is not None and since is not None:
            yield Span(since, moment, standing)
        since, standing = moment, now
    if standing is not None and since is not None:
        yield Span(since, None, standing)


def after_day(day: date) -> datetime:
    """The first moment at which a limit of that day has passed."""
    return start_of(day + A_DAY)


def obligation_moments(fact: ObligationFacts) -> Iterator[datetime]:
    """Where the state of an obligation may turn."""
    own = fact.obligation
    yield own.recorded_at
    yield after_day(own.deadline)
    for event in fact.events:
        yield event.recorded_at
        if event.deadline:
            yield after_day(event.deadline)
    for claim in fact.claims:
        yield claim.recorded_at
        if claim.claimed_at and claim.claimed_at > claim.recorded_at:
            yield start_of(taipei_day(claim.claimed_at))


def update_spans(facts: Sequence[ObligationFacts], seen: Sightings) -> Iterator[tuple[ObligationFacts, Span]]:
    """Of the obligations of one dataset, in order of due date; `seen`: by distribution, all that checks saw."""
    for place, fact in enumerate(facts):
        before, since = facts[:place], fact.obligation.recorded_at

        def row(as_of: datetime, fact: ObligationFacts = fact, before: Sequence[ObligationFacts] = before) -> Row:
            return update_row(judged(fact, last_met(before, as_of), seen, as_of), as_of)

        turns = {*obligation_moments(fact), *_evidence_moments(fact, before, seen)}
        for span in spans((turn for turn in turns if turn >= since), row):
            yield fact, span


def _evidence_moments(fact: ObligationFacts, before: Sequence[ObligationFacts], seen: Sightings) -> Iterator[datetime]:
    """Checks around its claims, and what was claimed of the obligations before it."""
    claimed = [claim.claimed_at for claim in fact.claims if claim.claimed_at]
    if claimed:
        first, last = min(claimed) - LOOK_BEFORE, max(claimed) + LOOK_AFTER
        yield from (one.at for own in seen for one in own if first <= one.at <= last)
        for other in before:
            yield other.obligation.recorded_at
            yield from (claim.recorded_at for claim in other.claims)


def reply_spans(fact: MessageFacts) -> Iterator[Span]:
    """Of one message."""

    def row(as_of: datetime) -> Row | None:
        return reply_row(fact, as_of) if fact.message.recorded_at <= as_of else None

    return spans(_reply_moments(fact.message, fact), row)


def _reply_moments(message: Message, fact: MessageFacts) -> Iterator[datetime]:
    yield message.recorded_at
    yield after_day(message.deadline)
    for event in fact.events:
        yield max(event.recorded_at, message.recorded_at)
        if event.deadline:
            yield after_day(event.deadline)
