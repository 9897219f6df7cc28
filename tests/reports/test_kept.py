"""Kept rows say what the rules say: of told and of made-up histories, at any moment, whenever they were taken in."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.models import (
    Dataset,
    Distribution,
    FileList,
    LedgerEntry,
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    OwnershipChange,
    Unit,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.rules.days import start_of, taipei_day
from feedback.models import FeedbackEvent, FeedbackMessage
from quality.models import Check, Dispute, DisputeRuling, Observation, Round
from reports.facts import load
from reports.facts.ahead import updates_ahead
from reports.kept import counting, keeping, making
from reports.kept.asking import KEPT, Kept, kept, row_of
from reports.kept.keeping import catch_up, keep, rebuild
from reports.kept.replay import kept_rows
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import parse_period, period_of
from reports.models import KeptCount, KeptRow, Reach
from tests.feedback.make import message
from tests.reports.eventful import happen
from tests.reports.test_dashboard import client_of
from tests.reports.world import World, at, record

pytestmark = pytest.mark.django_db
PERIODS = [parse_period(code) for code in ("2025-12", "2026-02", "2026-06", "2026-07", "2026-08", "2026Q2", "2026")]


def compare(moments: list[datetime]) -> int:
    """How many rows there were to compare."""
    compared = 0
    for as_of in moments:
        there = kept(as_of)
        assert there, "they reach every moment"
        compare_ahead(there)
        for period in PERIODS:
            facts = load(as_of, evidence_for=period)
            for kpi in KEPT:
                figure = facts.figure(kpi, period)
                assert _rows(there, figure) == sorted(_all_rows(figure)), (kpi, period, as_of)
                compare_counts(there, figure)
                compared += figure.denominator
    return compared


def compare_ahead(there: Kept) -> None:
    """What schedules will make until the year's end."""
    year = period_of(taipei_day(there.as_of), "year")
    expected = Counter(unit for unit, _due in updates_ahead(load(there.as_of).inventory, year, there.as_of))
    assert there.ahead(year.year) == expected
    assert there.ahead(year.year - 1) == {}
    assert there.ahead(year.year + 1) is None


def compare_counts(there: Kept, figure: Figure) -> None:
    """By unit with flags and without, and all together: of one unit, of the agency."""
    kpi, period, told = figure.kpi, figure.period, figure.tally()
    assert there.counts(kpi, period) == told.by_unit
    plain = {unit: count._replace(flags={}) for unit, count in told.by_unit.items()}
    assert there.by_unit(kpi, [period, period]) == [plain, plain]
    assert there.totals(kpi, [period]) == [told.total]
    for unit in plain:
        assert there.by_unit(kpi, [period], {unit}) == [{unit: plain[unit]}]
        assert there.totals(kpi, [period], {unit}) == [told.of({unit}).total]


def _rows(there: Kept, figure: Figure) -> list[str]:
    return sorted(
        _text(one.side, row_of(one)) for one in there.rows(figure.kpi, there.months(figure.kpi, figure.period))
    )


def _text(side: str, row: Row) -> str:
    return f"{side} {sorted(row.flags)} {replace(row, flags=frozenset())}"


def _all_rows(figure: Figure) -> Iterator[str]:
    sides = {
        "numerator": figure.numerator_rows, "missed": figure.missed_rows(), "pending": figure.pending_rows,
        "aside": figure.aside_rows,
    }  # fmt: skip
    return (_text(side, row) for side, rows in sides.items() for row in rows)


def moments(number: int, seed: int) -> list[datetime]:
    """At facts, a microsecond beside them, at midnights and anywhere between the first fact and now."""
    chance = random.Random(seed)
    recorded = list(LedgerEntry.objects.order_by("position").values_list("recorded_at", flat=True))
    now = timezone.now()
    found = [chance.choice(recorded) + timedelta(microseconds=chance.choice((-1, 0, 1))) for _ in range(number)]
    found += [start_of((now - timedelta(days=chance.randrange(200))).date()) for _ in range(number // 2)]
    return [min(one, now) for one in found]


@pytest.mark.parametrize("follow", [lambda: None, lambda: catch_up()], ids=["at once", "step by step"])
def test_of_everything_that_bends_a_figure(follow: Callable[[], Any], unit: Unit, other_unit: Unit) -> None:
    begun: list[int] = []

    def after() -> None:
        if not begun:
            keep()
            begun.append(1)
        follow()

    world = World(unit, other_unit, after)
    happen(world)
    with time_machine.travel(at("2026-10-20T09:00"), tick=False):
        keep()
        assert compare(moments(16, 1)) > 100
        assert list(kept_rows()) == []


def test_a_process_may_begin_with_it() -> None:
    """As bench/feedback_bench.py does, before any page was imported."""
    code = "import django; django.setup(); import reports.kept.keeping"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ncc_opendata.settings"}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=Path(__file__).parents[2], check=True)


def test_a_flood_is_counted_once_however_many_batches_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[object] = []

    def count(*which: Any) -> None:
        counted.append(which)
        counting.count_anew(*which)

    monkeypatch.setattr(making, "AT_ONCE", 2)
    monkeypatch.setattr(keeping, "count_anew", count)
    with time_machine.travel(at("2026-08-20T09:00"), tick=False):
        keep()
        counted.clear()
        for number in range(5):
            message(world.infra, text=str(number), received_at=timezone.now())
        keep()
        assert len(counted) == 1
        assert list(kept_rows()) == []


ACTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 99), st.integers(1, 700), st.booleans()), min_size=3, max_size=30
)
"""(what, about which, after how many hours, whether the kept rows follow then)"""


@settings(max_examples=12)
@given(acts=ACTS)
def test_of_made_up_histories(acts: list[tuple[int, int, int, bool]]) -> None:
    with transaction.atomic():
        made_up(acts, [Unit.objects.create(code=code, name=code) for code in ("a", "b")])
        transaction.set_rollback(True)


def made_up(acts: list[tuple[int, int, int, bool]], units: list[Unit]) -> None:
    moment = at("2026-01-02T00:00")
    with time_machine.travel(moment, tick=False):
        owed = [row for number in range(2) for row in _owed(number, units)]
        keep()
    for number, (what, which, hours, follows) in enumerate(acts):
        moment += timedelta(hours=hours)
        with time_machine.travel(moment, tick=False):
            _act(what, owed[which % len(owed)], units, which, number)
            if follows:
                keep()
    with time_machine.travel(moment + timedelta(days=9), tick=False):
        keep()
        compare(moments(4, len(acts)))
        assert list(kept_rows()) == []


def _owed(number: int, units: list[Unit]) -> Iterator[UpdateObligation]:
    dataset = Dataset.objects.create(identifier=f"x{number}", title="x", unit=units[number])
    files = [Distribution.objects.create(dataset=dataset, order=n, download_url="https://x.test/") for n in range(2)]
    schedule = UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=date(2026, 1, 1))
    record(LifecycleChange(dataset=dataset, state="published", effective_on=date(2025, 12, 1) if number else None))
    if number:
        record(FileList(dataset=dataset, files=[str(file.pk) for file in files]))
    record(schedule)
    for month in range(1, 10):
        due = date(2026, month + 1, 1) - timedelta(days=1)
        owed = UpdateObligation(
            dataset=dataset, schedule=schedule, unit=units[month % 2], due=due, period_start=date(2026, month, 1),
            period_end=due, deadline=due + timedelta(days=5),
        )  # fmt: skip
        record(owed)
        yield owed


def _act(what: int, row: UpdateObligation, units: list[Unit], dice: int, number: int) -> None:
    now, dataset = timezone.now(), row.dataset
    match what:
        case 0 | 1 | 2:
            record(UpdateAttestation(obligation=row, claimed_at=now - timedelta(days=dice % 40)))
        case 3:
            record(UpdateAttestation(obligation=row, claimed_at=None))
        case 4:
            moved = row.deadline + timedelta(days=dice % 30 - 3)
            record(ObligationEvent(obligation=row, kind="deadline_moved", deadline=moved))
        case 5:
            record(ObligationEvent(obligation=row, kind=("lapsed", "excused")[dice % 2]))
        case 6 | 7 | 8:
            _look(dataset, dice, number)
        case 9:
            states = ("published", "withdrawn", "discontinued")
            record(LifecycleChange(dataset=dataset, state=states[dice % 3], effective_on=now.date() - timedelta(dice)))
        case 10:
            record(OwnershipChange(dataset=dataset, unit=units[dice % 2]))
            record(OpennessDecision(dataset=dataset, decision="open" if dice % 3 else "not_open", review_by=now.date()))
        case 11:
            _dispute(dataset, dice)
        case _:
            _write(units, dice, number)


def _look(dataset: Dataset, dice: int, number: int) -> None:
    """One check, that saw something new or what was seen before."""
    now, file = timezone.now(), dataset.distributions.all()[dice % 2]
    run = Round.objects.create(period=f"x{number}", started_at=now)
    seen = file.observations.last() if dice % 4 == 0 else None
    if seen is None:
        link = ("ok", "broken", "broken", "unsure")[dice % 4]
        seen = Observation(
            distribution=file, observed_at=now, link=link, reason=link, fault=dice % 13 == 0, newest_date=now.date(),
            machine_readable=(True, True, False, None)[dice // 4 % 4], content_changed=(True, False, None)[dice % 3],
        )  # fmt: skip
        record(seen)
    Check.objects.create(round=run, distribution=file, observation=seen, checked_at=now, full=dice % 5 > 0)


def _dispute(dataset: Dataset, dice: int) -> None:
    seen = Observation.objects.filter(distribution__dataset=dataset).last()
    if seen:
        expires = timezone.localdate() + timedelta(days=dice)
        dispute = Dispute(observation=seen, code=seen.reason, reason="x", expires_on=expires)
        record(dispute)
        record(DisputeRuling(dispute=dispute, accepted=dice % 4 > 0))


def _write(units: list[Unit], dice: int, number: int) -> None:
    now = timezone.now()
    message = FeedbackMessage(
        number=f"115-{number}", tracking_code=f"t{number}", unit=units[dice % 2], received_at=now,
        deadline=now.date() + timedelta(days=7), text_hash="",
    )  # fmt: skip
    record(message)
    for kind in ("transferred", "replied", "marked_spam")[: dice % 4]:
        record(FeedbackEvent(message=message, kind=kind, unit=units[0] if kind == "transferred" else None))


def test_the_dashboard_says_the_same_from_kept_rows(advisor: Any, unit: Unit, other_unit: Unit) -> None:
    world = World(unit, other_unit)
    happen(world)
    with time_machine.travel(at("2026-10-20T09:00"), tick=False):
        pages = [f"/dashboard/{path}period=2026Q3&as_of=2026-10-01" for path in ("?", "?unit=infra&", "scoreboard/?")]
        client: Client = client_of(advisor)
        by_rules = [_main(client, page) for page in pages]
        keep()
        assert [_main(client, page) for page in pages] == by_rules


def _main(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1]


def test_a_lot_of_news_is_left_to_the_worker_and_the_rules_answer(world: World) -> None:
    with time_machine.travel(at("2026-08-02T09:00"), tick=False):
        assert kept(timezone.now()) is None, "nothing was kept yet"
        keep()
        assert kept(timezone.now())
        for number in range(60):
            dataset = Dataset.objects.create(identifier=f"x{number}", title="x", unit=world.infra)
            record(LifecycleChange(dataset=dataset, state="published"))
        assert kept(timezone.now()) is None
        assert kept(at("2026-07-31T09:00")), "the past is reached"
        keep()
        assert kept(timezone.now())


def test_a_crowd_of_messages_is_taken_in_by_who_asks(world: World) -> None:
    """Ten of them cost what a dataset costs; the rules would read everything anew at each question of a flood."""
    with time_machine.travel(at("2026-08-02T09:00"), tick=False):
        keep()
        for number in range(60):
            message(world.infra, text=str(number), received_at=timezone.now())
        assert kept(timezone.now())


def test_the_month_that_comes_is_there_before_it_begins(world: World) -> None:
    with time_machine.travel(at("2026-08-02T09:00"), tick=False):
        keep()
        assert Reach.objects.get().last_month == date(2026, 9, 1)
    with time_machine.travel(at("2026-09-01T00:00"), tick=False):
        assert kept(timezone.now())
        keep()
        assert Reach.objects.get().last_month == date(2026, 10, 1)
        assert compare([timezone.now()])
    with time_machine.travel(at("2026-12-01T00:00"), tick=False):
        assert kept(timezone.now()) is None


def test_a_bent_row_is_found_and_a_rebuild_mends_it(world: World) -> None:
    with time_machine.travel(at("2026-08-02T09:00"), tick=False):
        keep()
        KeptRow.objects.filter(kpi="timely_updates", side="missed").update(side="numerator")
        found = [str(one) for one in kept_rows()]
        assert found
        assert any(one.startswith("kept rows of") for one in found)
        assert any(one.startswith("counts of kept rows of") for one in found), "they were counted before"
        rebuild()
        assert list(kept_rows()) == []
        KeptCount.objects.filter(kpi="timely_updates").update(number=7)
        (found_count, *_more) = [str(one) for one in kept_rows()]
        assert found_count.startswith("counts of kept rows of")
        rebuild()
        assert list(kept_rows()) == []
