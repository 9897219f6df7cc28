"""The packet of the hand-made half year (world.py), read from the database."""

from typing import Any

import pytest

from datasets.models import MetadataChange, UnitChange
from reports.kpis.quarters import parse_period
from reports.models import Explanation
from reports.packet.canonical import canonical
from reports.packet.collect import collect
from reports.packet.data import Name, PacketData
from reports.packet.sections import lay_out
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
AS_OF = "2026-07-20T12:00"


def packet(quarter: str = "2026Q2", as_of: str = AS_OF) -> PacketData:
    return collect(parse_period(quarter), at(as_of), agency=Name("x", "機關", "Agency"), demonstration=False)


def test_an_empty_database_gives_a_whole_packet(db: None) -> None:
    data = packet()
    assert len(lay_out(data, "zh-hant").sections) == 16
    assert [one.met for one in data.cover.figures] == [None] * 5
    assert data.annex.position == 0


def test_figures_are_those_of_the_kpis(world: World) -> None:
    data = packet()
    by_kpi = {one.kpi: one for one in data.cover.figures}
    for one in data.updates.units:
        assert one.due == one.on_time + one.late + one.overdue
    timely = by_kpi["timely_updates"].this_quarter
    assert timely.denominator == sum(one.due for one in data.updates.units)
    assert timely.numerator == sum(one.on_time for one in data.updates.units)
    assert by_kpi["timely_replies"].this_quarter.denominator == data.opinions.received - data.opinions.pending


def test_the_number_of_queries_does_not_depend_on_the_data(world: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):
        packet()


def test_the_same_facts_give_the_same_bytes_and_later_ones_change_nothing(world: World) -> None:
    before = canonical(packet())
    on("2026-08-01T09:00", Explanation(quarter="2026Q2", unit=world.content, kpi="timely_updates", text="later"))
    on(
        "2026-08-01T09:01",
        MetadataChange(dataset=world.fees, changes={"title": ["fees", "charges"]}),
        UnitChange(unit=world.infra, kind="renamed", name="新名"),
    )
    world.fees.title = "charges"
    world.fees.save()
    assert canonical(packet()) == before
    assert b"charges" in canonical(packet(as_of="2026-08-02T09:00"))
