"""A year's plan of openings against the facts: what was opened by its month, what is late, what lies ahead."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from datasets.rules.days import taipei_day
from reports.facts import Facts
from reports.facts.inventory import Item, items, linked_to
from reports.kpis.quarters import period_of
from reports.models import PlannedOpening

State = Literal["in_time", "late", "overdue", "ahead"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the plan with what became of it. `opened_on`: since when it is open, None where it is not."""

    line: PlannedOpening
    opened_on: date | None
    state: State


def lines_known_at(as_of: datetime, year: int) -> list[PlannedOpening]:
    """The last word on every line of a year, struck ones left out, by month. One query."""
    rows = PlannedOpening.objects.known_at(as_of).select_related("unit", "dataset", "system").order_by("position")
    last = {row.entry: row for row in rows}
    own = [row for row in last.values() if row.month.year == year and not row.struck]
    return sorted(own, key=lambda row: (row.month, row.position))


def plan_of(facts: Facts, year: int, units: Collection[str] | None = None) -> list[Planned]:
    """The plan of a year as known at as-of, of these units alone where they are named."""
    rows = lines_known_at(facts.as_of, year)
    own = [row for row in rows if units is None or str(row.unit_id) in units]
    linked = linked_to({row.system_id for row in own if row.system_id}, facts.as_of)
    wanted = {row.dataset_id for row in own if row.dataset_id} | {UUID(key) for key in linked}
    held = items(facts.as_of, wanted) if own else {}
    return [_planned(row, held, linked, facts.as_of) for row in own]


def _planned(
    row: PlannedOpening, held: Mapping[str, Item], linked: Mapping[str, Sequence[str]], as_of: datetime
) -> Planned:
    if row.dataset_id:
        datasets = {str(row.dataset_id)}
    else:
        datasets = {key for key, systems in linked.items() if str(row.system_id) in systems}
    days = [day for key in datasets if (day := open_since(held[key], as_of))]
    opened = min(days, default=None)
    return Planned(row, opened, _state(period_of(row.month, "month").end, opened, taipei_day(as_of)))


def open_since(item: Item, as_of: datetime) -> date | None:
    """The day from which on the dataset is open without a break until as-of; None where it is not."""
    turns = {one.recorded_at for one in item.decisions} | {one.effective_at for one in item.changes}
    moments = sorted({moment for moment in turns if moment <= as_of} | {as_of}, reverse=True)
    since = None
    for moment in moments:
        if not item.standing(as_of, moment).is_open:
            break
        since = moment
    return taipei_day(since) if since else None


def _state(last: date, opened: date | None, today: date) -> State:
    if opened:
        return "in_time" if opened <= last else "late"
    return "overdue" if today > last else "ahead"


def overdue(planned: Iterable[Planned]) -> list[Planned]:
    return [one for one in planned if one.state == "overdue"]
