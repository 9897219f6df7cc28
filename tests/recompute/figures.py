"""The five figures: rows of the numerator and of the denominator as (key, unit)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.recompute import states
from tests.recompute.log import Log, day, last_moment, moment, taipei

Rows = list[tuple[str, str]]


@dataclass
class Figure:
    numerator: Rows = field(default_factory=list)
    denominator: Rows = field(default_factory=list)

    def count(self, key: str, unit: str, *, reached: bool) -> None:
        self.denominator.append((key, unit))
        if reached:
            self.numerator.append((key, unit))

    def of(self, units: Collection[str]) -> "Figure":
        return Figure(*([row for row in rows if row[1] in units] for rows in (self.numerator, self.denominator)))


@dataclass(frozen=True)
class Question:
    """Days of a period, the moment of knowing, and by what an outage is known (settings of the installation)."""

    log: Log
    first: date
    last: date
    as_of: datetime
    failures: int = 3
    over: timedelta = timedelta(hours=6)

    @property
    def at(self) -> datetime:
        return min(last_moment(self.last), self.as_of)

    @property
    def today(self) -> date:
        return taipei(self.as_of)

    def open_datasets(self) -> Iterator[str]:
        lives = self.log.by("datasets.lifecyclechange", "dataset_id", self.as_of)
        decisions = self.log.by("datasets.opennessdecision", "dataset_id", self.as_of)
        return (key for key in list(lives) if states.is_open(decisions[key], lives[key], self.at))


def days(period: str) -> tuple[date, date]:
    """2026, 2026Q3 or 2026-09."""
    year, month, length = int(period[:4]), 1, 12
    if "Q" in period:
        month, length = int(period[-1]) * 3 - 2, 3
    elif "-" in period:
        month, length = int(period[-2:]), 1
    after = date(year + (month + length > 12), (month + length - 1) % 12 + 1, 1)
    return date(year, month, 1), after - timedelta(days=1)


def timely_updates(asked: Question) -> Figure:
    figure = Figure()
    claims = asked.log.by("datasets.updateattestation", "obligation_id", asked.as_of)
    events = asked.log.by("datasets.obligationevent", "obligation_id", asked.as_of)
    for row in asked.log.known("datasets.updateobligation", asked.as_of):
        state = states.obligation(row, claims[row["id"]], events[row["id"]], asked.today)
        if asked.first <= day(row["due"]) <= asked.last and state in {"on_time", "late", "overdue"}:
            figure.count(row["id"], row["unit_id"], reached=state == "on_time")
    return figure


def timely_replies(asked: Question) -> Figure:
    figure = Figure()
    events = asked.log.by("feedback.feedbackevent", "message_id", asked.as_of)
    for row in asked.log.known("feedback.feedbackmessage", asked.as_of):
        state = states.message(row, events[row["id"]], asked.today)
        received = taipei(moment(row["received_at"]))
        if asked.first <= received <= asked.last and state in {"on_time", "late", "overdue"}:
            figure.count(row["id"], states.holder(row, events[row["id"]]), reached=state == "on_time")
    return figure


def quality_pass(asked: Question) -> Figure:
    figure, looks = Figure(), _looks(asked)
    owners = asked.log.by("datasets.ownershipchange", "dataset_id", asked.as_of)
    lists = asked.log.by("datasets.filelist", "dataset_id", asked.as_of)
    overdue = _overdue(asked)
    for dataset in asked.open_datasets():
        files = (states.standing_at(lists[dataset], asked.at) or {"files": []})["files"]
        verdicts = [states.file(looks[one], asked.at, asked.failures, asked.over) for one in files]
        if verdicts and None not in verdicts:
            owner = states.standing_at(owners[dataset], asked.at) or {"unit_id": ""}
            figure.count(dataset, owner["unit_id"], reached=all(verdicts) and dataset not in overdue)
    return figure


def _looks(asked: Question) -> defaultdict[str, list[states.Look]]:
    """Of each file what its checks saw, in order of time, without the checker's own faults."""
    found: defaultdict[str, list[states.Look]] = defaultdict(list)
    for kind, when in (("quality.observation", "observed_at"), ("quality.check", "checked_at")):
        for row in asked.log.known(kind, asked.as_of):
            if moment(row[when]) <= asked.as_of and not row["fault"]:
                found[row["distribution_id"]].append((moment(row[when]), row["link"], row["machine_readable"]))
    for own in found.values():
        own.sort(key=lambda look: look[0])
    return found


def _overdue(asked: Question) -> set[str]:
    claims = asked.log.by("datasets.updateattestation", "obligation_id", asked.as_of)
    events = asked.log.by("datasets.obligationevent", "obligation_id", asked.as_of)
    return {
        row["dataset_id"]
        for row in asked.log.known("datasets.updateobligation", asked.as_of)
        if states.obligation(row, claims[row["id"]], events[row["id"]], taipei(asked.at)) == "overdue"
    }


def open_ratio(asked: Question) -> Figure:
    figure, opened = Figure(), set(asked.open_datasets())
    history = asked.log.by("datasets.systemowner", "system_id", asked.as_of)
    owners = {key: (states.standing_at(rows, asked.at) or {})["unit_id"] for key, rows in history.items()}
    last = {row["system_id"]: row for row in asked.log.known("datasets.systemassessment", asked.as_of)}
    began = {key: day(row["introduced_on"]) for key, row in last.items() if row["publishable"]}
    year = {key for key, on in began.items() if on.year == asked.first.year and on <= taipei(asked.at)}
    figure.denominator = [(key, owners.get(key, "")) for key in year]
    for dataset, links in asked.log.by("datasets.systemdataset", "dataset_id", asked.as_of).items():
        linked = {row["system_id"]: row["linked"] for row in links}
        own = [key for key, is_linked in linked.items() if is_linked and key in began]
        first = min(own, key=lambda key: (began[key], own.index(key)), default="")
        if dataset in opened and first in year:
            figure.numerator.append((dataset, owners.get(first, "")))
    return figure


def reviews_done(asked: Question) -> Figure:
    figure = Figure()
    decided = asked.log.by("reports.reviewdecision", "item_id", asked.as_of)
    owners = asked.log.by("datasets.ownershipchange", "dataset_id", asked.as_of)
    for row in asked.log.known("reports.reviewitem", asked.as_of):
        first, last = days(row["quarter"])
        if asked.first <= first and last <= asked.last:
            owner = states.standing_at(owners[row["dataset_id"]], last_moment(last)) or {"unit_id": ""}
            figure.count(row["id"], owner["unit_id"], reached=bool(decided[row["id"]]))
    return figure


FIGURES: dict[str, Callable[[Question], Figure]] = {
    "open_ratio": open_ratio,
    "timely_updates": timely_updates,
    "timely_replies": timely_replies,
    "quality_pass": quality_pass,
    "reviews_done": reviews_done,
}


def scopes(log: Log, as_of: datetime) -> dict[str, set[str]]:
    """By unit that was heard of, itself and all below it."""
    above = {
        row["unit_id"]: row["parent_id"]
        for row in log.known("datasets.unitchange", as_of)
        if row["kind"] in {"created", "moved"}
    }
    found = {unit: {unit} for unit in above}
    for unit in above:
        higher, seen = above[unit], {unit}
        while higher and higher not in seen:
            found.setdefault(higher, {higher}).add(unit)
            seen.add(higher)
            higher = above.get(higher)
    return found
