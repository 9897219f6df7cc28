"""Targets, limits and definitions hold from a day on; an old quarter keeps its own."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
import time_machine

from datasets.ledger import record
from datasets.limits import update_limit
from datasets.models import (
    Dataset,
    LifecycleChange,
    LimitVersion,
    ObligationEvent,
    Unit,
    UpdateObligation,
    UpdateSchedule,
    User,
)
from datasets.replay.deadlines import deadlines
from datasets.services.obligations import materialise_obligations
from reports.facts import load
from reports.kpis.quarters import parse_period
from reports.models import DefinitionVersion, Resolution, TargetVersion
from reports.packet.canonical import canonical, parse, plain
from reports.packet.collect import collect
from reports.packet.data import Name
from reports.packet.sections import lay_out
from reports.services.meetings import plan_meeting, record_resolution
from tests.reports.conftest import As
from tests.reports.packet_sample import sample
from tests.reports.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel(at("2026-10-20T15:00")):
        yield


@pytest.fixture
def monthly(unit: Unit) -> Dataset:
    """A dataset that owes an update a month since September; published in August."""
    dataset = Dataset.objects.create(identifier="fees", title="fees", unit=unit)
    with time_machine.travel(at("2026-08-01T09:00")):
        record([LifecycleChange(dataset=dataset, state="published")])
        record([UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=date(2026, 9, 1))])
    return dataset


@pytest.fixture
def resolution(officer: User) -> Resolution:
    meeting = plan_meeting(quarter="2026Q3", title="第37次會議", held_at=at("2026-10-20T14:00"), by=officer)
    return record_resolution(meeting=meeting, text="修正行動策略", owner=None, due_on=None, by=officer)


def adopt(as_: As, officer: User, what: str, **given: str) -> int:
    """Press the button twice: the first shows what would change."""
    client, given = as_(officer), {"what": what, "remark": "", **given}
    seen = client.post("/strategy/", given)
    if seen.status_code != 200:
        return seen.status_code
    return client.post("/strategy/", given | {"confirmed": seen.context["preview"]}).status_code


def test_a_target_holds_from_the_quarter_it_is_in_force_at_the_end_of(
    resolution: Resolution, officer: User, as_: As
) -> None:
    given = {"kpi": "timely_updates", "percent": "92.5", "effective_on": "116/01/01", "resolution": str(resolution.pk)}
    assert adopt(as_, officer, "target", **given) == 302
    assert TargetVersion.objects.get().reason == "115-3-1"
    facts = load(at("2027-02-01T09:00"))
    found = {code: facts.figure("timely_updates", parse_period(code)).target for code in ("2026Q4", "2027Q1")}
    assert found == {"2026Q4": Fraction(90, 100), "2027Q1": Fraction(925, 1000)}


def test_nothing_is_recorded_before_it_was_shown(resolution: Resolution, officer: User, advisor: User, as_: As) -> None:
    given = {"what": "limit", "code": "update", "days": "7", "effective_on": "2027-01-01", "resolution": resolution.pk}
    page = as_(officer).post("/strategy/", given).content.decode()
    assert "116年第1季" in page
    as_(officer).post("/strategy/", given | {"confirmed": "another preview"})
    assert not LimitVersion.objects.exists()
    assert as_(advisor).post("/strategy/", given).status_code == 403


@pytest.mark.parametrize("day", ["2026-10-20", "2026-10-19"])
def test_no_change_reaches_back(resolution: Resolution, officer: User, as_: As, day: str) -> None:
    given = {"code": "update", "days": "7", "effective_on": day, "resolution": str(resolution.pk)}
    assert adopt(as_, officer, "limit", **given) == 400


def test_a_limit_moves_what_lies_ahead_and_the_replay_agrees(
    monthly: Dataset, resolution: Resolution, officer: User, as_: As
) -> None:
    materialise_obligations(date(2026, 10, 20), grace_days=update_limit(), count="calendar")
    given = {"code": "update", "days": "12", "effective_on": "2026-10-31", "resolution": str(resolution.pk)}
    assert adopt(as_, officer, "limit", **given) == 302
    september, october = UpdateObligation.objects.order_by("due")
    assert str(september.deadline) == "2026-10-05"
    moved = ObligationEvent.objects.get()
    assert (moved.obligation, str(october.deadline), str(moved.deadline)) == (october, "2026-11-05", "2026-11-12")
    assert list(deadlines(update_limit())) == []
    assert list(deadlines(5)), "a plain number forgets the change"


def test_a_quarters_packet_keeps_its_definitions(resolution: Resolution, officer: User, as_: As) -> None:
    given = {
        "kpi": "timely_updates", "text": "新定義", "text_en": "New wording", "effective_on": "2026-12-01",
        "resolution": str(resolution.pk),
    }  # fmt: skip
    assert adopt(as_, officer, "definition", **given) == 302
    assert DefinitionVersion.objects.get().recorded_by == officer

    def said(quarter: str, language: str) -> bool:
        data = collect(parse_period(quarter), at("2027-01-10T09:00"), agency=Name("x", "x"), demonstration=False)
        assert parse(plain(data)) == data
        rows = [row for table in lay_out(data, language).sections[-1].tables for row in table.rows]
        return any(row[1] in ("新定義", "New wording") for row in rows)

    assert (said("2026Q3", "zh-hant"), said("2026Q4", "zh-hant"), said("2026Q4", "en")) == (False, True, True)


def test_records_without_the_later_field_stay_as_they_are() -> None:
    assert b"wordings" not in canonical(sample())
    assert parse(plain(sample())) == sample()
