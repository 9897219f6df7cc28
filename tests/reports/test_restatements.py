"""What a closed period said stays; what later facts make of it is listed with the facts that moved it."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from datasets.models import ObligationEvent, OwnershipChange, Unit, UnitChange, UpdateAttestation, UpdateObligation
from reports.closing import closing_moment
from reports.facts import load
from reports.kpis.quarters import parse_period
from reports.models import PeriodClose
from reports.restatements import Restatement, restated
from reports.services.closing import close_periods
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
NOW = at("2026-09-10T08:00")


@pytest.fixture
def closed(world: World) -> World:
    with time_machine.travel(NOW, tick=False):
        close_periods(NOW)
    return world


def close(kpi: str, period: str, unit: Unit | None = None) -> PeriodClose:
    return PeriodClose.objects.get(kpi=kpi, period=period, unit=unit)


def numbers(one: PeriodClose) -> tuple[int, int]:
    return one.numerator, one.denominator


def told(found: list[Restatement]) -> list[tuple[str, str, bool]]:
    return [(one.kpi, one.period.code, one.unit is None) for one in found]


def since_june(moment: str) -> list[Restatement]:
    """The story tells of January to May only in June: those months are restated from the start."""
    return [one for one in restated(at(moment)) if one.period.code in {"2026Q2", "2026-06"}]


def test_a_quarter_stays_as_it_was_when_its_last_deadline_passed(closed: World) -> None:
    """The quarterly maps were due on 30 June and told of on 20 July: overdue when June closed."""
    assert numbers(close("timely_updates", "2026Q2")) == (3, 4)
    assert numbers(close("timely_updates", "2026Q2", closed.content)) == (0, 1)
    assert close("timely_updates", "2026-06").as_of == at("2026-07-07T00:00")  # 5 July is a Sunday
    assert close("quality_pass", "2026-06").as_of == at("2026-07-01T00:00")


def test_what_is_open_or_has_no_items_to_close_is_not_closed(closed: World) -> None:
    periods = set(PeriodClose.objects.values_list("kpi", "period"))
    assert ("timely_updates", "2026-09") not in periods
    assert ("timely_updates", "2026Q3") not in periods
    assert ("reviews_done", "2026-06") not in periods
    assert ("reviews_done", "2026Q2") in periods, "decisions were due on 31 August"
    assert ("timely_updates", "2025-12") not in periods, "before the first fact"


def test_reviews_stay_open_until_their_items_are_due(world: World) -> None:
    quarter = parse_period("2026Q2")
    assert closing_moment(load(at("2026-07-02T00:00")).figure("reviews_done", quarter)) is None
    assert closing_moment(load(at("2026-08-31T12:00")).figure("reviews_done", quarter)) is None
    assert closing_moment(load(NOW).figure("reviews_done", quarter)) == at("2026-09-01T00:00")


def test_two_timetables_close_once(closed: World) -> None:
    before = PeriodClose.objects.count()
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        assert close_periods(NOW) == []
        call_command("close_periods", stdout=out)
    assert PeriodClose.objects.count() == before
    assert out.getvalue().startswith("0 figures")


def test_nothing_is_restated_until_a_later_fact_moves_it(closed: World) -> None:
    assert since_june("2026-09-10T09:00") == []


def test_a_correction_restates_month_quarter_and_unit(closed: World) -> None:
    row = UpdateObligation.objects.get(dataset=closed.maps)
    on("2026-09-11T09:00", UpdateAttestation(obligation=row, claimed_at=at("2026-06-29T00:00")))
    found = [one for one in since_june("2026-09-12T00:00") if one.kpi == "timely_updates"]
    assert told(found) == [
        ("timely_updates", code, agency) for code in ("2026Q2", "2026-06") for agency in (True, False)
    ]
    (quarter, *_rest) = found
    assert (str(quarter.printed.value), str(quarter.now.value)) == ("3/4", "1")
    assert [fact.kind for fact in quarter.facts] == ["datasets.updateattestation"] * 2, "the late claim, its correction"
    assert since_june("2026-09-11T08:59") == [], "not before it was recorded"
    assert restated(at("2026-09-12T00:00"), 2025) == []


def test_months_told_of_only_later_are_restated_with_what_was_told(closed: World) -> None:
    (january,) = [one for one in restated(at("2026-09-11T00:00")) if (one.period.code, one.unit) == ("2026-01", None)]
    assert (january.printed.denominator, january.now.denominator) == (0, 1)
    assert {fact.kind for fact in january.facts} == {"datasets.updateobligation", "datasets.updateattestation"}


def test_an_excused_obligation_and_a_moved_unit_are_named(closed: World) -> None:
    row = UpdateObligation.objects.get(dataset=closed.maps)
    on("2026-09-11T09:00", ObligationEvent(obligation=row, kind="excused", reason="第3案"))
    on("2026-09-11T10:00", UnitChange(unit=closed.content, kind="moved", name="內容處", parent=closed.infra))
    found = {(one.kpi, one.period.code, one.unit): one for one in restated(at("2026-09-12T00:00"))}
    agency = found["timely_updates", "2026Q2", None]
    assert "datasets.obligationevent" in {fact.kind for fact in agency.facts}
    parent = found["quality_pass", "2026Q2", str(closed.infra.pk)]
    assert "datasets.unitchange" in {fact.kind for fact in parent.facts}


def test_a_transfer_afterwards_restates_nothing(closed: World) -> None:
    on("2026-09-11T09:00", OwnershipChange(dataset=closed.maps, unit=closed.infra))
    assert since_june("2026-09-12T00:00") == []
    assert date(2026, 9, 11) > close("timely_updates", "2026-06").as_of.date()
