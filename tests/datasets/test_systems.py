"""The register of systems: registered, assessed, linked; every change a fact."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, InformationSystem, SystemAssessment, SystemDataset, Unit, User

pytestmark = pytest.mark.django_db
URL = "/manage/systems/"


@pytest.fixture
def client(officer: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


@pytest.fixture
def system(unit: Unit) -> InformationSystem:
    return InformationSystem.objects.create(code="billing", name="帳務系統", unit=unit)


def test_register(client: Client, unit: Unit) -> None:
    data = {"code": "net", "name": "網路系統", "unit": unit.pk}
    assert client.post(URL, data)["Location"] == f"{URL}net/"
    assert "not assessed" in client.get(URL).content.decode()
    for bad in ({"code": "net"}, {"code": ""}, {"name": ""}, {"unit": ""}):
        assert client.post(URL, {**data, "code": "other", **bad}).status_code == 200
    assert InformationSystem.objects.count() == 1


def test_assess(client: Client, system: InformationSystem) -> None:
    data = {"what": "assess", "introduced_on": "113/05/01", "publishable": "no", "reason": ""}
    assert "Write why nothing" in client.post(f"{URL}billing/", data).content.decode()
    client.post(f"{URL}billing/", {**data, "reason": "個資"})
    client.post(f"{URL}billing/", {**data, "reason": "個資"})
    assert SystemAssessment.objects.count() == 1
    assert "個資" in client.get(URL).content.decode()
    client.post(f"{URL}billing/", {**data, "publishable": "yes"})
    system.refresh_from_db()
    assert system.introduced_on == date(2024, 5, 1)
    assert [a.publishable for a in system.assessments.order_by("position")] == [False, True]
    for bad in ({"introduced_on": ""}, {"publishable": "maybe"}):
        assert client.post(f"{URL}billing/", {**data, **bad}).status_code == 200
    assert SystemAssessment.objects.count() == 2


def test_link_and_take_back(client: Client, system: InformationSystem, unit: Unit) -> None:
    for identifier in ("1", "2"):
        Dataset.objects.create(identifier=identifier, title=identifier, unit=unit)
    page = client.post(f"{URL}billing/", {"what": "link", "identifiers": "1, 99"}).content.decode()
    assert "No dataset has this identifier: 99." in page
    client.post(f"{URL}billing/", {"what": "link", "identifiers": "1, 2"})
    client.post(f"{URL}billing/", {"what": "link", "identifiers": "2"})
    links = SystemDataset.objects.order_by("position").values_list("dataset__identifier", "linked")
    assert sorted(links[:2]) == [("1", True), ("2", True)]
    assert links[2] == ("1", False)
    assert [d.identifier for d in client.get(f"{URL}billing/").context["datasets"]] == ["2"]


def test_rename(client: Client, system: InformationSystem, other_unit: Unit) -> None:
    client.post(f"{URL}billing/", {"what": "edit", "code": "x", "name": "新名", "unit": other_unit.pk})
    system.refresh_from_db()
    assert (system.code, system.name, system.unit) == ("billing", "新名", other_unit)


def test_a_constant_number_of_queries(client: Client, unit: Unit, django_assert_max_num_queries: Any) -> None:
    InformationSystem.objects.bulk_create([InformationSystem(code=f"s{n}", name="系統", unit=unit) for n in range(40)])
    with django_assert_max_num_queries(9):
        client.get(URL)


def test_who_gets_in(client: Client, staff: User, auditor: User, system: InformationSystem) -> None:
    assert Client().get(URL)["Location"].startswith("/account/login/")
    for person, get in ((staff, 403), (auditor, 200)):
        other = Client()
        other.force_login(person)
        assert (other.get(f"{URL}billing/").status_code, other.post(f"{URL}billing/").status_code) == (get, 403)
    assert client.get(f"{URL}nothing/").status_code == 404
    assert client.put(URL).status_code == 405
