"""A dataset's grades on a page, for whoever may see the dataset."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from datasets.ledger import record
from datasets.models import Dataset, Distribution, Lifecycle, Openness, Unit, User
from quality.models import DistributionState, Observation, Outage, PlatformQuality

pytestmark = pytest.mark.django_db
URL = "/datasets/5995/scores/"
MOMENT = datetime(2026, 5, 1, 4, tzinfo=UTC)
SEEN = {"format": "CSV", "encoding": "utf-8", "stars": 3, "machine_readable": True, "fields": ["名稱"], "bytes": 10}


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    made = Dataset.objects.create(
        identifier="5995", title="頻道一覽", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    fields = [{"name": "名稱", "explanation": ""}]
    Distribution.objects.create(
        dataset=made, download_url="https://example.test/a.csv", format="CSV", encoding="UTF-8", fields=fields
    )
    return made


def seen(file: Distribution, **more: Any) -> None:
    (made,) = record(
        [Observation(distribution=file, observed_at=MOMENT, **{"link": "ok", "reason": "ok", **SEEN, **more})]
    )
    DistributionState.objects.create(distribution=file, observation=made, checked_at=MOMENT, next_check_at=MOMENT)


def test_before_the_first_check(client: Client, dataset: Dataset) -> None:
    page = client.get(URL)
    assert page.status_code == 200
    assert "no badge yet" in page.text and "Next: bronze." in page.text


def test_a_good_file_earns_gold(client: Client, dataset: Dataset) -> None:
    seen(dataset.distributions.get())
    page = client.get(URL).text
    assert "gold" in page and "Next: platinum." in page
    assert "3 stars of 5" in page
    assert "Links work: every address answers." in page and "Mend those that do not." not in page
    assert "Keywords are given. Add some." in page and "+30" in page


def test_an_outage_takes_the_badge(client: Client, dataset: Dataset) -> None:
    file = dataset.distributions.get()
    seen(file, link="broken", reason="not_found")
    Outage.objects.create(distribution=file, began_at=MOMENT, confirmed_at=MOMENT, reason="not_found")
    page = client.get(URL).text
    assert "no badge yet" in page and "0 stars of 5" in page


def test_a_single_failure_accuses_nobody(client: Client, dataset: Dataset) -> None:
    seen(dataset.distributions.get(), link="broken", reason="not_found")
    assert "0 stars" not in client.get(URL).text


def test_the_platform_says_otherwise(client: Client, dataset: Dataset) -> None:
    seen(dataset.distributions.get())
    record([PlatformQuality(dataset=dataset, indicators={"linkable": True, "structure": False})])
    page = client.get(URL).text
    assert page.count("The national platform says: not met.") == 1
    assert "The national platform says: met." not in page


def test_in_chinese(client: Client, dataset: Dataset) -> None:
    seen(dataset.distributions.get())
    page = client.get(URL, headers={"accept-language": "zh-hant"}).text
    assert "金標章" in page and "可增加分數" in page


def test_who_may_see_it(client: Client, dataset: Dataset, stranger: User, staff: User) -> None:
    Dataset.objects.update(lifecycle=Lifecycle.UNPUBLISHED)
    assert client.get(URL).status_code == 404
    client.force_login(stranger)
    assert client.get(URL).status_code == 404
    client.force_login(staff)
    assert client.get(URL).status_code == 200


def test_only_reading(client: Client, dataset: Dataset) -> None:
    assert client.post(URL).status_code == 405


def test_as_many_queries_for_many_files(client: Client, dataset: Dataset, django_assert_max_num_queries: Any) -> None:
    for order in range(1, 6):
        seen(
            Distribution.objects.create(dataset=dataset, download_url=f"https://example.test/{order}.csv", order=order)
        )
    with django_assert_max_num_queries(10):
        client.get(URL)
