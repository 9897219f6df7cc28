"""The public catalogue: search, filters, pages; what is not open; and no input that breaks it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from datasets.ledger import record
from datasets.models import (
    Dataset,
    Distribution,
    Lifecycle,
    Openness,
    OpennessDecision,
    Unit,
    UpdateSchedule,
    UsageCount,
    User,
)

pytestmark = pytest.mark.django_db
URL = "/datasets/"


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def publish(identifier: str, title: str, unit: Unit, fmt: str = "CSV", **more: Any) -> Dataset:
    more = {"lifecycle": Lifecycle.PUBLISHED, "openness": Openness.OPEN, **more}
    dataset = Dataset.objects.create(identifier=identifier, title=title, unit=unit, **more)
    Distribution.objects.create(dataset=dataset, download_url=f"https://example.test/{identifier}", format=fmt)
    return dataset


@pytest.fixture
def three(unit: Unit, other_unit: Unit) -> list[Dataset]:
    return [
        publish("1", "廣播電臺一覽", unit, theme="A00", platform_badge="金", issued=datetime(2024, 1, 1, tzinfo=UTC)),
        publish("2", "寬頻用戶數", other_unit, "JSON", description="電台以外", issued=datetime(2025, 1, 1, tzinfo=UTC)),
        publish("3", "門號數", unit, "7Z", lifecycle=Lifecycle.WITHDRAWN),
    ]


def found(client: Client, **asked: str) -> list[str]:
    response = client.get(URL, asked)
    assert response.status_code == 200
    return [dataset.identifier for dataset in response.context["page"]]


def test_newest_first_and_withdrawn_ones_too(client: Client, three: list[Dataset]) -> None:
    assert found(client) == ["2", "1", "3"]


def test_what_is_not_published_is_for_the_own_unit_alone(client: Client, unit: Unit, staff: User) -> None:
    publish("9", "內部", unit, lifecycle=Lifecycle.UNPUBLISHED)
    assert found(client) == []
    client.force_login(staff)
    assert found(client) == ["9"]


@pytest.mark.parametrize(
    ("asked", "identifiers"),
    [
        ({"q": "電台"}, ["2", "1"]),
        ({"q": "電台 一覽"}, ["1"]),
        ({"q": "\u200b寬頻\u3000"}, ["2"]),
        ({"q": "100%"}, []),
        ({"format": "7Z"}, ["3"]),
        ({"theme": "A00"}, ["1"]),
        ({"unit": "content"}, ["2"]),
        ({"lifecycle": "withdrawn"}, ["3"]),
        ({"openness": "not_open"}, []),
        ({"badge": "金"}, ["1"]),
        ({"badge": "none"}, ["2", "3"]),
        ({"sort": "title"}, ["2", "1", "3"]),
    ],
)
def test_each_filter_narrows(
    client: Client, three: list[Dataset], asked: dict[str, str], identifiers: list[str]
) -> None:
    assert found(client, **asked) == identifiers


def test_the_frequency_is_the_schedules_in_whatever_words(client: Client, three: list[Dataset]) -> None:
    Dataset.objects.filter(pk=three[1].pk).update(declared_frequency="每月")
    record([UpdateSchedule(dataset=three[0], frequency="每1月", starts_on=date(2026, 1, 1))])
    assert found(client, frequency="every month") == ["2", "1"]


def test_the_most_used_come_first_when_asked(client: Client, three: list[Dataset]) -> None:
    UsageCount.objects.create(dataset=three[0], day=date(2026, 1, 1), views=3, downloads=2)
    UsageCount.objects.create(dataset=three[2], day=date(2026, 1, 1), views=9)
    assert found(client, sort="used") == ["3", "1", "2"]


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "999999999"}, {"page": "-1"}, {"page": "１２"}, {"page": "9" * 5000}, {"page": "x"},
        {"q": "\u200b"}, {"q": "字" * 5000}, {"q": "%_\\"}, {"theme": "ZZZ"}, {"sort": "'; drop table"},
        {"unit": "none"},
    ],
)  # fmt: skip
def test_no_input_breaks_it(client: Client, three: list[Dataset], asked: dict[str, str]) -> None:
    query = "&".join(f"{k}={v.encode('utf-8', 'surrogatepass').hex(' ').replace(' ', '%')}" for k, v in asked.items())
    response = client.get(f"{URL}?{query.replace('=', '=%')}")
    if "\0" in "".join(asked.values()):
        assert response.status_code == 400  # datasets/security/middleware.py says so before any view
        return
    assert response.status_code == 200
    assert response.context["page"].paginator.count in {0, 3}


def test_a_value_that_is_no_choice_is_said_so(client: Client, three: list[Dataset]) -> None:
    response = client.get(URL, {"theme": "ZZZ"})
    assert "ZZZ is not one of the available choices" in response.text


@pytest.mark.parametrize("q", ["radio", "RADIO", "收音", "mast", "Mast 4", "臺名", "頻譜"])
def test_capitals_do_not_matter_and_every_column_is_searched(client: Client, three: list[Dataset], q: str) -> None:
    publish("4", "台名", three[0].unit, title_en="Radio", description="收音", keywords=["Masts", "頻譜"])
    assert [row.identifier for row in client.get(URL, {"q": q}).context["page"]] == ["4"]


def test_a_page_too_far_is_the_last_one(client: Client, unit: Unit) -> None:
    for number in range(21):
        publish(f"n{number}", "x", unit, issued=datetime(2024, 1, 1 + number, tzinfo=UTC))
    for number, expected in (("2", ["n0"]), ("3", ["n0"]), ("9" * 30, ["n0"]), ("0", ["n0"]), ("-1", ["n0"])):
        page = client.get(URL, {"page": number}).context["page"]
        assert ([row.identifier for row in page], page.paginator.count) == (expected, 21)
    assert client.get(URL, {"page": "x"}).context["page"][0].identifier == "n20"


def test_twenty_datasets_take_as_many_queries_as_one(
    client: Client, unit: Unit, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        publish(str(number), f"資料 {number}", unit)
    with django_assert_num_queries(9):  # demonstration, units, 3 for choices (kept in the cache), found, page, formats
        client.get(URL)


def test_only_reading(client: Client) -> None:
    assert client.post(URL).status_code == 405


def test_contacts_are_never_public(client: Client, unit: Unit) -> None:
    publish("7", "有聯絡人", unit, contact_name="王大明", contact_phone="02-3343-7377")
    pages = [
        URL,
        "/datasets/7/",
        "/datasets/7.jsonld",
        "/datasets/7.ttl",
        "/catalog.jsonld",
        "/catalog.ttl",
        "/feed.atom",
    ]
    for page in pages:
        body = b"".join(client.get(page)).decode()
        assert "王大明" not in body
        assert "3343" not in body


def test_what_is_not_open_is_listed_with_ground_and_review_date(client: Client, unit: Unit) -> None:
    hidden = publish("8", "機房位置", unit, lifecycle=Lifecycle.UNPUBLISHED, openness=Openness.NOT_OPEN)
    record(
        [
            OpennessDecision(
                dataset=hidden, decision="not_open", grounds=["national_security"], legal_basis="國家機密保護法",
                reason="內部說明", review_by=date(2027, 1, 31),
            )
        ]
    )  # fmt: skip
    page = client.get("/not-open/").text
    assert "機房位置" in page
    assert "national security" in page
    assert "國家機密保護法" in page
    assert "2027-01-31" in page
    assert "內部說明" not in page
    assert "/datasets/8/" not in page


def test_the_feed_names_what_is_new(client: Client, three: list[Dataset]) -> None:
    feed = client.get("/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "/datasets/2/" in feed.text


def test_search_engines_are_led_to_datasets_and_not_to_counters(client: Client, three: list[Dataset]) -> None:
    assert "/datasets/1/" in client.get("/sitemap-datasets.xml").text
    assert "sitemap-datasets.xml" in client.get("/sitemap.xml").text
    assert "Disallow: /*/download/" in client.get("/robots.txt").text
