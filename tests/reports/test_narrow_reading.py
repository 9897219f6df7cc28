"""A figure reads the facts of its own period alone, and is the same as one computed from all facts by the same rule."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from datasets.models import Dataset, ObligationEvent, Unit, UpdateAttestation, UpdateObligation, UpdateSchedule
from datasets.models.keys import KeyText
from datasets.rules.days import taipei_day
from datasets.rules.evidence import evidence
from datasets.rules.obligations import standing_claim
from quality.models import Check, Observation, Round
from reports.facts import load
from reports.facts.replies import message_facts
from reports.facts.updates import _about, sightings
from reports.kpis.figure import Figure
from reports.kpis.quality_pass import DatasetFacts, quality_pass
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.kpis.timely_replies import timely_replies
from reports.kpis.timely_updates import ObligationFacts, timely_updates
from tests.reports.world import World, at, on, record

pytestmark = pytest.mark.django_db
WEEK, FORTNIGHT = timedelta(days=8), timedelta(days=14)
"""Checks from a week before a claim's day until two weeks after it bear on it."""
PERIODS = ("2026-02", "2026-05", "2026-06", "2026-07", "2026Q2", "2026Q3", "2026")


def everything(period: ReportPeriod, as_of: datetime) -> list[ObligationFacts]:
    """All obligations, those of the period with the evidence around their claims."""
    found, last, facts = [], {}, _about(Q(), as_of)
    due = [standing_claim(fact.claims, as_of) for fact in facts if fact.obligation.due in period]
    moments = [claim.claimed_at for claim in due if claim and claim.claimed_at]
    every = {fact.obligation.dataset for fact in facts}
    seen = sightings(min(moments), max(moments), as_of, every) if moments else {}
    for fact in facts:
        claim, dataset = standing_claim(fact.claims, as_of), fact.obligation.dataset
        if claim and claim.claimed_at:
            around = [
                own
                for looks in seen.get(dataset, ())
                if (own := [one for one in looks if claim.claimed_at - WEEK <= one.at <= claim.claimed_at + FORTNIGHT])
            ]
            told = evidence(claim.claimed_at, last.get(dataset), around, as_of)
            fact, last[dataset] = replace(fact, evidence=told), claim.claimed_at
        found.append(fact)
    return found


def by_the_rule(period: ReportPeriod, as_of: datetime) -> Iterator[Figure]:
    facts, all_of_them = load(as_of), everything(period, as_of)
    targets = [facts.figure(kpi, period).target for kpi in ("timely_updates", "timely_replies", "quality_pass")]
    yield timely_updates(all_of_them, period, as_of, targets[0])
    yield timely_replies(message_facts(as_of), period, as_of, targets[1])
    moment = period.moment(as_of)
    items = facts.inventory.open_at(as_of, moment)
    judged = [
        DatasetFacts(
            item.key, item.owner(moment), facts.checks.of(item.key, moment),
            tuple(one for one in all_of_them if one.obligation.dataset == item.key),
        )
        for item in items
    ]  # fmt: skip
    yield quality_pass(judged, period, as_of, targets[2])


def same(moments: list[datetime]) -> None:
    for as_of in moments:
        for period in map(parse_period, PERIODS):
            facts = load(as_of, evidence_for=period)
            found = [facts.figure(kpi, period) for kpi in ("timely_updates", "timely_replies", "quality_pass")]
            assert found == list(by_the_rule(period, as_of)), (as_of, period)


@pytest.mark.parametrize("kpi", ["timely_updates", "quality_pass"])
def test_periods_read_together_say_what_each_says_alone(kpi: str, world: World) -> None:
    months = list(parse_period("2026").months())
    as_of = at("2026-09-01T00:00")
    together = load(as_of)
    told = together.trend(kpi, months)
    alone = [load(as_of).figure(kpi, month) for month in months]
    assert [together.figure(kpi, month) for month in months] == alone
    assert told == [figure.tally() for figure in alone]


@pytest.mark.parametrize("kpi", ["timely_updates", "timely_replies", "quality_pass"])
@pytest.mark.parametrize("before", ["", "2026Q2", "2026"])
def test_what_is_counted_without_rows_says_the_same(kpi: str, before: str, world: World) -> None:
    """Whether a figure with the period's rows was asked for before or not."""
    as_of, facts = at("2026-09-01T00:00"), load(at("2026-09-01T00:00"))
    if before:
        facts.figure(kpi, parse_period(before))
    for code in ("2026Q2", "2026-05", "2026Q3", "2026", "2025Q4"):
        assert facts.counted(kpi, parse_period(code)) == load(as_of).figure(kpi, parse_period(code)).tally()


def test_a_key_is_the_text_of_its_uuid(world: World) -> None:
    rows = Dataset.objects.values_list("pk", KeyText("pk"), "unit_id", KeyText("unit_id"))
    assert all((str(pk), str(unit)) == (key, owner) for pk, key, unit, owner in rows)
    assert UpdateObligation.objects.values_list(KeyText("schedule__dataset_id")).count()


def test_of_a_told_half_year(world: World) -> None:
    same([at(f"2026-{month:02}-{day:02}T12:00") for month in (5, 6, 7, 9) for day in (3, 20)])


@pytest.mark.parametrize("seed", range(4))
def test_of_a_thousand_accidents(seed: int, unit: Unit, other_unit: Unit) -> None:
    """Claims, corrections, claims taken back, moved deadlines, excused and lapsed obligations, checks, at random."""
    chance = random.Random(seed)
    with time_machine.travel(at("2026-01-01T00:00"), tick=False):
        owed = list(_owed([unit, other_unit], chance))
    rounds = iter(range(10_000))
    moment, moments = at("2026-01-02T00:00"), []
    for step in range(120):
        moment += timedelta(hours=chance.randrange(1, 96))
        with time_machine.travel(moment, tick=False):
            _happen(chance, chance.choice(owed), next(rounds))
        if step % 20 == 0:
            moments.append(moment)
    same([*moments, moment + timedelta(days=40)])


def _owed(units: list[Unit], chance: random.Random) -> Iterator[UpdateObligation]:
    for number in range(6):
        dataset = Dataset.objects.create(
            identifier=f"x{number}", title="x", unit=units[number % 2], lifecycle="published", openness="open"
        )
        dataset.distributions.create(download_url="https://example.test/x")
        schedule = UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=date(2026, 1, 1))
        record(schedule)
        for month in range(1, 10):
            due = date(2026, month + 1, 1) - timedelta(days=1)
            row = UpdateObligation(
                dataset=dataset, schedule=schedule, unit=units[chance.randrange(2)], due=due,
                period_start=date(2026, month, 1), period_end=due, deadline=due + timedelta(days=5),
            )  # fmt: skip
            record(row)
            yield row


def _happen(chance: random.Random, row: UpdateObligation, number: int) -> None:
    now = timezone.now()
    match chance.randrange(10):
        case 0:
            record(UpdateAttestation(obligation=row, claimed_at=None))
        case 1:
            kind = chance.choice(["lapsed", "excused"])
            record(ObligationEvent(obligation=row, kind=kind))
        case 2:
            moved = row.deadline + timedelta(days=chance.randrange(-3, 30))
            record(ObligationEvent(obligation=row, kind="deadline_moved", deadline=moved))
        case 3 | 4 | 5:
            _see(chance, row, now, number)
        case _:
            claimed = now - timedelta(days=chance.randrange(9)) if chance.random() < 0.7 else now
            record(UpdateAttestation(obligation=row, claimed_at=claimed))


def _see(chance: random.Random, row: UpdateObligation, now: datetime, number: int) -> None:
    file = row.dataset.distributions.get()
    run = Round.objects.create(period=f"x{number}", started_at=now)
    seen = Observation(
        distribution=file, observed_at=now, link=chance.choice(["ok", "broken"]), machine_readable=True,
        content_changed=chance.choice([True, False, None]), newest_date=taipei_day(now),
    )  # fmt: skip
    record(seen)
    Check.objects.create(round=run, distribution=file, observation=seen, checked_at=now)


def test_as_many_queries_with_a_hundred_units(world: World) -> None:
    def queries() -> int:
        period = parse_period("2026Q2")
        with CaptureQueriesContext(connection) as caught:
            load(at("2026-09-01T00:00"), evidence_for=period).figures(period)
        return len(caught)

    before = queries()
    Unit.objects.bulk_create(Unit(code=f"u{n}", name=f"u{n}") for n in range(100))
    more = [Dataset.objects.create(identifier=f"y{n}", title="y", unit=world.infra) for n in range(20)]
    on(
        "2026-08-02T00:00",
        *(UpdateSchedule(dataset=one, frequency="每1月", starts_on=date(2026, 1, 1)) for one in more),
    )
    assert queries() == before
