"""The read-only API: what it holds, what it never holds, and what it answers to nonsense."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from datasets.ledger import record
from datasets.models import Dataset, Distribution, Lifecycle, Openness, Unit, UpdateSchedule, UsageCount
from quality.models import DistributionState, Observation, Outage

pytestmark = pytest.mark.django_db
API = "/api/v1"
MOMENT = datetime(2026, 5, 1, 4, tzinfo=UTC)
LISTS = ("datasets", "distributions", "checks", "usage")


def publish(identifier: str, unit: Unit, **more: Any) -> Dataset:
    more = {"lifecycle": Lifecycle.PUBLISHED, "openness": Openness.OPEN, "title": f"資料{identifier}", **more}
    made = Dataset.objects.create(identifier=identifier, unit=unit, **more)
    file = Distribution.objects.create(dataset=made, download_url="https://example.test/a.csv", format="CSV")
    look(file)
    UsageCount.objects.create(dataset=made, day=date(2026, 5, 1), views=3, downloads=1)
    UsageCount.objects.create(dataset=made, day=date(2026, 5, 1), views=2)
    return made


def look(file: Distribution, **more: Any) -> None:
    (seen,) = record([Observation(distribution=file, observed_at=MOMENT, **{"link": "ok", "reason": "ok", **more})])
    DistributionState.objects.update_or_create(
        distribution=file, defaults={"observation": seen, "checked_at": MOMENT, "next_check_at": MOMENT}
    )


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    return publish("5995", unit, contact_name="王大明", contact_phone="02-3343", note="內部", raw={"x": "王大明"})


def ask(client: Client, path: str, **asked: str) -> Any:
    response = client.get(f"{API}/{path}", asked)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_dataset_with_its_files(client: Client, dataset: Dataset) -> None:
    record([UpdateSchedule(dataset=dataset, frequency="每3月", starts_on=date(2026, 1, 1))])
    found = ask(client, "datasets/5995")
    assert found["unit"] == "infra"
    assert found["frequency"] == "每3月"
    assert found["accrual_periodicity"].endswith("/QUARTERLY")
    assert found["distributions"][0]["download_url"] == "https://example.test/a.csv"
    assert ask(client, "datasets")["results"] == [found]


@pytest.mark.parametrize("path", [*LISTS, "datasets/5995"])
def test_contacts_notes_and_raw_cells_stay_in(client: Client, dataset: Dataset, path: str) -> None:
    body = json.dumps(ask(client, path), ensure_ascii=False)
    assert not any(word in body for word in ("王大明", "3343", "內部", "contact"))


@pytest.mark.parametrize("path", LISTS)
def test_what_is_not_published_is_not_there(client: Client, unit: Unit, path: str) -> None:
    publish("9", unit, lifecycle=Lifecycle.UNPUBLISHED)
    assert ask(client, path)["count"] == 0
    assert client.get(f"{API}/datasets/9").status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_ten_rows_take_as_many_queries_as_one(
    client: Client, unit: Unit, path: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        publish(str(number), unit)
    with django_assert_max_num_queries(3):
        assert ask(client, path)["count"] == 10


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "資料5995"}, 1), ({"q": "沒有"}, 0), ({"format": "CSV"}, 1), ({"format": "XML"}, 0),
        ({"unit": "infra"}, 1), ({"lifecycle": "withdrawn"}, 0), ({"openness": "open"}, 1),
        ({"modified_since": "2026-01-01"}, 0),
    ],
)  # fmt: skip
def test_datasets_are_filtered(client: Client, dataset: Dataset, asked: dict[str, str], count: int) -> None:
    assert ask(client, "datasets", **asked)["count"] == count


def test_a_check_accuses_only_when_an_outage_is_confirmed(client: Client, dataset: Dataset) -> None:
    file = dataset.distributions.get()
    look(file, link="broken", reason="not_found", findings=[{"code": "personal_data_suspected"}, {"code": "no_rows"}])
    outage = Outage.objects.create(distribution=file, began_at=MOMENT, reason="not_found")
    (found,) = ask(client, "checks", dataset="5995")["results"]
    assert (found["link"], found["reason"], found["broken_since"]) == ("unsure", "", None)
    assert found["findings"] == ["no_rows"]
    Outage.objects.filter(pk=outage.pk).update(confirmed_at=MOMENT)
    (found,) = ask(client, "checks")["results"]
    assert (found["link"], found["reason"]) == ("broken", "not_found")
    assert found["broken_since"].startswith("2026-05-01")


def test_usage_is_summed_by_day_and_source(client: Client, dataset: Dataset) -> None:
    (row,) = ask(client, "usage", since="2026-05-01", until="2026-05-01", source="portal")["results"]
    assert row == {"dataset": "5995", "day": "2026-05-01", "source": "portal", "views": "5", "downloads": "1"}
    assert ask(client, "usage", since="2026-05-02")["count"] == 0


def test_kpis_of_a_period_for_the_agency_and_for_a_unit(client: Client, dataset: Dataset) -> None:
    found = ask(client, "kpis", period="2026Q2")
    assert [row["kpi"] for row in found] == [
        "open_ratio", "timely_updates", "timely_replies", "quality_pass", "reviews_done",
    ]  # fmt: skip
    assert {row["unit"] for row in ask(client, "kpis", period="115年第2季", unit="infra")} == {"infra"}
    updates = found[1]
    assert (updates["denominator"], updates["rate"], updates["met"]) == (0, None, None)


def test_kpis_as_they_were_known(client: Client, dataset: Dataset) -> None:
    found = ask(client, "kpis", period="2026Q2", as_of="115/07/01")
    assert {row["as_of"] for row in found} == {"2026-07-01T00:00:00+08:00"}


NONSENSE = ["\0", "\u200b", "'", "９" * 30, "9" * 5000, "-1", "null", "2026-13-45", "\ud800", "a" * 9000]


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("datasets", "q"), ("datasets", "page"), ("datasets", "page_size"), ("datasets", "modified_since"),
        ("datasets", "lifecycle"), ("distributions", "dataset"), ("checks", "distribution"),
        ("checks", "checked_since"), ("usage", "since"), ("usage", "page"), ("kpis", "period"), ("kpis", "unit"),
        ("kpis", "as_of"),
    ],
)  # fmt: skip
def test_nonsense_gets_a_clear_answer(client: Client, dataset: Dataset, path: str, name: str, text: str) -> None:
    value = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
    assert client.get(f"{API}/{path}?{name}={value}").status_code in {200, 400, 404}


@pytest.mark.parametrize("path", [*LISTS, "kpis", "schema"])
def test_only_reading(client: Client, path: str) -> None:
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"{API}/{path}").status_code == 405


def test_the_document_describes_all_of_it(client: Client) -> None:
    document = json.loads(client.get(f"{API}/schema").content)
    assert sorted(document["paths"]) == [
        "/api/v1/checks", "/api/v1/datasets", "/api/v1/datasets/{identifier}", "/api/v1/distributions",
        "/api/v1/distributions/{id}", "/api/v1/kpis", "/api/v1/usage",
    ]  # fmt: skip


def test_the_document_names_every_answer_that_is_given(client: Client, dataset: Dataset) -> None:
    paths = json.loads(client.get(f"{API}/schema").content)["paths"]
    for path, query in (("datasets", "page=0"), ("datasets", "modified_since=x"), ("kpis", "as_of=x"), ("usage", "")):
        given = client.get(f"{API}/{path}?{query}").status_code
        assert str(given) in paths[f"/api/v1/{path}"]["get"]["responses"], (path, query)


def test_the_page_about_it_lists_every_operation(client: Client) -> None:
    page = client.get("/api/", headers={"Accept-Language": "en"})
    for path in (*LISTS, "kpis"):
        assert f"GET /api/v1/{path}" in page.text
    assert "modified_since" in page.text
