"""The inventory page: filters, scope of units, one action for many."""

from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, Lifecycle, MetadataChange, Openness, OwnershipChange, Unit, User

pytestmark = pytest.mark.django_db
URL = "/manage/inventory/"


@pytest.fixture
def rows(unit: Unit, other_unit: Unit) -> list[Dataset]:
    make = Dataset.objects.create
    return [
        make(identifier="1", title="廣播電臺", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN),
        make(identifier="2", title="寬頻用戶", unit=unit, theme="A00", description="x", priority=True),
        make(identifier="3", title="門號", unit=other_unit, openness=Openness.NOT_OPEN),
    ]


@pytest.fixture
def client(officer: User, rows: list[Dataset]) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def found(client: Client, **asked: str) -> list[str]:
    return [row.identifier for row in client.get(URL, asked).context["page"]]


def test_filters(client: Client) -> None:
    assert found(client) == ["1", "2", "3"]
    assert found(client, q="電臺") == ["1"]
    assert found(client, unit="content") == ["3"]
    assert found(client, openness="not_open") == ["3"]
    assert found(client, lifecycle="published") == ["1"]
    assert found(client, theme="A00") == ["2"]
    assert found(client, special="unscheduled") == ["1"]
    assert found(client, special="priority") == ["2"]
    assert found(client, special="no_files") == ["1", "2", "3"]
    assert found(client, special="no_theme") == ["1", "3"]
    assert found(client, special="no_description") == ["1", "3"]
    assert found(client, openness="nonsense", unit="nowhere", page="999") == ["1", "2", "3"]


def test_a_constant_number_of_queries(client: Client, unit: Unit, django_assert_max_num_queries: Any) -> None:
    Dataset.objects.bulk_create([Dataset(identifier=f"x{n}", title="題", unit=unit) for n in range(60)])
    with django_assert_max_num_queries(12):
        client.get(URL)


def test_move_many(client: Client, other_unit: Unit) -> None:
    response = client.post(f"{URL}?q=", {"action": "move", "to_unit": "content", "row": ["1", "3"]})
    assert response.status_code == 302
    assert Dataset.objects.get(identifier="1").unit == other_unit
    assert OwnershipChange.objects.get().dataset.identifier == "1"


def test_all_that_the_filter_found(client: Client) -> None:
    client.post(f"{URL}?unit=infra", {"action": "theme", "to_theme": "I00", "everything": "on"})
    assert list(Dataset.objects.order_by("identifier").values_list("theme", flat=True)) == ["I00", "I00", ""]
    assert MetadataChange.objects.count() == 2
    client.post(URL, {"action": "priority", "row": ["1"]})
    client.post(URL, {"action": "no_priority", "row": ["2"]})
    assert list(Dataset.objects.order_by("identifier").values_list("priority", flat=True)) == [True, False, False]


def test_bad_input_changes_nothing(client: Client) -> None:
    for data in ({}, {"action": "move", "row": ["1"]}, {"action": "explode", "row": ["1"]}, {"action": "theme"}):
        assert client.post(URL, data).status_code == 200
    client.post(URL, {"action": "priority"})
    client.post(URL, {"action": "priority", "row": ["\x00", "九"]})
    assert not MetadataChange.objects.exists()


def test_unit_people_see_their_own(rows: list[Dataset], staff: User) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    assert found(client) == ["1", "2"]
    assert found(client, unit="content") == ["1", "2"]
    assert "With the chosen datasets" not in client.get(URL).content.decode()
    assert client.post(URL, {"action": "priority", "row": ["1"]}).status_code == 403


def test_who_gets_in(rows: list[Dataset], advisor: User) -> None:
    assert Client().get(URL)["Location"].startswith("/account/login/")
    client = Client()
    client.force_login(advisor)
    assert client.get(URL).status_code == 403
