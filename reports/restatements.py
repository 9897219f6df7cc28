"""What closed periods said, and what is different about them by now (domain.md: restated).

restated(as_of)                      every closed figure that today's facts tell otherwise, with the facts that moved it
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from datasets.models import LedgerEntry
from reports.facts import Facts, load
from reports.kpis.figure import Figure
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.kpis.ratio import Ratio
from reports.models import PeriodClose
from reports.moving import moving_facts

Closes = dict[str | None, PeriodClose]
"""The closes of one KPI and period, by unit; None is the agency."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """A closed figure that is another one at as-of. `unit` is a key, None for the agency; `facts` in order."""

    period: ReportPeriod
    kpi: str
    unit: str | None
    printed: Ratio
    now: Ratio
    closed_as_of: datetime
    facts: Sequence[LedgerEntry]


@dataclass(slots=True)
class _Readings:
    """Facts as of several moments, each read once."""

    read: dict[datetime, Facts] = field(default_factory=dict)

    tree: dict[datetime, dict[str, frozenset[str]]] = field(default_factory=dict)

    def at(self, moment: datetime) -> Facts:
        if moment not in self.read:
            self.read[moment] = load(moment)
        return self.read[moment]

    def scopes(self, moment: datetime) -> dict[str, frozenset[str]]:
        if moment not in self.tree:
            units = self.at(moment).units
            self.tree[moment] = units.scopes(units.parents)
        return self.tree[moment]


def restated(
    as_of: datetime, year: int | None = None, only: Collection[tuple[str, str]] | None = None
) -> list[Restatement]:
    """Every closed figure of the agency and of units that differs at as-of, oldest period first.

    `year`: of its periods alone; `only`: of these KPIs and period codes. One reading, and another for each closing
    moment whose figures differ.
    """
    readings = _Readings()
    closed = {key: closes for key, closes in _closes(as_of, year).items() if only is None or key in only}
    found = [one for key, closes in closed.items() for one in _differing(key, closes, readings, as_of)]
    return sorted(found, key=lambda one: (one.period.start, one.period.end, one.kpi, one.unit or ""))


def close_of(kpi: str, period: ReportPeriod, unit: str | None, as_of: datetime) -> PeriodClose | None:
    """What the figure was closed with, where it was closed by as-of; a unit without rows then has no close."""
    rows = PeriodClose.objects.known_at(as_of).filter(kpi=kpi, period=period.code, unit=unit)
    found: PeriodClose | None = rows.first()
    return found


def _closes(as_of: datetime, year: int | None) -> dict[tuple[str, str], Closes]:
    rows = PeriodClose.objects.known_at(as_of).order_by("position")
    found: defaultdict[tuple[str, str], Closes] = defaultdict(dict)
    for row in rows.filter(period__startswith=str(year)) if year else rows:
        found[row.kpi, row.period][str(row.unit_id) if row.unit_id else None] = row
    return found


def _differing(key: tuple[str, str], closes: Closes, readings: _Readings, as_of: datetime) -> Iterator[Restatement]:
    kpi, period = key[0], parse_period(key[1])
    now, closed = readings.at(as_of), closes[None].as_of
    for unit, ratio in _ratios(now.figure(kpi, period), readings.scopes(as_of)):
        close = closes.get(unit)
        printed = Ratio(close.numerator, close.denominator) if close else Ratio(0, 0)
        if printed != ratio:
            facts = _movers(kpi, period, unit, readings.at(closed), now)
            yield Restatement(period, kpi, unit, printed, ratio, closed, facts)


def _ratios(figure: Figure, scopes: Mapping[str, frozenset[str]]) -> Iterator[tuple[str | None, Ratio]]:
    """The agency's and each unit's, by one walk over the rows."""
    reached = Counter(row.unit for row in figure.numerator_rows)
    known = Counter(row.unit for row in figure.denominator_rows)
    yield None, figure.ratio
    for unit, scope in scopes.items():
        yield unit, Ratio(sum(reached[one] for one in scope), sum(known[one] for one in scope))


def _movers(kpi: str, period: ReportPeriod, unit: str | None, then: Facts, now: Facts) -> list[LedgerEntry]:
    """The facts about the rows that came, went or changed sides, and about units that came under this one or left."""
    before, after = (_of(facts.figure(kpi, period), facts, unit) for facts in (then, now))
    keys = {key for key, _side in before.sides() ^ after.sides()}
    units = set() if unit is None else then.units.with_descendants(unit) ^ now.units.with_descendants(unit)
    return moving_facts(kpi, keys, units, then.as_of, now.as_of)


def _of(figure: Figure, facts: Facts, unit: str | None) -> Figure:
    return figure if unit is None else figure.of(facts.units.with_descendants(unit))
