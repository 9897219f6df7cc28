"""A dataset's page, a file's page and a system's page as they were known at a moment."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from datasets.models import (
    Dataset,
    Distribution,
    InformationSystem,
    LifecycleChange,
    MetadataChange,
    SystemAssessment,
    SystemChange,
    SystemDataset,
    UsageCount,
    User,
)
from datasets.services.inventory import save_file
from datasets.services.systems import save_system
from reports.packet.collect.names import read_names
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
FEES = "/datasets/fees/"


def test_a_dataset_as_it_was_known(world: World, client: Client) -> None:
    on("2026-09-01T09:00", MetadataChange(dataset=world.fees, changes={"title": ["fees", "charges"]}))
    Dataset.objects.filter(pk=world.fees.pk).update(title="charges")
    UsageCount.objects.create(dataset=world.fees, day="2026-06-01", views=3, recorded_at=at("2026-06-02T00:05"))

    def told(moment: str) -> tuple[str, int, list[str], int]:
        context = client.get(FEES, {"as_of": moment}).context
        updates = [due.outcome.state for due in context["dues"]]
        return str(context["dataset"]), int(context["uses"].views), updates, len(context["history"])

    assert told("2026-06-02T00:04") == ("fees", 0, ["pending"] * 2 + ["overdue"] * 4, 3)
    assert told("2026-06-30") == ("fees", 3, ["on_time"] * 6, 3)
    assert told("2026-09-02")[0] == "charges"


def test_the_first_page_as_it_was_known(world: World, client: Client) -> None:
    UsageCount.objects.create(dataset=world.fees, day="2026-06-01", views=3, recorded_at=at("2026-06-02T00:05"))
    on("2026-09-01T09:00", LifecycleChange(dataset=world.maps, state="withdrawn"))
    Dataset.objects.filter(pk=world.maps.pk).update(lifecycle="withdrawn")

    def told(moment: str) -> tuple[int, int, list[str], str]:
        context = client.get("/", {"as_of": moment}).context
        new = sorted(one.identifier for one in context["new"] if one.lifecycle == "published")
        return context["published"], int(context["this_year"].views), new, context["figures"][0].period.code

    assert told("2026-06-01") == (3, 0, ["fees", "lists", "maps"], "2026Q2")
    assert told("2026-08-31") == (3, 3, ["fees", "lists", "maps"], "2026Q3")
    assert told("2026-09-02") == (2, 3, ["fees", "lists"], "2026Q3")
    assert client.get("/", {"as_of": "2126-01-01"}).status_code == 400
    assert "/datasets/fees/?as_of=2026-08-31" in client.get("/", {"as_of": "2026-08-31"}).content.decode()


def test_the_search_says_that_it_has_no_past(world: World, client: Client) -> None:
    assert "/api/v1/datasets?as_of=2026-08-31" in client.get("/datasets/", {"as_of": "2026-08-31"}).content.decode()
    assert "/api/v1/datasets?as_of" not in client.get("/datasets/").content.decode()


def test_a_file_as_it_was_known(world: World, client: Client, staff: User, as_: As) -> None:
    url = f"/checks/distributions/{world.file.pk}/"
    for day in ("2026-09-01T08:00", "2026-09-01T16:00", "2026-09-02T08:00"):
        world.look(day, world.file, "broken", reason="not_found")
    world.look("2026-09-03T08:00", world.file, readable=True)

    def told(moment: str) -> tuple[str | None, int, list[bool]]:
        context = client.get(url, {"as_of": moment}).context
        shown = context["shown"]
        return shown and shown.link, len(context["runs"]), [one.ended_at is None for one in context["outages"]]

    assert told("2026-06-19") == (None, 0, [])
    assert told("2026-09-01T17:00") == ("ok", 2, [])  # the public hears of no suspicion, then as now
    assert told("2026-09-02T09:00") == ("broken", 5, [True])
    assert told("2026-09-04") == ("ok", 6, [False])
    as_(staff)
    assert told("2026-09-01T17:00") == ("broken", 4, [True])
    page = client.get(url, {"as_of": "2026-09-02T09:00"})
    assert "<button" not in page.content.decode().partition('id="found"')[2].partition("</main>")[0]


def test_a_file_is_told_of_as_it_was_called(world: World, client: Client, officer: User) -> None:
    """On its dataset's page, its own and in the API; by hand or by an import."""
    for day, title in (("2026-09-01T09:00", "收視費用"), ("2026-09-03T09:00", "收視費用（新版）")):
        with time_machine.travel(at(day), tick=False):
            file = Distribution.objects.get(pk=world.file.pk)
            file.title = title
            save_file(file, by=officer)
    urls = FEES, f"/checks/distributions/{world.file.pk}/", f"/api/v1/distributions/{world.file.pk}"

    def told(moment: str) -> set[tuple[bool, bool]]:
        pages = [client.get(url, {"as_of": moment}).content.decode() for url in urls]
        return {("收視費用" in page, "新版" in page) for page in pages}

    assert told("2026-08-31") == {(False, False)}
    assert told("2026-09-02") == {(True, False)}
    assert told("2026-09-04") == {(True, True)}


def test_a_system_is_told_of_as_it_was_called(world: World, officer: User, as_: As) -> None:
    with time_machine.travel(at("2026-09-01T09:00"), tick=False):
        system = InformationSystem.objects.get(code="s")
        before, system.name, system.name_en = system.name, "新名", "New name"
        save_system(system, by=officer)
        save_system(system, by=officer)
    assert SystemChange.objects.count() == 1, "what is the same already leaves no fact"
    for url in ("/manage/systems/", "/manage/systems/s/", "/dashboard/open_ratio/?period=2026&show=denominator"):
        asked = "&" if "?" in url else "?"
        then, later = (
            as_(officer).get(f"{url}{asked}as_of={day}").content.decode() for day in ("2026-08-31", "2026-09-02")
        )
        assert ("新名" in then, "新名" in later) == (False, True), url
    names = [read_names(at(day)).systems[str(system.pk)].zh for day in ("2026-08-31T00:00", "2026-09-02T00:00")]
    assert names == [before, "新名"]


@pytest.mark.parametrize("url", [FEES, f"{FEES}scores/", "/checks/distributions/{file}/"])
def test_nothing_is_there_before_it_was_public(world: World, client: Client, officer: User, as_: As, url: str) -> None:
    """A draft of then is no reader's, though its dataset is public today."""
    address = url.format(file=world.file.pk)
    on("2026-09-01T09:00", LifecycleChange(dataset=world.fees, state="unpublished"))
    on("2026-09-03T09:00", LifecycleChange(dataset=world.fees, state="published"))
    for moment, public, inside in (
        ("2025-12-31", 404, 404), ("2026-08-31", 200, 200), ("2026-09-02", 404, 200), ("2026-09-04", 200, 200),
    ):  # fmt: skip
        client.logout()
        assert client.get(address, {"as_of": moment}).status_code == public
        assert as_(officer).get(address, {"as_of": moment}).status_code == inside


def test_a_system_as_it_was_known(world: World, officer: User, as_: As) -> None:
    system = InformationSystem.objects.get(code="s")
    on(
        "2026-09-01T09:00",
        SystemAssessment(system=system, introduced_on=date(2026, 2, 1), publishable=False, reason="機敏"),
        SystemDataset(system=system, dataset=world.fees, linked=False),
    )
    client = as_(officer)

    def told(moment: str) -> tuple[bool | None, list[str], bool]:
        context = client.get("/manage/systems/s/", {"as_of": moment}).context
        datasets = [one.identifier for one in context["datasets"]]
        return context["system"].publishable, datasets, context["writes"]

    assert told("2026-08-31") == (True, ["fees"], False)
    assert told("2026-09-02") == (False, [], False)
    assert client.get("/manage/systems/s/", {"as_of": "2026-01-31"}).status_code == 404
    assert client.get("/manage/systems/s/").context["writes"]
