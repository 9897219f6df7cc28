"""A dataset's page, a file's page and a system's page as they were known at a moment."""

from datetime import date

import pytest
from django.test import Client

from datasets.models import (
    Dataset,
    InformationSystem,
    LifecycleChange,
    MetadataChange,
    SystemAssessment,
    SystemDataset,
    UsageCount,
    User,
)
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
