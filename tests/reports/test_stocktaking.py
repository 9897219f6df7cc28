"""Stocktaking rounds: the officer asks, units answer, the last answer holds, and who is late is shown."""

from datetime import date

import pytest

from datasets.models import Unit, User
from reports.models import StocktakingAnswer, StocktakingRound
from tests.reports.conftest import As
from tests.reports.world import at, on

pytestmark = pytest.mark.django_db
SAID = {"systems": "3", "sites": "1", "found": "2", "note": "含行動應用程式"}


@pytest.fixture
def asked(unit: Unit, other_unit: Unit) -> StocktakingRound:
    one = StocktakingRound(title="115年盤點", due_on=date(2026, 6, 30))
    on("2026-06-01T09:00", one)
    return one


def test_the_officer_begins_a_round(officer: User, advisor: User, as_: As, unit: Unit) -> None:
    data = {"title": "115年盤點", "due_on": "115/12/31", "note": "請檢視"}
    assert as_(officer).post("/stocktaking/", data).status_code == 302
    assert str(StocktakingRound.objects.get().due_on) == "2026-12-31"
    assert as_(advisor).post("/stocktaking/", data).status_code == 403
    assert as_(officer).post("/stocktaking/", {**data, "due_on": "soon"}).status_code == 400
    assert StocktakingRound.objects.count() == 1


def test_a_unit_answers_and_the_last_answer_holds(asked: StocktakingRound, unit: Unit, staff: User, as_: As) -> None:
    url = f"/stocktaking/{asked.pk}/{unit.code}/"
    assert as_(staff).post(url, SAID).status_code == 302
    as_(staff).post(url, {**SAID, "found": "4"})
    ((_round, (own,)),) = as_(staff).get("/stocktaking/").context["rounds"]
    assert (own.answer.found, own.state) == (4, "warn")
    assert as_(staff).post(url, {**SAID, "systems": "-1"}).status_code == 400
    assert StocktakingAnswer.objects.count() == 2


def test_who_answered_in_time_and_who_is_late(
    asked: StocktakingRound, unit: Unit, other_unit: Unit, advisor: User, as_: As
) -> None:
    on("2026-06-30T23:59", StocktakingAnswer(round=asked, unit=unit, systems=1, sites=0, found=0))
    assert at("2026-06-30T23:59").date() == asked.due_on
    ((_round, units),) = as_(advisor).get("/stocktaking/").context["rounds"]
    assert {one.unit.code: one.state for one in units} == {unit.code: "good", other_unit.code: "bad"}


def test_nobody_answers_for_another_unit(
    asked: StocktakingRound, unit: Unit, stranger: User, officer: User, as_: As
) -> None:
    url = f"/stocktaking/{asked.pk}/{unit.code}/"
    assert as_(stranger).get(url).status_code == 403
    assert as_(officer).post(url, SAID).status_code == 403
    assert not StocktakingAnswer.objects.exists()
