"""The quarterly review: items fixed once, proposals by units, decisions by the officer; explanations."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone

from datasets.models import Dataset, Unit, User
from datasets.services.inventory import move_datasets
from reports.facts import default_as_of, load
from reports.kpis.quarters import parse_period
from reports.models import Explanation, ReviewDecision, ReviewItem, ReviewProposal
from reports.services.reviews import decide_rest
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(world: World) -> ReviewItem:
    """lists, of the unit content, is not open."""
    return world.item


def test_the_officer_puts_up_what_the_rule_names_once(world: World, officer: User, as_: As) -> None:
    as_(officer).post("/reviews/2026Q1/")
    first = set(ReviewItem.objects.filter(quarter="2026Q1").values_list("dataset__identifier", "rule"))
    as_(officer).post("/reviews/2026Q1/")
    assert ReviewItem.objects.filter(quarter="2026Q1").count() == len(first) > 0


def test_a_quarter_that_runs_puts_up_nothing(world: World, officer: User, as_: As) -> None:
    as_(officer).post("/reviews/2099Q1/")
    assert not ReviewItem.objects.filter(quarter="2099Q1").exists()


def test_the_unit_proposes_and_the_officer_decides(
    item: ReviewItem, stranger: User, officer: User, advisor: User, as_: As
) -> None:
    url = f"/reviews/items/{item.pk}/"
    as_(stranger).post(url, {"what": "proposal", "proposal": "維持不開放"})  # a stranger to infra is of content
    assert ReviewProposal.objects.get().proposal == "維持不開放"
    given = {"what": "decision", "decision": "stay_closed", "reason": "含個資", "due_on": "115/12/31"}
    as_(officer).post(url, given)
    decision = ReviewDecision.objects.order_by("-position").first()
    assert decision is not None
    assert (decision.decision, str(decision.due_on)) == ("stay_closed", "2026-12-31")
    page = as_(advisor).get(url).content.decode()
    assert "維持不開放" in page
    assert "含個資" in page
    assert "<textarea" not in page


def test_another_unit_sees_no_item(item: ReviewItem, staff: User, as_: As) -> None:
    assert as_(staff).get(f"/reviews/items/{item.pk}/").status_code == 404
    assert "lists" not in as_(staff).get("/reviews/2026Q2/").content.decode()


def test_a_unit_decides_nothing_and_an_officer_proposes_nothing(
    item: ReviewItem, stranger: User, officer: User, as_: As
) -> None:
    url, before = f"/reviews/items/{item.pk}/", ReviewDecision.objects.count()
    decision = {"what": "decision", "decision": "open", "reason": "x"}
    assert as_(stranger).post(url, decision).status_code == 403
    assert as_(officer).post(url, {"what": "proposal", "proposal": "x"}).status_code == 403
    assert ReviewDecision.objects.count() == before
    assert not ReviewProposal.objects.exists()


@pytest.mark.parametrize("bad", [{"decision": "keep"}, {"reason": ""}, {"due_on": "never"}])
def test_bad_input_decides_nothing(bad: dict[str, str], item: ReviewItem, officer: User, as_: As) -> None:
    before = ReviewDecision.objects.count()
    given = {"what": "decision", "decision": "stay_closed", "reason": "x", "due_on": ""} | bad
    assert as_(officer).post(f"/reviews/items/{item.pk}/", given).status_code == 400
    assert ReviewDecision.objects.count() == before


def test_a_decision_is_made_and_never_stands_there_unasked(item: ReviewItem, officer: User, as_: As) -> None:
    url, before = f"/reviews/items/{item.pk}/", ReviewDecision.objects.count()
    assert '<option value="" selected>請選擇</option>' in as_(officer).get(url).content.decode()
    page = as_(officer).post(url, {"what": "decision", "decision": "", "reason": "含個資"})
    assert (page.status_code, ReviewDecision.objects.count()) == (400, before)
    assert "含個資" in page.content.decode()


@pytest.mark.parametrize("path", ["/reviews/2026/", "/reviews/x/", "/explanations/2026-07/"])
def test_what_is_no_quarter_is_not_there(path: str, officer: User, as_: As) -> None:
    assert as_(officer).get(path).status_code == 404


def test_a_long_list_comes_by_pages_and_leaves_whole(world: World, officer: User, as_: As) -> None:
    """Of thirty-one that tie, and one that is not open."""
    many = [Dataset.objects.create(identifier=f"d{n:02}", title="x", unit=world.infra) for n in range(31)]
    items = [ReviewItem(quarter="2026Q2", dataset=one, rule="least_used", rank=1, uses=0) for one in many]
    on("2026-08-02T09:00", *items)
    pages = [as_(officer).get(f"/reviews/2026Q2/?list=least_used&page={number}") for number in (1, 2)]
    assert [[row[0].dataset.identifier for row in page.context["rows"]] for page in pages] == [
        [one.identifier for one in some] for some in (many[:25], many[25:])
    ]
    assert pages[0].context["as_one"]
    on("2026-08-03T09:00", *(ReviewDecision(item=one, decision="keep", reason="x") for one in items[:30]))
    first = as_(officer).get("/reviews/2026Q2/?list=least_used").context["rows"][0]
    assert first[0].dataset.identifier == "d30", "what awaits a decision comes first"
    closed = as_(officer).get("/reviews/2026Q2/?list=not_open")
    assert [row[0].dataset.identifier for row in closed.context["rows"]] == ["lists"]
    assert not closed.context["as_one"]
    assert as_(officer).get("/reviews/2026Q2/?format=csv").content.decode().count("\n") == 1 + 31 + 1


def test_one_decision_for_all_counts_with_each(world: World, officer: User, as_: As) -> None:
    """What the page says is decided is what the figure counts."""
    many = [Dataset.objects.create(identifier=f"d{n:02}", title="x", unit=world.infra) for n in range(31)]
    on("2026-08-02T09:00", *(ReviewItem(quarter="2026Q2", dataset=one, rule="least_used", rank=1) for one in many))
    assert decide_rest(quarter="2026Q2", rule="least_used", decision="keep", reason="x", by=officer) == 31
    page = as_(officer).get("/reviews/2026Q2/")
    figure = load(default_as_of(timezone.now())).figure("reviews_done", parse_period("2026Q2"))
    assert (page.context["decided"], page.context["total"]) == (figure.numerator, figure.denominator) == (32, 32)


def test_the_list_has_few_queries(item: ReviewItem, advisor: User, as_: As, django_assert_max_num_queries: Any) -> None:
    client = as_(advisor)
    with django_assert_max_num_queries(12):
        client.get("/reviews/2026Q2/")


def test_the_last_quarter_comes_first(officer: User, as_: As) -> None:
    assert "Q" in as_(officer).get("/reviews/")["Location"]
    assert "Q" in as_(officer).get("/explanations/")["Location"]


def test_a_unit_explains_itself(world: World, other_unit: Unit, stranger: User, advisor: User, as_: As) -> None:
    url = f"/explanations/2026Q2/{other_unit.code}/timely_updates/"
    as_(stranger).post(url, {"text": "承辦人異動"})
    as_(stranger).post(url, {"text": "已改由二人負責"})
    assert Explanation.objects.count() == 2
    page = as_(advisor).get(url).content.decode()
    assert page.index("已改由二人負責") < page.index("承辦人異動")
    assert as_(advisor).get("/explanations/2026Q2/").status_code == 200


def test_nobody_else_explains_for_it(
    world: World, other_unit: Unit, staff: User, advisor: User, officer: User, as_: As
) -> None:
    url = f"/explanations/2026Q2/{other_unit.code}/timely_updates/"
    assert [as_(who).post(url, {"text": "x"}).status_code for who in (staff, advisor, officer)] == [403, 403, 403]
    assert as_(staff).get(url).status_code == 403
    assert as_(officer).get(f"/explanations/2026Q2/{other_unit.code}/nonsense/").status_code == 404
    assert as_(officer).get("/explanations/2026Q2/nowhere/timely_updates/").status_code == 404
    assert not Explanation.objects.exists()


def test_an_empty_explanation_is_none(world: World, other_unit: Unit, stranger: User, as_: As) -> None:
    url = f"/explanations/2026Q2/{other_unit.code}/timely_updates/"
    assert as_(stranger).post(url, {"text": " "}).status_code == 400
    assert not Explanation.objects.exists()


def test_the_dashboards_count_leads_to_just_what_it_counts(
    item: ReviewItem, world: World, advisor: User, stranger: User, as_: As
) -> None:
    """Of every quarter; a unit finds its own there; what was decided since still waited then."""
    older = ReviewItem(quarter="2026Q1", dataset=world.maps, rule="least_used", rank=1, uses=0)
    on("2026-08-20T09:00", older)

    def followed(person: User, query: str) -> list[str]:
        matter = as_(person).get(f"/dashboard/{query}").context["matters"][0]
        page = as_(person).get(matter.url)
        assert matter.count == page.context["page"].paginator.count
        return [str(one.pk) for _quarter, one, _unit, _told in page.context["rows"]]

    assert followed(advisor, "") == [str(older.pk)]
    assert followed(stranger, "") == [str(older.pk)]  # a stranger to infra is of content
    assert followed(advisor, "?unit=infra") == []
    assert followed(advisor, "?as_of=2026-07-26") == [str(item.pk)]
    assert as_(advisor).get("/reviews/waiting/?as_of=gestern").status_code == 400


def test_after_a_move_the_former_units_count_still_leads_to_its_item(
    world: World, officer: User, advisor: User, staff: User, stranger: User, as_: As
) -> None:
    """It counts for who owned the dataset when the quarter ended: there it is listed, and can be read; not changed."""
    waits = ReviewItem(quarter="2026Q3", dataset=world.lists, rule="not_open")
    on("2026-10-20T09:00", waits)
    with time_machine.travel(at("2026-11-02T09:00"), tick=False):
        move_datasets([world.lists], world.infra, by=officer)
    for person, number in ((stranger, 1), (staff, 0), (advisor, 1)):
        client = as_(person)
        page = client.get("/reviews/waiting/")
        assert client.get("/dashboard/").context["matters"][0].count == page.context["page"].paginator.count == number
    page = as_(stranger).get("/reviews/waiting/").content.decode()
    assert str(world.content) in page and f"現由{world.infra}主管" in page
    own = as_(stranger).get(f"/reviews/items/{waits.pk}/")
    assert own.status_code == 200 and "計入單位" in own.content.decode()
    assert as_(stranger).post(f"/reviews/items/{waits.pk}/", {"what": "proposal", "proposal": "x"}).status_code == 403
    assert as_(staff).post(f"/reviews/items/{waits.pk}/", {"what": "proposal", "proposal": "x"}).status_code == 302


def test_an_item_names_its_twin_of_the_other_list(item: ReviewItem, advisor: User, as_: As) -> None:
    """The unit's proposal is of the dataset and the quarter, so both show it, and each says so."""
    twin = ReviewItem(quarter=item.quarter, dataset=item.dataset, rule="least_used", rank=3, uses=0)
    on("2026-08-20T09:00", twin)
    for one, other in ((item, twin), (twin, item)):
        page = as_(advisor).get(f"/reviews/items/{one.pk}/").content.decode()
        assert f"/reviews/items/{other.pk}/" in page
        assert "同時列於本季兩份清單" in page
    before = as_(advisor).get(f"/reviews/items/{item.pk}/?as_of=2026-08-01").content.decode()
    assert "同時列於本季兩份清單" not in before
