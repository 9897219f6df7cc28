"""Adding and editing one dataset and its files, by hand."""

from typing import Any

import pytest
from django.test import Client

from datasets.models import (
    Dataset,
    Distribution,
    LifecycleChange,
    MetadataChange,
    Openness,
    OwnershipChange,
    Unit,
    User,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    return Dataset.objects.create(identifier="7", title="電波監測", unit=unit)


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def new(**more: Any) -> dict[str, Any]:
    ruling = {"decision": "not_open", "grounds": ["personal_data"], "reason": "個資", "review_by": "2099-01-01"}
    return {"title": "用戶名冊", "unit": "infra", **{f"ruling-{k}": v for k, v in ruling.items()}, **more}


def test_add_a_closed_dataset_with_its_decision(officer: User, unit: Unit) -> None:
    client = signed_in(officer)
    assert client.get("/manage/inventory/add/").status_code == 200
    assert client.post("/manage/inventory/add/", new())["Location"] == "/manage/inventory/L-0001/edit/"
    dataset = Dataset.objects.get()
    assert (dataset.openness, dataset.unit, dataset.lifecycle) == (Openness.NOT_OPEN, unit, "unpublished")
    decision = dataset.openness_decisions.get()
    assert (decision.grounds, decision.recorded_by) == (["personal_data"], officer)
    assert OwnershipChange.objects.count() == LifecycleChange.objects.count() == 1
    client.post("/manage/inventory/add/", new(identifier="L-0009"))
    assert client.post("/manage/inventory/add/", new())["Location"] == "/manage/inventory/L-0010/edit/"


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"unit": "nowhere"},
        {"identifier": "a/b"},
        {"ruling-grounds": []},
        {"ruling-reason": " "},
        {"ruling-review_by": "2020-01-01"},
        {"ruling-review_by": "soon"},
        {"ruling-decision": "undecided"},
        {"keywords": "字" * 51},
    ],
)
def test_bad_input_adds_nothing(officer: User, unit: Unit, bad: dict[str, Any]) -> None:
    assert signed_in(officer).post("/manage/inventory/add/", new(**bad)).status_code == 200
    assert not Dataset.objects.exists()


def test_an_identifier_twice_is_refused(officer: User, dataset: Dataset) -> None:
    page = signed_in(officer).post("/manage/inventory/add/", new(identifier="7")).content.decode()
    assert "A dataset has this identifier already." in page


def test_staff_describe_their_own_dataset_and_nothing_else(staff: User, dataset: Dataset) -> None:
    client = signed_in(staff)
    url = "/manage/inventory/7/edit/"
    assert 'name="title"' not in client.get(url).content.decode()
    data = {"description": "每月資料", "keywords": "電波、監測,電波", "title": "竄改", "priority": "on"}
    assert client.post(url, data).status_code == 302
    dataset.refresh_from_db()
    assert (dataset.description, dataset.keywords) == ("每月資料", ["電波", "監測"])
    assert (dataset.title, dataset.priority) == ("電波監測", False)
    change = MetadataChange.objects.get()
    assert change.changes == {"description": ["", "每月資料"], "keywords": [[], ["電波", "監測"]]}
    client.post(url, data)
    assert MetadataChange.objects.count() == 1


def test_the_officer_moves_and_renames(officer: User, dataset: Dataset, other_unit: Unit) -> None:
    data = {"title": "電波監測站", "unit": "content", "theme": "A00", "priority": "on"}
    assert signed_in(officer).post("/manage/inventory/7/edit/", data).status_code == 302
    dataset.refresh_from_db()
    assert (dataset.title, dataset.unit, dataset.theme, dataset.priority) == ("電波監測站", other_unit, "A00", True)
    assert OwnershipChange.objects.get().unit == other_unit


def test_files(officer: User, dataset: Dataset) -> None:
    client = signed_in(officer)
    url = "/manage/inventory/7/files/"
    bad = client.post(f"{url}new/", {"download_url": "ftp://x"})
    assert "The address begins with" in bad.content.decode()
    client.post(f"{url}new/", {"download_url": "https://a.tw/1", "format": "csv", "main_fields": "年(西元);月"})
    file = Distribution.objects.get()
    assert (file.format, file.fields[0]) == ("CSV", {"name": "年", "explanation": "西元"})
    assert "年(西元);月" in client.get(f"{url}{file.pk}/").content.decode()
    client.post(f"{url}{file.pk}/", {"download_url": "https://a.tw/2", "format": "CSV"})
    client.post(f"{url}{file.pk}/", {"retire": "1"})
    file.refresh_from_db()
    assert (file.download_url, file.retired) == ("https://a.tw/2", True)
    changes = [fact.changes["distributions"] for fact in MetadataChange.objects.order_by("position")]
    assert changes == [
        [[], ["CSV https://a.tw/1"]],
        [["CSV https://a.tw/1"], ["CSV https://a.tw/2"]],
        [["CSV https://a.tw/2"], []],
    ]
    assert client.get(f"{url}nonsense/").status_code == 404


def test_who_gets_in(dataset: Dataset, staff: User, stranger: User, advisor: User) -> None:
    url = "/manage/inventory/7/edit/"
    assert Client().get(url)["Location"].startswith("/account/login/")
    assert signed_in(stranger).get(url).status_code == 404
    assert signed_in(advisor).get(url).status_code == 403
    assert signed_in(staff).get("/manage/inventory/8/edit/").status_code == 404
    assert signed_in(staff).put(url).status_code == 405
    assert signed_in(staff).get("/manage/inventory/add/").status_code == 403
    assert signed_in(staff).get("/manage/inventory/7/files/new/").status_code == 403
