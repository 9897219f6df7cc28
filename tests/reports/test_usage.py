"""Live usage: what was folded and what was used a minute ago, per dataset, month and source."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from datasets.ledger import record
from datasets.models import Dataset, Lifecycle, PlatformSnapshot, Unit, UsageCount, UsageSource

pytestmark = pytest.mark.django_db
URL = "/usage/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def november(client: Client) -> Any:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with time_machine.travel(datetime(2026, 11, 24, 4, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def two(unit: Unit) -> list[Dataset]:
    made = [
        Dataset.objects.create(identifier=i, title=f"=資料{i}", unit=unit, lifecycle=Lifecycle.PUBLISHED) for i in "12"
    ]
    UsageCount.objects.create(dataset=made[1], day=date(2026, 10, 31), views=5, downloads=1)
    UsageCount.objects.create(
        dataset=made[1], day=date(2026, 11, 1), views=Decimal("2.5"), source=UsageSource.PLATFORM, estimated=True
    )
    for day, views in ((date(2026, 10, 31), 100), (date(2026, 11, 2), 105)):
        record([PlatformSnapshot(dataset=made[1], taken_on=day, views=views, downloads=0)])
    return made


def test_every_dataset_is_listed_the_unused_too(client: Client, two: list[Dataset]) -> None:
    page = client.get(URL)
    assert [(row.identifier, row.total) for row in page.context["page"]] == [("2", Decimal("8.5")), ("1", 0)]
    assert "3*" in page.text


def test_what_the_platform_did_not_tell_is_not_known_and_not_zero(client: Client, two: list[Dataset]) -> None:
    second, first = client.get(URL).context["page"]
    assert second.platform.views == Decimal("2.5")
    assert first.platform is None
    page = client.get(URL, {"year": "2025"})
    assert page.context["platform"] is None
    assert "not known" in page.text


def test_a_view_of_a_moment_ago_counts_already(client: Client, two: list[Dataset]) -> None:
    client.get("/datasets/1/", HTTP_USER_AGENT=FIREFOX)
    assert client.get(URL, {"month": "11"}).context["portal"].views == 1


@pytest.mark.parametrize(
    ("language", "year", "month", "subject"),
    [("zh-hant", "115年", "9月", "115年9月"), ("en", "2026", "9", "2026-09")],
)
def test_years_and_months_are_offered_in_the_calendar_of_the_reader(
    client: Client, two: list[Dataset], language: str, year: str, month: str, subject: str
) -> None:
    page = client.get(URL, {"month": "9"}, HTTP_ACCEPT_LANGUAGE=language)
    fields = page.context["form"].fields
    assert (dict(fields["year"].choices)[2026], dict(fields["month"].choices)[9]) == (year, month)
    assert page.context["take"].subject == subject


def test_a_month_and_a_year_are_asked_for(client: Client, two: list[Dataset]) -> None:
    assert client.get(URL, {"year": "2026", "month": "10"}).context["page"][0].total == 6
    assert client.get(URL, {"year": "2025"}).context["page"][0].total == 0


@pytest.mark.parametrize("asked", [{"year": "0"}, {"year": "x"}, {"month": "13"}, {"page": "999999999"}])
def test_no_input_breaks_it(client: Client, two: list[Dataset], asked: dict[str, str]) -> None:
    expected = 400 if "\0" in "".join(asked.values()) else 200
    assert client.get(URL, asked).status_code == expected
    assert client.get("/usage.csv", asked).status_code == expected


def test_the_future_is_not_drawn_as_zero(client: Client, two: list[Dataset]) -> None:
    chart = client.get(URL).context["chart"]
    assert [dot.text for dot in chart.dots][-2:] == ["2026-10: 6", "2026-11: 2"]
    assert len(chart.dots) == 11


def test_the_csv_holds_the_same_and_no_formula(client: Client, two: list[Dataset]) -> None:
    body = b"".join(client.get("/usage.csv")).decode()
    lines = body.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("identifier,title,portal_views")
    assert lines[1] == "2,'=資料2,5,1,2.5,0,8.5,yes"


def test_the_first_page_shows_it_live(client: Client, two: list[Dataset]) -> None:
    page = client.get("/")
    assert page.context["this_year"].total == Decimal("8.5")
    assert page.context["published"] == 2


def test_only_reading(client: Client) -> None:
    assert client.post(URL).status_code == 405


def test_a_hundred_datasets_take_as_many_queries_as_two(
    client: Client, unit: Unit, django_assert_max_num_queries: Any
) -> None:
    Dataset.objects.bulk_create(
        Dataset(identifier=f"n{i}", title="x", unit=unit, lifecycle=Lifecycle.PUBLISHED) for i in range(100)
    )
    with django_assert_max_num_queries(11):
        client.get(URL)
