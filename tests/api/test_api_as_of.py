"""The API of a moment: inventory, files, checks and uses as they were known, by the rules of the pages."""

from typing import Any

import pytest
from django.test import Client

from datasets.models import (
    Dataset,
    FileList,
    LifecycleChange,
    MetadataChange,
    OpennessDecision,
    OwnershipChange,
    UpdateSchedule,
    UsageCount,
)
from tests.reports.world import World, at, on, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(unit: Any, other_unit: Any) -> World:
    return World(unit, other_unit)


def ask(client: Client, path: str, as_of: str, **asked: str) -> Any:
    answer = client.get(f"/api/v1/{path}", {"as_of": as_of, **asked})
    assert answer.status_code == 200, answer.content
    return answer.json()


def identifiers(client: Client, as_of: str, **asked: str) -> list[str]:
    return [row["identifier"] for row in ask(client, "datasets", as_of, **asked)["results"]]


def test_a_dataset_reads_as_it_did(world: World, client: Client) -> None:
    fees = world.fees
    on("2026-09-01T09:00", MetadataChange(dataset=fees, changes={"title": ["fees", "charges"]}))
    on("2026-09-01T09:00", OwnershipChange(dataset=fees, unit=world.content))
    on("2026-09-01T09:00", UpdateSchedule(dataset=fees, frequency="每3月", starts_on="2027-01-01"))
    Dataset.objects.filter(pk=fees.pk).update(title="charges", unit=world.content)

    def told(moment: str) -> tuple[str, str, str]:
        row = ask(client, "datasets/fees", moment)
        return row["title"], row["unit"], row["frequency"]

    assert told("2026-08-31") == ("fees", "infra", "每1月")
    assert told("2026-09-02") == ("charges", "content", "每3月")
    assert ask(client, "datasets", "2026-08-31")["results"][0] == ask(client, "datasets/fees", "2026-08-31")
    assert client.get("/api/v1/datasets/fees", {"as_of": "2025-12-31"}).status_code == 404


def test_filters_ask_the_moment_and_not_the_present(world: World, client: Client) -> None:
    on("2026-09-01T09:00", OwnershipChange(dataset=world.maps, unit=world.infra))
    on("2026-09-01T09:00", OpennessDecision(dataset=world.maps, decision="partly_open", review_by="2027-01-01"))
    assert identifiers(client, "2026-08-31", unit="infra") == ["fees"]
    assert identifiers(client, "2026-09-02", unit="infra") == ["fees", "maps"]
    assert identifiers(client, "2026-05-01", openness="open") == ["fees", "lists", "maps"]
    assert identifiers(client, "2026-09-02", openness="open") == ["fees"]
    for name, value in (("q", "fees"), ("format", "CSV"), ("theme", "A00")):
        refused = client.get("/api/v1/datasets", {"as_of": "2026-08-31", name: value})
        assert (refused.status_code, list(refused.json())) == (400, [name])


def test_a_draft_of_then_is_not_there(world: World, client: Client) -> None:
    on("2026-09-01T09:00", LifecycleChange(dataset=world.fees, state="unpublished"))
    on("2026-09-03T09:00", LifecycleChange(dataset=world.fees, state="published"))
    UsageCount.objects.create(dataset=world.fees, day="2026-06-01", views=3, recorded_at=at("2026-06-02T00:05"))
    for path in ("datasets", "distributions", "checks", "usage"):
        rows = [ask(client, path, moment)["count"] for moment in ("2026-08-31", "2026-09-02", "2026-09-04")]
        assert rows[0] == rows[2] == rows[1] + 1, path


def test_files_listed_then(world: World, client: Client) -> None:
    on("2026-09-01T09:00", FileList(dataset=world.fees, files=[]))
    found = [
        [row["dataset"] for row in ask(client, "distributions", moment)["results"]]
        for moment in ("2026-08-31", "2026-09-02")
    ]
    assert found == [["fees", "maps"], ["maps"]]
    address = f"/api/v1/distributions/{world.file.pk}"
    assert [client.get(address, {"as_of": day}).status_code for day in ("2026-08-31", "2026-09-02")] == [200, 404]


def test_checks_of_a_moment_accuse_as_they_did(world: World, client: Client) -> None:
    for day in ("2026-09-01T08:00", "2026-09-01T16:00", "2026-09-02T08:00"):
        world.look(day, world.file, "broken", reason="not_found")
    world.look("2026-09-03T08:00", world.file, readable=True)

    def link(moment: str) -> list[str]:
        return [row["link"] for row in ask(client, "checks", moment, dataset="fees")["results"]]

    moments = ("2026-06-20", "2026-06-21", "2026-09-01T17:00", "2026-09-02T09:00", "2026-09-04")
    assert [link(moment) for moment in moments] == [[], ["works"], ["unsure"], ["broken"], ["works"]]


def test_uses_recorded_by_then(world: World, client: Client) -> None:
    UsageCount.objects.create(dataset=world.fees, day="2026-06-01", views=3, recorded_at=at("2026-06-02T00:05"))
    assert [ask(client, "usage", day)["count"] for day in ("2026-06-02", "2026-06-02T01:00")] == [0, 1]


@pytest.mark.parametrize("path", ["datasets", "distributions", "checks", "usage", "kpis", "datasets/fees"])
def test_a_moment_ahead_is_refused(world: World, client: Client, path: str) -> None:
    for moment in ("2126-01-01", "soon"):
        assert list(client.get(f"/api/v1/{path}", {"as_of": moment}).json()) == ["as_of"]


def test_a_page_costs_the_same_for_ten_rows(world: World, client: Client, django_assert_max_num_queries: Any) -> None:
    common = {"title": "m", "unit": world.infra, "lifecycle": "published"}
    more = [Dataset.objects.create(identifier=f"m{n}", **common) for n in range(10)]
    record(*(LifecycleChange(dataset=one, state="published") for one in more))
    for path, number in (("datasets", 11), ("distributions", 6), ("checks", 12), ("usage", 4)):
        with django_assert_max_num_queries(number):
            ask(client, path, "2026-09-04")
