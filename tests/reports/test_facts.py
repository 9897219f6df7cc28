"""Facts come out of the database as they were known, by as many queries however many they are."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from datasets.models import Dataset, Distribution, FileList, LifecycleChange, Unit, UnitChange, User
from datasets.services.units import merge_unit
from quality.rules import Seen
from reports.facts import default_as_of, load
from reports.facts.checks import Checks, Looks
from reports.facts.load import KPIS
from reports.figures import as_json
from reports.kpis.quarters import parse_period
from reports.models import TargetVersion
from tests.feedback.make import message
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
LATER = "2026-09-01T00:00"


def numbers(period: str, as_of: str) -> dict[str, tuple[int, int]]:
    facts = load(at(as_of))
    return {f.kpi: (f.numerator, f.denominator) for f in facts.figures(parse_period(period))}


def test_the_five_figures_of_a_quarter(world: World) -> None:
    assert numbers("2026Q2", LATER) == {
        "open_ratio": (1, 1),
        "timely_updates": (3, 4),
        "timely_replies": (1, 1),
        "quality_pass": (1, 2),
        "reviews_done": (1, 1),
    }


def test_the_same_quarter_as_it_was_known_earlier(world: World) -> None:
    known = numbers("2026Q2", "2026-06-30T12:00")
    assert known["timely_updates"] == (3, 3)
    assert known["timely_replies"] == (0, 0)
    assert known["reviews_done"] == (0, 0)
    assert numbers("2026Q2", "2026-07-10T00:00")["timely_updates"] == (3, 4)


def test_before_anything_was_recorded_nothing_is_known(world: World) -> None:
    assert set(numbers("2025", "2025-12-31T00:00").values()) == {(0, 0)}


def test_a_parent_has_its_descendants_rows(world: World) -> None:
    top = Unit.objects.create(code="top", name="通傳會")
    on(
        "2026-08-20T09:00",
        *(UnitChange(unit=u, kind="moved", name=u.name, parent=top) for u in (world.infra, world.content)),
    )
    facts = load(at(LATER))
    figure = facts.figure("timely_updates", parse_period("2026Q2"))
    assert figure.of(facts.units.with_descendants(str(top.pk))).denominator == 4
    assert figure.of(facts.units.with_descendants(str(world.content.pk))).denominator == 1
    earlier = load(at("2026-08-19T00:00")).units
    assert earlier.with_descendants(str(top.pk)) == {str(top.pk)}


def test_a_message_counts_for_who_held_it(world: World) -> None:
    (row,) = load(at(LATER)).figure("timely_replies", parse_period("2026-06")).numerator_rows
    assert (row.unit, row.dataset) == (str(world.infra.pk), str(world.fees.pk))


def test_evidence_is_judged_for_the_period_asked(world: World) -> None:
    june = parse_period("2026-06")
    figure = load(at(LATER), evidence_for=june).figure("timely_updates", june)
    assert {row.dataset: "supported" in row.flags for row in figure.denominator_rows} == {
        str(world.fees.pk): True,
        str(world.maps.pk): False,
    }
    assert (figure.beside["supported"].shown, figure.beside["recorded_late"].shown) == ("50.0%", "50.0%")


def test_an_outage_and_its_end(world: World) -> None:
    for hour in ("01", "04", "09"):
        world.look(f"2026-08-02T{hour}:00", world.file, "broken")
    assert numbers("2026Q3", "2026-08-02T10:00")["quality_pass"] == (0, 2)
    world.look("2026-08-03T09:00", world.file)
    assert numbers("2026Q3", LATER)["quality_pass"] == (1, 2)


def test_a_distribution_that_came_or_went_does_not_change_the_past(world: World) -> None:
    new = Distribution.objects.create(dataset=world.fees, order=1, download_url="x")
    on("2026-08-01T16:00", FileList(dataset=world.fees, files=[str(world.file.pk), str(new.pk)]))
    assert numbers("2026-06", LATER)["quality_pass"] == (1, 2)
    assert numbers("2026Q3", "2026-08-01T15:59")["quality_pass"] == (1, 2)
    assert numbers("2026Q3", "2026-08-01T16:00:00.000001")["quality_pass"] == (0, 1), "the new one was not checked yet"
    on("2026-08-02T16:00", FileList(dataset=world.maps, files=[]))
    assert numbers("2026Q3", LATER)["quality_pass"] == (0, 0)
    assert numbers("2026-06", LATER)["quality_pass"] == (1, 2)


def test_files_from_before_their_lists_were_facts_are_there_from_their_first_check() -> None:
    first, last = Seen(at("2026-06-01T08:00"), "ok"), at("2026-07-01T08:00")
    kept, gone = Looks((first,)), Looks((first,), retired=True, last_at=last)
    known = Checks({"d": [kept, gone, Looks()]})
    assert len(known.of("d", at("2026-05-31T00:00"))) == 1, "one that was never checked counts, as not known"
    assert len(known.of("d", at("2026-06-02T00:00"))) == 3
    assert len(known.of("d", at("2026-07-20T00:00"))) == 2


def test_a_system_counts_for_the_unit_that_had_it_at_the_periods_end(world: World, officer: User) -> None:
    with time_machine.travel(at("2026-08-05T09:00"), tick=False):
        merge_unit(world.infra, world.content, by=officer)
    facts = load(at(LATER))
    (june,), (august,) = (facts.figure("open_ratio", parse_period(p)).denominator_rows for p in ("2026-06", "2026-08"))
    assert (june.unit, august.unit) == (str(world.infra.pk), str(world.content.pk))


def test_the_target_in_force(world: World) -> None:
    on("2026-07-01T09:00", TargetVersion(kpi="timely_updates", target="0.75", effective_on=date(2026, 6, 30)))
    facts = load(at(LATER))
    assert facts.figure("timely_updates", parse_period("2026Q2")).met is True
    assert facts.figure("timely_updates", parse_period("2026-05")).target == load(at("2026-06-01T00:00")).figure(
        "timely_updates", parse_period("2026Q2")
    ).target  # fmt: skip


def test_now_is_the_newest_fact_or_the_start_of_today(world: World) -> None:
    assert default_as_of(at("2026-08-01T18:00")) == at("2026-08-01T15:00")
    assert default_as_of(at("2026-08-05T18:00")) == at("2026-08-05T00:00")


def test_queries_do_not_grow(world: World, django_assert_max_num_queries: Any) -> None:
    for n in range(5):
        Dataset.objects.create(identifier=str(n), title="x", unit=world.infra)
    facts = load(at(LATER), evidence_for=parse_period("2026Q2"))
    with django_assert_max_num_queries(28):
        facts.figures(parse_period("2026Q2"))
    with django_assert_max_num_queries(0):
        facts.figures(parse_period("2026Q2"))
    with django_assert_max_num_queries(8):
        for kpi in KPIS:
            facts.figure(kpi, parse_period("2026"))


def test_a_merged_unit_keeps_its_past(world: World) -> None:
    on("2026-07-01T09:00", UnitChange(unit=world.content, kind="merged", name="內容處", successor=world.infra))
    units = load(at(LATER)).units
    assert units.with_descendants(str(world.infra.pk)) == {str(world.infra.pk)}
    assert list(units.outline()) == [(0, str(world.infra.pk)), (1, str(world.content.pk))]


def test_every_figure_of_every_past_moment_can_be_computed_again(unit: Unit, other_unit: Unit) -> None:
    """Written down as life went on, and computed once more after all of it: the same to the last row."""
    shown: dict[datetime, list[dict[str, Any]]] = {}
    World(unit, other_unit, after=lambda: shown.update({(now := default_as_of(timezone.now())): all_figures(now)}))
    assert len(shown) >= 20
    for moment, figures in shown.items():
        assert all_figures(moment) == figures


def all_figures(as_of: datetime) -> list[dict[str, Any]]:
    facts = load(as_of, evidence_for=parse_period("2026Q2"))
    periods = map(parse_period, ("2026-05", "2026-06", "2026Q2", "2026Q3", "2026"))
    return [as_json(figure, {}) for period in periods for figure in facts.figures(period)]


@pytest.mark.parametrize("kpi", ["timely_updates", "timely_replies"])
def test_quarters_and_years_sum_their_months(world: World, kpi: str) -> None:
    facts = load(at(LATER))
    for code in ("2026Q1", "2026Q2", "2026"):
        whole = facts.figure(kpi, parse_period(code))
        months = [facts.figure(kpi, month) for month in parse_period(code).months()]
        assert whole.numerator == sum(month.numerator for month in months)
        assert whole.denominator == sum(month.denominator for month in months)


def test_a_review_is_not_closed_before_its_meeting(world: World) -> None:
    quarter = parse_period("2026Q2")
    assert not load(at("2026-07-31T00:00")).figure("reviews_done", quarter).closed
    assert not load(at("2026-08-31T00:00")).figure("reviews_done", quarter).closed
    assert load(at("2026-09-01T00:00")).figure("reviews_done", quarter).closed


def test_now_takes_the_public_s_messages_along_every_five_seconds(world: World, unit: Unit) -> None:
    """A flood of messages moves "now" twelve times a minute and no oftener; any other fact moves it at once."""
    now, seen = at("2026-08-06T18:00"), {}
    for second in range(1, 12):
        with time_machine.travel(moment := now + timedelta(seconds=second), tick=False):
            if second in {1, 2, 6, 11}:
                message(unit, received_at=moment)
            seen[second] = (default_as_of(moment) - now).total_seconds()
    assert seen == dict.fromkeys(range(1, 5), -18 * 3600) | dict.fromkeys(range(5, 10), 2) | {10: 6, 11: 6}
    dataset = Dataset.objects.create(identifier="x", title="x", unit=unit)
    on("2026-08-06T18:00:12", LifecycleChange(dataset=dataset, state="published"))
    assert default_as_of(now + timedelta(seconds=12)) == now + timedelta(seconds=12)


def test_messages_from_before_the_clock_was_set_back_count_at_once(world: World, unit: Unit) -> None:
    with time_machine.travel(later := at("2026-08-06T18:00"), tick=False):
        message(unit, received_at=later)
    assert default_as_of(later - timedelta(hours=1)) == later
