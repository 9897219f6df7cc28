"""The packet of the hand-made half year (world.py), read from the database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from datasets.models import LifecycleChange, MetadataChange, OpennessDecision, UnitChange, UsageCount
from feedback.models import MessageText
from reports.facts import load
from reports.kpis.quarters import parse_period
from reports.models import Explanation, Resolution, ResolutionProgress, ReviewDecision, ReviewItem, ReviewProposal
from reports.packet import xlsx
from reports.packet.canonical import canonical
from reports.packet.collect import collect
from reports.packet.collect.opinions import masked
from reports.packet.data import Name, PacketData
from reports.packet.odf import sheet
from reports.packet.sections import lay_out
from reports.services.meetings import plan_meeting
from reports.services.outreach import log_event
from tests.reports.packet_sample import written
from tests.reports.world import World, at, on, record

pytestmark = pytest.mark.django_db
AS_OF = "2026-07-20T12:00"
LATER = "2026-08-15T12:00"
"""After the story and what `_tell_more` adds to it."""


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


@pytest.mark.parametrize("render", [sheet.render, xlsx.render])
def test_sums_of_the_spreadsheets_are_the_dashboard_s(world: World, render: Any) -> None:
    """Opened by a reader that wrote neither."""
    shown = load(at(AS_OF)).figure("timely_updates", parse_period("2026Q2"))
    book = CalamineWorkbook.from_filelike(BytesIO(written(render, lay_out(packet(), "en"))))
    name = next(one for one in book.sheet_names if one.startswith("05-1"))
    units = book.get_sheet_by_name(name).to_python()[1:]
    assert shown.denominator > 0
    assert sum(one[1] for one in units) == shown.denominator
    assert sum(one[2] for one in units) == shown.numerator


def test_the_number_of_queries_does_not_depend_on_the_data(world: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(140):
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


def test_the_bytes_are_the_same_on_every_database(world: World) -> None:
    """Pinned: SQLite and PostgreSQL must both give it. The chain's head stays out, since keys are random."""
    _tell_more(world)
    data = packet(as_of=LATER)
    assert sha256(canonical(replace(data, annex=replace(data.annex, head="")))).hexdigest()[:16] == "75bfb4630d09ca36"


def _tell_more(world: World) -> None:
    """Usage with fractions, texts of both scripts in no order, a resolution, events."""
    for day in range(1, 31):
        for dataset, views in ((world.fees, "0.333333"), (world.maps, "7")):
            UsageCount.objects.create(
                dataset=dataset, day=date(2026, 6, day), views=Decimal(views), downloads=1, source="platform",
                estimated=True, recorded_at=at("2026-07-01T00:00"),
            )  # fmt: skip
    MessageText.objects.create(
        message=world.message, salt="x", name="王小明", text="我是王小明，請電 0912-345-678 或 me@example.test"
    )
    with time_machine.travel(at("2026-08-10T09:00"), tick=False):
        for place, title in enumerate(("乙", "甲", "b", "B", "a", "é")):
            log_event(
                kind="training", title=title, held_on=date(2026, 5, 1), hours=Decimal("1.5"), people=place, by=None
            )
        meeting = plan_meeting(quarter="2026Q1", title="第1次會議", held_at=at("2026-05-01T14:00"), by=None)
        resolution = Resolution(meeting=meeting, number="2026Q1-1", text="補英文", owner=world.infra)
        record(resolution, ResolutionProgress(resolution=resolution, text="研議中"))
        record(Explanation(quarter="2026Q2", unit=world.content, kpi="timely_updates", text="承辦人異動"))
        record(ReviewProposal(quarter="2026Q2", dataset=world.lists, proposal="維持"))


def test_sections_say_what_happened(world: World) -> None:
    _tell_more(world)
    data = packet(as_of=LATER)
    (late,) = data.updates.late
    assert (late.dataset.identifier, late.period, late.explanation) == ("maps", "2026Q2", "承辦人異動")
    (closed,) = data.closed
    assert (closed.dataset.identifier, closed.state, closed.since, closed.proposal) == (
        "lists", "not_open", date(2026, 5, 10), "維持",
    )  # fmt: skip
    (change,) = data.open_state.changes
    assert (change.before, change.after) == ("open", "not_open")
    (message,) = data.opinions.messages
    assert message.question == "我是王○○，請電 ○○○ 或 ○○○"
    (resolution,) = data.resolutions
    assert (resolution.progress, resolution.advice) == ("研議中", "keep")
    assert data.usage.views == Decimal("219.999990")
    assert [one.dataset.identifier for one in data.usage.top] == ["maps", "fees"]
    assert [(one.source, one.estimated) for one in data.usage.sources] == [("platform", True)]
    (system,) = data.new_systems.systems
    assert [one.identifier for one in system.opened] == ["fees"]
    assert [one.year for one in data.new_systems.years] == list(range(2017, 2027))
    assert {(one.unit.identifier, one.text) for one in data.explanations} >= {("content", "承辦人異動")}


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("王小明說", "王小明", "王○○說"),
        ("我的身分證 A123456789", "", "我的身分證 ○○○"),
        ("+886 2 3343-8000 分機", "", "○○○ 分機"),
        ("民國115年 0 筆，共 12345 元", "", "民國115年 0 筆，共 12345 元"),
        ("請洽 a.b+c@gov.example.tw。", "", "請洽 ○○○。"),
    ],
)
def test_names_and_numbers_that_lead_to_a_person_are_masked(text: str, name: str, shown: str) -> None:
    assert masked(text, name) == shown


def test_a_dataset_whose_uses_are_not_known_is_listed_and_not_ranked(world: World) -> None:
    """The platform counted fees alone: of maps its uses are not known, which is never zero."""
    told = {"day": date(2026, 6, 1), "views": 3, "downloads": 1, "recorded_at": at("2026-07-01T00:00")}
    UsageCount.objects.create(dataset=world.fees, source="platform", **told)
    UsageCount.objects.create(dataset=world.maps, source="portal", **told)
    fees, maps = packet().least_used
    assert (fees.dataset.identifier, fees.rank, fees.views, fees.downloads) == ("fees", 1, 3, 1)
    assert (maps.dataset.identifier, maps.rank, maps.views, maps.downloads) == ("maps", None, None, None)


def test_quality_says_why_and_what_mends_it(world: World) -> None:
    for moment in ("2026-06-27T06:00", "2026-06-27T13:00", "2026-06-28T06:00"):
        world.look(moment, world.image, "broken")
    data = packet(as_of=LATER)
    by_part = {one.part: one for one in data.quality.parts}
    assert by_part["all"].ratio.denominator + by_part["all"].unknown == 2
    assert data.quality.failing
    for one in data.quality.failing:
        assert one.problem.zh.endswith("。")
        assert one.problem.en.endswith(".")


def test_one_in_both_lists_has_a_decision_in_each(world: World) -> None:
    """fees is partly open and little used: what was decided of its use says nothing of its grounds."""
    partly = {"decision": "partly_open", "grounds": ["trade_secret"], "reason": "x", "review_by": date(2027, 6, 30)}
    on("2026-08-02T09:00", OpennessDecision(dataset=world.fees, **partly))
    items = [ReviewItem(quarter="2026Q3", dataset=world.fees, rule=rule, rank=rank) for rule, rank in BOTH]
    on("2026-10-20T09:00", *items)
    on("2026-10-21T09:00", ReviewDecision(item=items[0], decision="improve", reason="x", due_on=date(2026, 12, 31)))
    used, closed = _of_fees("2026Q3", "2026-10-22")
    assert (used.decision, closed.decision) == ("improve", "")
    on("2026-10-23T09:00", ReviewDecision(item=items[1], decision="partly_open", reason="x"))
    used, closed = _of_fees("2026Q3", "2026-10-24")
    assert (used.decision, closed.decision) == ("improve", "partly_open")
    assert _of_fees("2026Q4", "2026-10-22")[1].reviewed is None
    assert _of_fees("2026Q4", "2026-10-24")[1].reviewed == date(2026, 10, 23)


BOTH = (("least_used", 1), ("not_open", None))


def _of_fees(quarter: str, as_of: str) -> tuple[Any, Any]:
    """Its rows among the least used and among those that are not open."""
    with time_machine.travel(at("2027-01-10T12:00"), tick=False):
        found = packet(quarter, as_of)
    (used,) = [row for row in found.least_used if row.dataset.identifier == "fees"]
    (closed,) = [row for row in found.closed if row.dataset.identifier == "fees"]
    return used, closed


def test_what_was_withdrawn_comes_back_at_its_review_by_date(world: World) -> None:
    on("2026-09-10T09:00", LifecycleChange(dataset=world.maps, state="withdrawn", reason="著作權"))
    item = ReviewItem(quarter="2026Q3", dataset=world.maps, rule="not_open")
    on("2026-10-20T09:00", item)
    on("2026-10-21T09:00", ReviewDecision(item=item, decision="stay_closed", reason="x", due_on=date(2027, 5, 31)))

    def withdrawn(quarter: str) -> list[str]:
        return [one.dataset.identifier for one in packet(quarter, "2027-07-10").closed if one.state == "withdrawn"]

    with time_machine.travel(at("2027-07-10T12:00"), tick=False):
        found = [withdrawn(quarter) for quarter in ("2026Q2", "2026Q3", "2026Q4", "2027Q1", "2027Q2")]
    assert found == [[], ["maps"], [], [], ["maps"]]
