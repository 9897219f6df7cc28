"""陸: what passes part by part, and why the rest fails, in a clerk's words (two queries)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasets.models.keys import KeyText
from datasets.rules.days import taipei_day
from quality.checker.messages import FINDINGS, REASONS, finding_message
from quality.checker.types import Finding
from quality.models import Observation
from quality.rules import State, state
from reports.kpis.quality_pass import DatasetFacts
from reports.packet.collect.source import Source
from reports.packet.data import FailingDataset, Name, Quality, QualityPart, Ratio

OVERDUE = Name(
    "overdue",
    "應更新之資料逾期未填報；請更新資料並填報更新時間。",
    "The update that was due is overdue; update the data and fill in when that was.",
)
UNREADABLE = Name(
    "not_machine_readable",
    "資料無法由程式直接讀取；請改以乾淨的表格（如 CSV）提供。",
    "A program cannot read the data without guessing; offer a clean table, such as CSV.",
)
NOTHING = Name("", "")


@dataclass(frozen=True, slots=True)
class Judged:
    """An open dataset with the state of each distribution; `overdue_since`: the oldest deadline that was missed."""

    facts: DatasetFacts
    states: tuple[State, ...]
    overdue_since: date | None

    @property
    def link(self) -> bool | None:
        return _all([one.link for one in self.states])

    @property
    def machine_readable(self) -> bool | None:
        return _all([one.machine_readable for one in self.states])

    @property
    def freshness(self) -> bool:
        return self.overdue_since is None


def quality(source: Source) -> Quality:
    judged = [_judged(one, source) for one in source.facts.open_datasets(source.quarter)]
    figure = source.facts.counted("quality_pass", source.quarter)
    unknown = figure.aside
    whole = (
        QualityPart("all", figure.ratio, unknown),
        QualityPart("undisputed", figure.beside["undisputed"], unknown),
    )
    parts = (
        _part("link", [one.link for one in judged]),
        _part("freshness", [one.freshness for one in judged]),
        _part("machine_readable", [one.machine_readable for one in judged]),
    )
    return Quality((*parts, *whole), tuple(_failing(judged, source)))


def _judged(facts: DatasetFacts, source: Source) -> Judged:
    states = (state(seen, source.as_of, at=source.at, limits=source.facts.limits) for seen in facts.distributions)
    missed = [
        result.deadline
        for own in facts.obligations
        if (result := own.outcome(source.as_of, source.at)).state == "overdue"
    ]
    return Judged(facts, tuple(states), min(missed, default=None))


def _all(values: Sequence[bool | None]) -> bool | None:
    """False where any fails, True where all pass; else not known, as where there is no distribution."""
    return False if False in values else True if values and None not in values else None


def _part(name: Any, values: Sequence[bool | None]) -> QualityPart:
    known = [one for one in values if one is not None]
    return QualityPart(name, Ratio(sum(known), len(known)), len(values) - len(known))


def _failing(judged: Iterable[Judged], source: Source) -> Iterator[FailingDataset]:
    """Every part that fails, in the order of datasets; the oldest outage speaks for a dataset's links."""
    failing = [one for one in judged if False in (one.link, one.freshness, one.machine_readable)]
    findings = _findings({one.facts.dataset for one in failing if one.machine_readable is False}, source)
    for one in sorted(failing, key=lambda each: source.dataset(each.facts.dataset).identifier):
        names = source.dataset(one.facts.dataset), source.unit(one.facts.unit)
        outages = [each.outage for each in one.states if each.outage]
        if outages:
            first = min(outages, key=lambda each: (each.began_at, each.reason))
            problem, remedy = _halves(reason(first.reason))
            yield FailingDataset(*names, "link", problem, taipei_day(first.began_at), remedy)
        if one.overdue_since:
            problem, remedy = _halves(OVERDUE)
            yield FailingDataset(*names, "freshness", problem, one.overdue_since, remedy)
        if one.machine_readable is False:
            sentence, found, since = findings.get(one.facts.dataset, (UNREADABLE, NOTHING, None))
            problem, remedy = _halves(sentence, found)
            yield FailingDataset(*names, "machine_readable", problem, since, remedy)


def reason(code: str) -> Name:
    words = REASONS.get(code)
    return Name(code, words.zh, words.en) if words else Name(code, code)


def _findings(datasets: set[str], source: Source) -> dict[str, tuple[Name, Name, date]]:
    """By dataset, the first error of its newest unreadable observation at `at`, where it was, and when it was seen."""
    found: dict[str, tuple[Name, Name, date]] = {}
    rows = Observation.objects.known_at(source.as_of).filter(
        distribution__dataset__in=datasets, machine_readable=False, observed_at__lte=source.at
    )
    for dataset, findings, observed in (
        rows.order_by("observed_at", "position")
        .values_list(KeyText("distribution__dataset_id"), "findings", "observed_at")
        .iterator()
    ):
        error = next((one for one in findings if one["severity"] == "error"), None)
        found[dataset] = (*(_finding(error) if error else (UNREADABLE, NOTHING)), taipei_day(observed))
    return found


def _finding(raw: dict[str, Any]) -> tuple[Name, Name]:
    """The sentence, and in brackets what was found and where."""
    one = Finding(raw["code"], raw["severity"], raw.get("values") or {})
    said = FINDINGS[one.code]
    where = finding_message(one, "zh-hant").removeprefix(said.zh), finding_message(one, "en").removeprefix(said.en)
    return Name(one.code, *said), Name(one.code, *where)


def _halves(sentence: Name, found: Name = NOTHING) -> tuple[Name, Name]:
    """The checker's sentences say what is wrong, then what to do, with a semicolon between; `found` goes with it."""
    wrong, _mark, mend = sentence.zh.partition("；")
    wrong_en, _mark, mend_en = sentence.en.partition("; ")
    told = f"{wrong.rstrip('。')}{found.zh}。", f"{wrong_en.rstrip('.')}{found.en}." if wrong_en else ""
    problem = Name(sentence.identifier, *told)
    return problem, Name(sentence.identifier, mend, mend_en[:1].upper() + mend_en[1:])
