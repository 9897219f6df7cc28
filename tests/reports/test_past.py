"""Pages of a moment: each shows what was recorded by then, by the same rules as the figures do."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from datasets.models import Dataset, LifecycleChange, MetadataChange, OwnershipChange, UsageCount, User
from datasets.past import as_they_were, known_then, shown_then
from datasets.rules.openness import standing
from feedback.models import FeedbackMessage
from reports.facts import load
from reports.models import Explanation, Meeting, Resolution, StocktakingAnswer, StocktakingRound
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
DAYS = ["2025-12-31", "2026-01-01T00:00:00.5", "2026-05-10T09:00:00", "2026-05-10T10:00", "2026-07-01", "2026-08-30"]


@pytest.mark.parametrize("day", DAYS)
def test_a_dataset_stands_as_the_rule_says(world: World, day: str) -> None:
    moment = at(day)
    found = {row.pk: row for row in as_they_were(known_then(Dataset.objects.all(), moment), moment)}
    items = load(moment).inventory.items
    for dataset in (world.fees, world.maps, world.lists):
        told = standing(items[str(dataset.pk)].decisions, items[str(dataset.pk)].changes, moment)
        row = found.get(dataset.pk)
        assert (row.openness, row.lifecycle) == (told.verdict, told.life) if row else told.life == "unpublished"


@pytest.mark.parametrize("day", ["2026-01-01", "2026-03-09", "2026-03-11", "2026-03-31", "2026-04-01", "2026-05-02"])
def test_the_catalogue_of_a_moment_as_a_set(world: World, day: str) -> None:
    """A change counts from its own day and its recording on, whichever is later; the last one recorded stands."""
    on("2026-03-10T09:00", LifecycleChange(dataset=world.maps, state="unpublished", effective_on=date(2026, 4, 1)))
    on("2026-03-10T09:01", LifecycleChange(dataset=world.lists, state="withdrawn"))
    on("2026-03-10T09:02", LifecycleChange(dataset=world.fees, state="unpublished", effective_on=date(2026, 3, 1)))
    on("2026-05-01T09:00", LifecycleChange(dataset=world.fees, state="published"))
    moment = at(day)
    rule = known_then(Dataset.objects.all(), moment).exclude(life="unpublished")
    assert set(shown_then(moment)) == set(rule)


def test_the_description_and_the_owner_are_those_of_the_moment(world: World) -> None:
    fees = world.fees
    on(
        "2026-09-01T09:00",
        MetadataChange(dataset=fees, changes={"title": ["fees", "charges"], "distributions": [[], []]}),
    )
    on("2026-09-02T09:00", OwnershipChange(dataset=fees, unit=world.content))
    on("2026-09-03T09:00", MetadataChange(dataset=fees, changes={"issued": ["", "2026-09-03 08:00:00"]}))
    Dataset.objects.filter(pk=fees.pk).update(title="charges", unit=world.content, issued=at("2026-09-03T08:00"))

    def then(moment: str) -> tuple[str, str, bool]:
        (row,) = as_they_were(known_then(Dataset.objects.filter(pk=fees.pk), at(moment)), at(moment))
        return row.title, row.unit.code, row.issued is None

    assert then("2026-08-31") == ("fees", "infra", True)
    assert then("2026-09-01T10:00") == ("charges", "infra", True)
    assert then("2026-09-04") == ("charges", "content", False)


def test_lists_of_what_is_not_open_and_what_comes_first(world: World, client: Client) -> None:
    on("2026-09-01T10:00", MetadataChange(dataset=world.lists, changes={"priority": [False, True]}))
    Dataset.objects.filter(pk=world.lists.pk).update(priority=True)

    def closed(moment: str) -> list[str]:
        return [row.identifier for row in client.get("/not-open/", {"as_of": moment}).context["items"]]

    def first(moment: str) -> tuple[int, int, list[str]]:
        context = client.get("/priority/", {"as_of": moment}).context
        return context["number"], context["open"], [row.openness for row in context["items"]]

    assert [closed(day) for day in ("2026-05-10T08:59", "2026-05-10T09:01")] == [[], ["lists"]]
    assert [first(day) for day in ("2026-09-01T09:00", "2026-09-01T11:00")] == [(0, 0, []), (1, 0, ["not_open"])]
    assert client.get("/not-open/", {"as_of": "2126-01-01"}).status_code == 400


def test_the_register_and_the_stocktaking(world: World, officer: User, as_: As) -> None:
    client = as_(officer)
    asked = StocktakingRound(title="115年盤點", due_on=date(2026, 9, 10))
    on("2026-09-01T09:00", asked)
    on("2026-09-11T09:00", StocktakingAnswer(round=asked, unit=world.infra, systems=1, sites=1, found=0))

    def systems(moment: str) -> list[bool | None]:
        return [row.publishable for row in client.get("/manage/systems/", {"as_of": moment}).context["page"]]

    def states(moment: str) -> list[str]:
        rounds = client.get("/stocktaking/", {"as_of": moment}).context["rounds"]
        return [one.state for _round, own in rounds for one in own]

    assert [systems(day) for day in ("2026-01-31", "2026-02-02")] == [[], [True]]
    assert states("2026-08-31") == []
    assert states("2026-09-10T10:00") == ["info", "info"]
    assert states("2026-09-11T08:00") == ["bad", "bad"]
    assert states("2026-09-12") == ["bad", "warn"]
    assert client.get("/stocktaking/", {"as_of": "2026-09-12"}).context["form"] is None


def test_uses_by_what_was_recorded(world: World, client: Client) -> None:
    for day, recorded in (("2026-06-01", "2026-06-02T00:05"), ("2026-06-02", "2026-06-03T00:05")):
        UsageCount.objects.create(dataset=world.fees, day=day, views=3, recorded_at=at(recorded))

    def views(moment: str) -> int:
        return int(client.get("/usage/", {"year": 2026, "as_of": moment}).context["portal"].views)

    assert [views(moment) for moment in ("2026-06-02", "2026-06-02T01:00", "2026-06-04")] == [0, 3, 6]
    body = b"".join(client.get("/usage.csv", {"year": 2026, "as_of": "2026-06-02T01:00"}))  # type: ignore[arg-type]
    assert b"fees,fees,3,0" in body


def test_checks_and_what_was_to_mend(world: World, officer: User, as_: As) -> None:
    client = as_(officer)
    for day in ("2026-09-01T08:00", "2026-09-01T16:00", "2026-09-02T08:00"):
        world.look(day, world.file, "broken", reason="not_found")
    world.look("2026-09-03T08:00", world.file, readable=True)

    def overview(moment: str) -> tuple[int, int, int, int]:
        context = client.get("/checks/", {"as_of": moment}).context
        return context["stats"]["ok"], context["stats"]["broken"], context["stats"]["unknown"], context["outages"]

    def trouble(moment: str) -> list[tuple[str, str]]:
        page = client.get("/checks/mend/", {"as_of": moment}).context["page"]
        return [(one.state.distribution.dataset.identifier, one.kind) for one, _state, _word in page]

    assert overview("2026-06-19") == (0, 0, 2, 0)
    assert overview("2026-06-28") == (2, 0, 0, 0)
    assert overview("2026-09-01T09:00") == (1, 1, 0, 0)
    assert overview("2026-09-02T09:00") == (1, 1, 0, 1)
    assert overview("2026-09-04") == (2, 0, 0, 0)
    assert trouble("2026-09-01T09:00") == [("maps", "content"), ("fees", "suspicion")]
    assert sorted(trouble("2026-09-02T09:00")) == [("fees", "outage"), ("maps", "content")]
    assert trouble("2026-09-04") == [("maps", "content")]


def test_grades_of_a_moment(world: World, client: Client) -> None:
    for day in ("2026-09-01T08:00", "2026-09-01T16:00", "2026-09-02T08:00"):
        world.look(day, world.file, "broken", reason="not_found")
    waiting = FeedbackMessage(
        number="115-9", tracking_code="u", dataset=world.fees, unit=world.infra, received_at=at("2026-09-10T09:00"),
        deadline=date(2026, 9, 17), text_hash="",
    )  # fmt: skip
    on("2026-09-10T09:00", waiting)

    def indicators(moment: str) -> list[str]:
        return [line.word for line in client.get("/datasets/fees/scores/", {"as_of": moment}).context["indicators"]]

    assert [indicators(day)[0] for day in ("2026-09-01T09:00", "2026-09-02T09:00")] == ["不明", "未達標"]
    assert (indicators("2026-09-17")[6], indicators("2026-09-18")[6]) == ("達標", "未達標")
    assert client.get("/datasets/fees/scores/", {"as_of": "2025-12-31"}).status_code == 404


def test_words_and_resolutions_of_a_moment_without_forms(world: World, staff: User, officer: User, as_: As) -> None:
    meeting = Meeting.objects.get(quarter="2026Q2")
    one = Resolution(meeting=meeting, number="2026Q2-1", text="x", owner=world.infra)
    on("2026-08-02T09:00", Explanation(quarter="2026Q2", unit=world.infra, kpi="timely_updates", text="人力不足"), one)
    client = as_(staff)
    with time_machine.travel(at("2026-09-01T09:00"), tick=False):
        url = "/explanations/2026Q2/infra/timely_updates/"
        assert [len(client.get(url, {"as_of": day}).context["said"]) for day in ("2026-08-02", "2026-08-03")] == [0, 1]
        assert client.get(url, {"as_of": "2026-08-03"}).context["form"] is None
        assert client.get(url).context["form"] is not None
        shown = [
            len(client.get("/resolutions/", {"as_of": d}).context["resolutions"]) for d in ("2026-08-02", "2026-08-03")
        ]
        assert shown == [0, 1]
        assert client.get(f"/resolutions/{one.pk}/", {"as_of": "2026-08-02"}).status_code == 404
        board = as_(officer).get("/dashboard/scoreboard/", {"period": "2026", "as_of": "2026-08-30"}).content.decode()
    assert "/explanations/2026Q2/content/timely_updates/?as_of=2026-08-30" in board
