"""品質合格率 (the strategy, 參四): open datasets whose every distribution passes link, freshness and readability."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from datasets.rules.days import taipei_day
from quality.rules import LIMITS, LinkLimits, Seen, State, state
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import ReportPeriod
from reports.kpis.tally import Beside
from reports.kpis.timely_updates import ObligationFacts

CODE = "quality_pass"
BESIDES = (Beside("undisputed", "undisputed"),)
"""The rate as it would be with what accepted disputes deny left out."""


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """An open dataset at the period's end or as-of if earlier, its owner then, checks by distribution, obligations."""

    dataset: str
    unit: str
    distributions: tuple[tuple[Seen, ...], ...] = ()
    obligations: tuple[ObligationFacts, ...] = ()


def quality_pass(
    facts: Iterable[DatasetFacts],
    period: ReportPeriod,
    as_of: datetime,
    target: Fraction,
    limits: LinkLimits = LIMITS,
) -> Figure:
    """Passing / completely checked, at the period's end or at as-of if earlier.

    Freshness fails while an obligation is overdue; without obligations it is not asked. A dataset with a part that is
    not known, or without a distribution, is "incomplete": aside, never a pass.
    """
    at = period.moment(as_of)
    rows = [row_of(fact, as_of, at, limits) for fact in facts]
    complete = tuple(row for row in rows if row.state != "incomplete")
    return Figure(
        CODE, period, as_of, target,
        numerator_rows=tuple(row for row in complete if row.state == "pass"),
        denominator_rows=complete,
        aside_rows=tuple(row for row in rows if row.state == "incomplete"),
        besides=BESIDES,
    )  # fmt: skip


def row_of(fact: DatasetFacts, as_of: datetime, at: datetime, limits: LinkLimits) -> Row:
    """One open dataset's row at a moment, by what as-of knows."""
    states = [state(checks, as_of, at=at, limits=limits) for checks in fact.distributions]
    overdue = {"overdue"} if _is_overdue(fact, as_of, at) else set()
    seen = _faults(states)
    faults = seen | overdue
    complete = bool(states) and all(s.is_complete for s in states)
    verdict = "incomplete" if not complete else "fail" if faults else "pass"
    # A dispute takes faults away and never makes one: only where checks saw some it has to be asked.
    undisputed = not overdue and not (seen and _faults(heeding_disputes(fact, as_of, at, limits)))
    flags = faults | ({"undisputed"} if undisputed else set())
    return Row(fact.dataset, fact.unit, verdict, fact.dataset, flags=frozenset(flags))


def heeding_disputes(fact: DatasetFacts, as_of: datetime, at: datetime, limits: LinkLimits) -> list[State]:
    """The state of each distribution, had the checks been right where accepted disputes in force at `at` deny them."""
    day = taipei_day(at)
    heard = [[seen.heeding(day) for seen in checks] for checks in fact.distributions]
    return [state(checks, as_of, at=at, limits=limits) for checks in heard]


def _faults(states: Iterable[State]) -> set[str]:
    found = set()
    for each in states:
        if each.link is False:
            found.add("link")
        if each.machine_readable is False:
            found.add("machine_readable")
    return found


def _is_overdue(fact: DatasetFacts, as_of: datetime, at: datetime) -> bool:
    return any(
        own.obligation.recorded_at <= as_of and own.outcome(as_of, at).state == "overdue" for own in fact.obligations
    )
