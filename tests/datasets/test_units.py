"""Units: add, rename, nest, merge; the history keeps the old names."""

from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, OwnershipChange, Unit, UnitChange, User

pytestmark = pytest.mark.django_db
URL = "/manage/units/"


@pytest.fixture
def client(officer: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def test_add_and_show_the_tree(client: Client, unit: Unit) -> None:
    data = {"code": "stations", "name": "基地臺科", "name_en": "Stations", "parent": "infra"}
    assert client.post(URL, data).status_code == 302
    page = client.get(URL)
    assert [(str(u.code), depth) for u, depth in page.context["tree"]] == [("infra", 0), ("stations", 1)]
    change = UnitChange.objects.get()
    assert (change.kind, change.parent, change.name) == ("created", unit, "基地臺科")


@pytest.mark.parametrize("bad", [{"code": ""}, {"code": "infra"}, {"code": "a b"}, {"name": ""}, {"parent": "nowhere"}])
def test_bad_input_adds_nothing(client: Client, unit: Unit, bad: dict[str, str]) -> None:
    assert client.post(URL, {"code": "new", "name": "新", **bad}).status_code == 200
    assert Unit.objects.count() == 1


def test_rename_and_nest(client: Client, unit: Unit, other_unit: Unit) -> None:
    client.post(f"{URL}infra/", {"name": "資通安全處", "name_en": "", "parent": "content"})
    unit.refresh_from_db()
    assert (unit.name, unit.parent) == ("資通安全處", other_unit)
    assert [c.kind for c in UnitChange.objects.order_by("position")] == ["renamed", "moved"]
    page = client.post(f"{URL}content/", {"name": "內容處", "parent": "infra"}).content.decode()
    assert "cannot lie under itself" in page
    client.post(f"{URL}infra/", {"name": "資通安全處", "name_en": "", "parent": "content"})
    assert UnitChange.objects.count() == 2


def test_merge(client: Client, unit: Unit, other_unit: Unit, staff: User) -> None:
    dataset = Dataset.objects.create(identifier="1", title="甲", unit=unit)
    child = Unit.objects.create(code="child", name="科", parent=unit)
    assert client.post(f"{URL}infra/", {"merge": "1", "successor": "child"}).status_code == 200
    assert client.post(f"{URL}infra/", {"merge": "1", "successor": "content"}).status_code == 302
    for row in (unit, child, staff, dataset):
        row.refresh_from_db()
    assert (unit.merged_into, child.parent, staff.unit, dataset.unit) == (other_unit,) * 4
    assert OwnershipChange.objects.get().reason == "infra → content"
    page = client.get(f"{URL}infra/").content.decode()
    assert "Merged into" in page
    client.post(f"{URL}infra/", {"merge": "1", "successor": "content"})
    assert UnitChange.objects.filter(kind="merged").count() == 1


def test_a_constant_number_of_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    Unit.objects.bulk_create([Unit(code=f"u{n}", name=f"處{n}") for n in range(40)])
    with django_assert_max_num_queries(9):
        client.get(URL)


def test_who_gets_in(client: Client, staff: User, auditor: User) -> None:
    assert Client().get(URL)["Location"].startswith("/account/login/")
    for person, get in ((staff, 403), (auditor, 200)):
        other = Client()
        other.force_login(person)
        assert (other.get(URL).status_code, other.post(URL, {}).status_code) == (get, 403)
    assert client.get(f"{URL}nowhere/").status_code == 404
    assert client.put(URL).status_code == 405
