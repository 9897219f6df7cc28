"""What changed between two moments: every fact of the story has words, filters narrow, figures name what moved them."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.translation import override

from datasets.models import LedgerEntry, LimitVersion, Unit, User
from datasets.replay.chain import fact_models
from quality.models import BadgeTable
from reports.changes import Wanted, figures_between, recorded, tell
from reports.fact_words import WAYS, way_of
from reports.facts import load
from reports.kpis.quarters import parse_period
from reports.models import DefinitionVersion, LetterheadVersion, StocktakingAnswer, StocktakingRound
from reports.services.closing import close_periods
from tests.reports.conftest import As
from tests.reports.eventful import happen
from tests.reports.world import World, at

pytestmark = pytest.mark.django_db
FIRST, LAST = at("2025-12-31T00:00"), at("2026-10-20T00:00")
LATER = "2026-10-20T09:00"


@pytest.fixture
def eventful(world: World) -> World:
    happen(world)
    with time_machine.travel(LAST, tick=False):
        close_periods(LAST)
    return world


def test_every_fact_between_two_moments_is_told_once_in_words(eventful: World) -> None:
    told = tell(list(recorded(Wanted(FIRST, at("2026-11-01T00:00")))))
    assert [one.position for one in told] == list(
        LedgerEntry.objects.order_by("-position").values_list("position", flat=True)
    )
    assert all(one.label and one.says is not None for one in told)
    assert {one.kind for one in told if not one.says and one.kind != "reports.reviewproposal"} == set()


def test_the_border_belongs_to_the_second_moment(eventful: World) -> None:
    moment = LedgerEntry.objects.get(position=20).recorded_at
    tick = timedelta(microseconds=1)
    assert [e.position for e in recorded(Wanted(moment - tick, moment))] == [20]
    assert [e.position for e in recorded(Wanted(moment, moment))] == []


def test_unit_dataset_and_kind_narrow_it(eventful: World) -> None:
    whole = Wanted(FIRST, LAST)
    of_maps = tell(list(recorded(Wanted(FIRST, LAST, dataset=eventful.maps))))
    assert {one.dataset for one in of_maps} == {eventful.maps}
    assert {"datasets.filelist", "datasets.updateobligation", "quality.observation"} <= {one.kind for one in of_maps}
    claims = recorded(Wanted(FIRST, LAST, kind="datasets.updateattestation"))
    assert {one.kind for one in claims} == {"datasets.updateattestation"}
    of_content = {one.kind for one in recorded(Wanted(FIRST, LAST, unit=eventful.content))}
    assert "feedback.feedbackevent" in of_content
    assert 0 < recorded(Wanted(FIRST, LAST, unit=eventful.content)).count() < recorded(whole).count()


def test_a_figure_names_the_facts_that_moved_it(eventful: World) -> None:
    before, after = load(at("2026-08-02T08:00")), load(at("2026-08-02T09:30"))
    moved = {one.after.kpi: one for one in figures_between(before, after, parse_period("2026-03"), None)}
    updates = moved["timely_updates"]
    assert (updates.before.numerator, updates.after.numerator, updates.points) == (1, 0, "−100.0")
    assert [fact.kind for fact in updates.facts] == ["datasets.updateattestation"]
    assert not moved["timely_replies"].facts


def test_words_are_of_kinds_that_exist_and_a_new_kind_is_shown_by_its_name() -> None:
    assert set(WAYS) == {model._meta.label_lower for model in fact_models()}
    assert way_of("quality.newkind").label == "newkind"


@pytest.mark.parametrize("kind", sorted(WAYS))
def test_every_kind_is_called_something_in_both_languages(kind: str) -> None:
    with override("en"):
        english = str(WAYS[kind].label)
    with override("zh-hant"):
        chinese = str(WAYS[kind].label)
    assert english.isascii() and not chinese.isascii()


def test_what_the_officer_set_is_told_in_the_reader_s_words(unit: Unit) -> None:
    day = date(2026, 3, 1)
    begun = StocktakingRound(title="115年盤點", due_on=day)
    told = {
        LimitVersion(
            code="reply", days=7, effective_on=day, reason="第1案"
        ): "意見回復期限（日數）；7；自 115/03/01 起；第1案",
        BadgeTable(effective_on=day, needs={"gold": [1, 2]}, reason="x"): "金標章 1+2；自 115/03/01 起；x",
        DefinitionVersion(kpi="open_ratio", text="定義", text_en="words", effective_on=day): (
            "開放達成率；定義；自 115/03/01 起"
        ),
        begun: "115年盤點；回復期限 115/03/01",
        StocktakingAnswer(round=begun, unit=unit, systems=3, sites=2, found=1): (
            "115年盤點；資訊系統 3 個、網站 2 個、提報 1 項"
        ),
        LetterheadVersion(effective_on=day, file_name="a.ott", sha256=""): "a.ott；自 115/03/01 起",
    }
    with override("zh-hant"):
        assert [way_of(fact._meta.label_lower).says(fact) for fact in told] == list(told.values())


def test_the_page_and_its_files(eventful: World, advisor: User, as_: As, django_assert_max_num_queries: Any) -> None:
    client = as_(advisor)
    asked = {"since": "2026-08-01", "until": "2026-09-01", "period": "2026Q2", "unit": "content"}
    with time_machine.travel(at(LATER), tick=False), django_assert_max_num_queries(170):
        page = client.get("/dashboard/changes/", asked)
        assert page.status_code == 200
        assert page.context["page"].paginator.count
        rows = client.get("/dashboard/changes/", asked | {"format": "csv"}).content.decode().splitlines()
        found = client.get("/dashboard/changes/", asked | {"format": "json"}).json()["facts"]
    assert len(rows) == len(found) + 1
    assert {"position", "kind", "says", "recorded_by"} <= set(found[0])


@pytest.mark.parametrize(
    "query", ["since=2126-01-01", "since=2026-09-02&until=2026-09-01", "kind=x", "unit=x", "dataset=x", "period=x"]
)
def test_what_cannot_be_asked_is_said(world: World, advisor: User, as_: As, query: str) -> None:
    client = as_(advisor)
    assert client.get(f"/dashboard/changes/?{query}").status_code == 400
    assert client.get(f"/dashboard/changes/?{query}&format=json").status_code == 400


def test_a_quarter_is_told_in_the_calendar_of_the_reader(world: World) -> None:
    for language, told in (("zh-hant", "115年第2季；不開放"), ("en", "2026 Q2; not open")):
        with override(language):
            assert way_of("reports.reviewitem").says(world.item) == told


def test_the_page_of_restated_figures(eventful: World, advisor: User, as_: As) -> None:
    client = as_(advisor)
    with time_machine.travel(at(LATER), tick=False):
        page = client.get("/dashboard/restatements/", {"year": "2026"})
        march = [one for one, _unit, _facts in page.context["rows"] if one.period.code == "2026-03"]
        assert march
        before = client.get("/dashboard/restatements/", {"year": "2025"})
        assert before.context["rows"] == []
        assert '<div class="empty">' in before.text
        same = client.get("/dashboard/restatements/", {"year": "115"})
        assert len(same.context["rows"]) == len(page.context["rows"])
        assert client.get("/dashboard/restatements/", {"year": "x"}).status_code == 400
        assert client.get("/dashboard/restatements/", {"as_of": "2126-01-01"}).status_code == 400


def test_the_command(eventful: World) -> None:
    out = StringIO()
    call_command("changes", "2026-08-02T08:00", "2026-08-02T11:30", "--unit", "infra", stdout=out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["kind"] for one in told] == ["datasets.obligationevent"] + ["datasets.updateattestation"] * 2
    with pytest.raises(CommandError, match="exchange"):
        call_command("changes", "2026-08-02", "2026-08-01")
    with pytest.raises(CommandError, match="no unit"):
        call_command("changes", "2026-08-01", "--unit", "nobody")
