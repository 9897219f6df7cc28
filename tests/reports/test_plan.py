"""The yearly plan: written by the officer, told by the facts as of any moment, carried to dashboard and packet."""

import json
from datetime import date

import pytest
import time_machine

from datasets.models import Dataset, InformationSystem, LifecycleChange, User
from reports.asking import Asked
from reports.deciding import matters
from reports.facts import load
from reports.kpis.quarters import parse_period
from reports.models import PlannedOpening
from reports.packet.canonical import canonical, parse
from reports.packet.collect.names import read_names
from reports.packet.collect.source import Source
from reports.packet.collect.systems import new_systems
from reports.plan import plan_of
from reports.services.plans import plan_opening, strike
from tests.reports.conftest import As
from tests.reports.packet_sample import sample
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db


def planned(
    world: World, dataset: Dataset | None, month: date, system: InformationSystem | None = None
) -> PlannedOpening:
    with time_machine.travel(at("2026-08-02T09:00"), tick=False):
        return plan_opening(unit=world.content, dataset=dataset, system=system, month=month, note="", by=None)


def states(moment: str) -> list[tuple[str, str]]:
    return [(str(one.line.dataset or one.line.system), one.state) for one in plan_of(load(at(moment)), 2026)]


def test_each_line_is_told_by_the_facts_of_the_moment(world: World) -> None:
    later = Dataset.objects.create(identifier="later", title="later", unit=world.content)
    planned(world, later, date(2026, 9, 1))
    planned(world, world.fees, date(2026, 1, 1))
    planned(world, None, date(2026, 2, 1), InformationSystem.objects.get())
    on("2026-10-05T09:00", LifecycleChange(dataset=later, state="published"))
    assert states("2026-08-01") == []
    assert states("2026-09-30T12:00") == [("fees", "in_time"), ("新系統", "in_time"), ("later", "ahead")]
    assert states("2026-10-02")[-1] == ("later", "overdue")
    (*_rest, last) = plan_of(load(at("2026-10-06")), 2026)
    assert (last.state, last.opened_on) == ("late", date(2026, 10, 5))
    on("2026-11-05T09:00", LifecycleChange(dataset=later, state="withdrawn"))
    assert states("2026-11-06")[-1] == ("later", "overdue")


def test_a_struck_line_is_off_the_plan_from_then_on(world: World, officer: User) -> None:
    line = planned(world, world.lists, date(2026, 8, 1))
    with time_machine.travel(at("2026-09-05T09:00"), tick=False):
        strike(line, reason="併入另一資料集", by=officer)
    assert (states("2026-09-04"), states("2026-09-06")) == ([("lists", "overdue")], [])


def test_the_officer_writes_and_units_read_their_own(
    world: World, officer: User, staff: User, stranger: User, as_: As
) -> None:
    data = {"what": "add", "unit": world.content.pk, "dataset": "lists", "system": "", "month": "10", "note": "=1"}
    with time_machine.travel(at("2026-09-01T09:00"), tick=False):
        assert as_(staff).post("/plan/?period=2026", data).status_code == 403
        client = as_(officer)
        assert client.post("/plan/?period=2026", data | {"system": "s"}).status_code == 400
        assert client.post("/plan/?period=2026", data | {"dataset": ""}).status_code == 400
        assert client.post("/plan/?period=2026", data).status_code == 302
        line = PlannedOpening.objects.get()
        assert (line.month, line.recorded_by, line.dataset) == (date(2026, 10, 1), officer, world.lists)
        assert "lists" in as_(stranger).get("/plan/?period=2026").content.decode()
        assert as_(staff).get("/plan/?period=2026").context["rows"] == []
        assert b"'=1" in as_(officer).get("/plan/?period=2026&format=csv").content
        struck = {"what": "strike", "entry": line.entry, "reason": "x"}
        assert as_(officer).post("/plan/?period=2026", struck).status_code == 302
        assert as_(officer).get("/plan/?period=2026").context["rows"] == []


def test_the_dashboard_counts_what_is_late_and_the_packet_carries_the_plan(world: World, english: None) -> None:
    planned(world, world.lists, date(2026, 8, 1))
    moment, quarter = at("2026-10-01T09:00"), parse_period("2026Q3")
    asked = Asked(quarter, moment)
    found = matters(load(moment), asked, {str(world.content.pk)}, reads_everything=True)[-1]
    assert (found.count, found.note, found.url) == (1, "of 1 planned for the year", "/plan/")
    source = Source(load(moment), quarter, moment, read_names(moment))
    (row,) = new_systems(source).planned
    assert (row.what.identifier, row.unit.identifier, row.month, row.state, row.opened) == (
        "lists", "content", date(2026, 8, 1), "overdue", None,
    )  # fmt: skip


def test_a_record_without_a_plan_stays_as_it_was() -> None:
    assert b"planned" not in canonical(sample())
    assert parse(json.loads(canonical(sample()))).new_systems.planned == ()
