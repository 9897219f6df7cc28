"""Every worked example: those of the domain (kpi_examples.json) and our own (kpi_examples_more.json)."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from datasets.rules import frequencies
from datasets.rules.days import TAIPEI, start_of
from datasets.rules.evidence import Sighting, evidence
from datasets.rules.frequencies import Frequency
from datasets.rules.obligations import Claim, Event, Obligation, check_claim, outcome
from datasets.rules.openness import OPEN, Decision, LifeChange, standing
from datasets.rules.periods import earliest_claim, months_from
from datasets.rules.refusal import Refusal
from datasets.rules.schedules import Grace, Rest, Schedule, effective_day, expected, lapses
from datasets.rules.workdays import deadline
from feedback.rules import Event as FeedbackEvent
from feedback.rules import Message, reply_deadline
from feedback.rules import outcome as reply_outcome
from quality.rules import Seen
from reports.kpis.figure import Figure
from reports.kpis.least_used import UseFacts, least_used
from reports.kpis.open_ratio import SourceFacts, SystemFacts, open_ratio
from reports.kpis.quality_pass import DatasetFacts, quality_pass
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.kpis.ratio import Ratio
from reports.kpis.reviews_done import ItemFacts, decision_due, reviews_done
from reports.kpis.targets import FIRST_TARGETS
from reports.kpis.timely_replies import MessageFacts, timely_replies
from reports.kpis.timely_updates import ObligationFacts, timely_updates
from tests.calendars import office

HERE = Path(__file__).parent.parent
FILES = [json.loads((HERE / name).read_text()) for name in ("kpi_examples.json", "kpi_examples_more.json")]
LONG_AGO = datetime(2017, 1, 1, tzinfo=TAIPEI)


def examples(section: str) -> list[Any]:
    cases = [case for file in FILES for case in file.get(section, [])]
    return [pytest.param(case, id=case["id"]) for case in cases]


def moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=TAIPEI)


def day(text: str) -> date:
    return date.fromisoformat(text)


def frequency(text: str) -> Frequency:
    read = frequencies.parse(text)
    assert isinstance(read, Frequency)
    return read


def numbers(figure: Figure) -> dict[str, object]:
    return {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "pending": figure.pending,
        "met": figure.met,
    }


def test_no_section_is_left_out() -> None:
    sections = {section for file in FILES for section in file} - {"about"}
    assert sections == {
        "deadlines", "obligations", "outcomes", "timely_updates", "ratios", "open_ratio", "timely_replies",
        "least_used", "changes", "lapses", "transferred", "quality_pass", "reviews_done", "evidence",
    }  # fmt: skip


@pytest.mark.parametrize("case", examples("deadlines"))
def test_deadlines(case: dict[str, Any]) -> None:
    if "T" in case["start"]:
        found = reply_deadline(moment(case["start"]), case["days"], office(), case["count"])
    else:
        found = deadline(day(case["start"]), case["days"], office(), case["count"])
    assert found.day == day(case["expect"])


def dues(schedules: list[dict[str, Any]], rests: list[Rest], until: str) -> list[str]:
    rows = [
        Schedule(
            frequency(s["frequency"]),
            day(s["from"]),
            s.get("lag_days", 0),
            day(s["anchor"]) if s.get("anchor") else None,
        )
        for s in schedules
    ]
    found = expected(rows, rests, began_by=day(until), grace=Grace(office()))
    return [str(e.due) for e in found if e.due <= day(until)]


@pytest.mark.parametrize("case", examples("obligations"))
def test_obligations(case: dict[str, Any]) -> None:
    assert dues([case], [], case["until"]) == case["expect_due"]


@pytest.mark.parametrize("case", examples("changes"))
def test_changes(case: dict[str, Any]) -> None:
    rests = [Rest(day(start), day(end) if end else None, "example") for start, end in case["rests"]]
    assert dues(case["schedules"], rests, case["until"]) == case["expect_due"]


@pytest.mark.parametrize("case", examples("lapses"))
def test_lapses(case: dict[str, Any]) -> None:
    effective = effective_day(day(case["effective"]), day(case["recorded"]))
    assert [due for due in case["due"] if lapses(day(due), effective)] == case["expect"]


def obligation(fact: dict[str, Any], key: str = "o") -> Obligation:
    """As materialised for the period that ends on the due date."""
    asked, due = frequency(fact["frequency"]), day(fact["due"])
    length = asked.months or 1
    month = due.year * 12 + due.month - length
    period = months_from(date(month // 12, month % 12 + 1, 1), length)
    earliest = earliest_claim(asked, period, due)
    return Obligation(key, key, "U", due, Grace(office()).deadline(due), earliest, LONG_AGO)


@pytest.mark.parametrize("case", examples("outcomes"))
def test_outcomes(case: dict[str, Any]) -> None:
    own = obligation(case)
    claims = []
    if case["claimed"]:
        claimed = moment(case["claimed"])
        now = max(claimed, moment(case["due"]))
        if case["expect"] == "refused":
            with pytest.raises(Refusal):
                check_claim(claimed, own, now=now)
            return
        check_claim(claimed, own, now=now)
        claims = [Claim(now, claimed)]
    as_of = moment(case["as_of"]) if "as_of" in case else claims[0].recorded_at
    assert outcome(own, claims, [], as_of).state == case["expect"]


def obligation_facts(fact: dict[str, Any]) -> ObligationFacts:
    claims = tuple(Claim(moment(a["recorded"]), a["claimed"] and moment(a["claimed"])) for a in fact["attested"])
    events = tuple(
        Event(moment(e["recorded"]), e["kind"], day(e["deadline"]) if e.get("deadline") else None)
        for e in fact.get("events", [])
    )
    return ObligationFacts(obligation(fact, fact["dataset"]), claims, events)


@pytest.mark.parametrize("case", examples("timely_updates"))
def test_timely_updates(case: dict[str, Any]) -> None:
    facts = [obligation_facts(fact) for fact in case["facts"] if frequency(fact["frequency"]).is_asked]
    for expect in case["expect"]:
        figure = timely_updates(
            facts, parse_period(case["period"]), moment(expect["as_of"]), FIRST_TARGETS["timely_updates"]
        )
        assert numbers(figure) == {key: expect[key] for key in numbers(figure)}, expect["as_of"]
        assert len(figure.aside_rows) == expect.get("aside", 0)


@pytest.mark.parametrize("case", examples("ratios"))
def test_ratios(case: dict[str, Any]) -> None:
    ratio = Ratio(case["numerator"], case["denominator"])
    assert (ratio.shown, ratio.meets(Fraction(case["target"]))) == (case["shown"], case["met"])


def systems_of(case: dict[str, Any]) -> list[SystemFacts]:
    return [
        SystemFacts(s["system"], "U", day(s.get("introduced", f"{case['year']}-01-01")), s["publishable"])
        for s in case["systems"]
    ]


def sources_of(case: dict[str, Any], period: ReportPeriod, as_of: datetime) -> list[SourceFacts]:
    if "datasets" not in case:
        return [
            SourceFacts(f"{s['system']}-{kind}-{n}", (s["system"],), kind == "open")
            for s in case["systems"]
            for kind in ("open", "closed")
            for n in range(s[f"{kind}_datasets"])
        ]
    return [
        SourceFacts(d["dataset"], tuple(d["systems"]), is_open(d["state"], period, as_of)) for d in case["datasets"]
    ]


def is_open(states: list[list[str]], period: ReportPeriod, as_of: datetime) -> bool:
    decisions = [Decision(moment(at), state) for at, state in states if state in OPEN]
    changes = [LifeChange(moment(at), "withdrawn" if state == "withdrawn" else "published") for at, state in states]
    return standing(decisions, changes, as_of, at=period.moment(as_of)).is_open


@pytest.mark.parametrize("case", examples("open_ratio"))
def test_open_ratio(case: dict[str, Any]) -> None:
    period = ReportPeriod(case["year"], "year")
    for expect in case["expect"] if isinstance(case["expect"], list) else [case["expect"]]:
        as_of = moment(expect.get("as_of", "2099-01-01"))
        figure = open_ratio(
            systems_of(case), sources_of(case, period, as_of), period, as_of, FIRST_TARGETS["open_ratio"]
        )
        assert [figure.numerator, figure.denominator, figure.met] == [
            expect["numerator"],
            expect["denominator"],
            expect["met"],
        ]
        coverage = figure.beside["coverage"]
        assert [coverage.numerator, coverage.denominator] == expect["coverage"]


def message_facts(m: dict[str, Any]) -> MessageFacts:
    received = moment(m["received"])
    message = Message(m["id"], "U", received, reply_deadline(received, 7, office(), "calendar").day, received)
    events = [FeedbackEvent(moment(m[kind]), kind) for kind in ("acknowledged", "replied", "noted") if kind in m]  # type: ignore[arg-type]
    if "transferred" in m:
        events.append(FeedbackEvent(moment(m["transferred"]), "transferred", "V"))
    if m.get("spam"):
        events.append(FeedbackEvent(moment(m.get("spam_marked", m["received"])), "marked_spam"))
    return MessageFacts(message, tuple(events))


@pytest.mark.parametrize("case", examples("timely_replies"))
def test_timely_replies(case: dict[str, Any]) -> None:
    facts = [message_facts(m) for m in case["messages"]]
    for expect in case["expect"]:
        figure = timely_replies(
            facts, parse_period(case["period"]), moment(expect["as_of"]), FIRST_TARGETS["timely_replies"]
        )
        assert numbers(figure) == {key: expect[key] for key in numbers(figure)}, expect["as_of"]
        assert len(figure.aside_rows) == expect.get("aside", len(figure.aside_rows))


@pytest.mark.parametrize("case", examples("transferred"))
def test_transferred(case: dict[str, Any]) -> None:
    if "owners" in case:
        owners = [(moment(o["recorded"]), o["unit"]) for o in case["owners"]]
        for expect in case["expect_owner"]:
            known = [unit for recorded, unit in owners if recorded <= start_of(day(expect["day"]))]
            assert known[-1] == expect["unit"]
        return
    received = moment(case["received"])
    message = Message("m", case["unit"], received, reply_deadline(received, 7, office(), "calendar").day, received)
    events = [FeedbackEvent(moment(t["recorded"]), "transferred", t["unit"]) for t in case["transfers"]]
    for expect in case["expect"]:
        assert reply_outcome(message, events, moment(expect["as_of"])).unit == expect["unit"]


def dataset_facts(d: dict[str, Any]) -> DatasetFacts:
    distributions = tuple(
        tuple(Seen(moment(at), link, told) for at, link, told in checks) for checks in d["distributions"]
    )
    owed: tuple[ObligationFacts, ...] = ()
    if "deadline" in d:
        last = day(d["deadline"])
        own = Obligation("o", d["dataset"], "U", last, last, last - timedelta(days=40), LONG_AGO)
        claims = (Claim(moment(d["claimed"]), moment(d["claimed"])),) if "claimed" in d else ()
        owed = (ObligationFacts(own, claims),)
    return DatasetFacts(d["dataset"], "U", distributions, owed)


@pytest.mark.parametrize("case", examples("quality_pass"))
def test_quality_pass(case: dict[str, Any]) -> None:
    facts = [dataset_facts(d) for d in case["datasets"] if d.get("open", True)]
    for expect in case["expect"]:
        figure = quality_pass(
            facts, parse_period(case["period"]), moment(expect["as_of"]), FIRST_TARGETS["quality_pass"]
        )
        states = {row.dataset: row.state for row in (*figure.denominator_rows, *figure.aside_rows)}
        assert [figure.numerator, figure.denominator, len(figure.aside_rows), figure.met] == [
            expect["numerator"], expect["denominator"], expect["incomplete"], expect["met"],
        ], states  # fmt: skip


@pytest.mark.parametrize("case", examples("reviews_done"))
def test_reviews_done(case: dict[str, Any]) -> None:
    due = decision_due(day(case["meeting"])) if case["meeting"] else None
    assert str(due) == str(case["due"])
    facts = [
        ItemFacts(i["item"], "U", i["item"], case["period"], LONG_AGO, tuple(moment(t) for t in i["decided"]), due)
        for i in case["items"]
    ]
    for expect in case["expect"]:
        figure = reviews_done(
            facts, parse_period(case["period"]), moment(expect["as_of"]), FIRST_TARGETS["reviews_done"]
        )
        assert [figure.numerator, figure.denominator, figure.met] == [
            expect["numerator"], expect["denominator"], expect["met"],
        ], expect["as_of"]  # fmt: skip


@pytest.mark.parametrize("case", examples("least_used"))
def test_least_used(case: dict[str, Any]) -> None:
    quarter = parse_period(case["quarter"])
    facts = [
        UseFacts(name, Decimal(uses), Decimal(0), case["published"].get(name, "2020-01-01") <= str(quarter.start))
        for name, uses in case["uses"].items()
    ]
    found = least_used(facts, quarter, quarter.last_moment)
    assert [item.dataset for item in found.items] == case["expect"]


@pytest.mark.parametrize("case", examples("evidence"))
def test_evidence(case: dict[str, Any]) -> None:
    distributions = [
        [
            Sighting(moment(s["at"]), s["changed"], s.get("full", True), day(s["newest"]) if "newest" in s else None)
            for s in sightings
        ]
        for sightings in case["distributions"]
    ]
    previous = moment(case["previous"]) if case["previous"] else None
    found = evidence(moment(case["claimed"]), previous, distributions, moment("2026-12-01"))
    assert found == case["expect"]
