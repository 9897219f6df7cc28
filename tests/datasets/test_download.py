"""Downloads and views: led on, counted by the COUNTER rules, and nothing kept of who it was."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from datasets.models import Dataset, Distribution, Lifecycle, Openness, RecentUse, Unit, UsageCount
from datasets.services.usage import fold_usage

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
URL = "/datasets/5995/download/0/"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def file(unit: Unit) -> Distribution:
    dataset = Dataset.objects.create(
        identifier="5995", title="頻道", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    return Distribution.objects.create(dataset=dataset, download_url="https://example.test/表 1.csv", format="CSV")


@pytest.fixture
def reader(client: Client) -> Client:
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    return client


def test_a_download_is_led_to_the_file_and_counted(reader: Client, file: Distribution) -> None:
    response = reader.get(URL)
    assert response.status_code == 302
    assert response["Location"] == "https://example.test/%E8%A1%A8%201.csv"
    assert list(RecentUse.objects.values_list("kind", "dataset__identifier")) == [("download", "5995")]


def test_a_double_click_counts_once_and_a_later_one_again(reader: Client, file: Distribution) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        reader.get(URL)
        clock.shift(29)
        reader.get(URL)
        assert RecentUse.objects.count() == 1
        clock.shift(31)
        reader.get(URL)
    assert RecentUse.objects.count() == 2


def test_two_readers_are_two(reader: Client, file: Distribution) -> None:
    reader.get(URL)
    reader.get(URL, REMOTE_ADDR="192.0.2.7")
    assert RecentUse.objects.count() == 2


@pytest.mark.parametrize(
    "agent", ["", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5", "GPTBot/1.2", "Mozilla/5.0 HeadlessChrome/131"]
)
def test_robots_get_the_file_and_do_not_count(client: Client, file: Distribution, agent: str) -> None:
    assert client.get(URL, HTTP_USER_AGENT=agent).status_code == 302
    assert not RecentUse.objects.exists()


def test_looking_ahead_is_no_use(reader: Client, file: Distribution) -> None:
    reader.head(URL)
    reader.get(URL, HTTP_SEC_PURPOSE="prefetch;prerender")
    assert not RecentUse.objects.exists()


def test_what_the_platform_counts_is_not_counted_twice(reader: Client, file: Distribution) -> None:
    Distribution.objects.update(download_url="https://data.gov.tw/files/1.csv")
    assert reader.get(URL).status_code == 302
    assert not RecentUse.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda d: Distribution.objects.update(retired=True),
        lambda d: Distribution.objects.update(download_url="javascript:alert(1)"),
        lambda d: Dataset.objects.update(lifecycle=Lifecycle.WITHDRAWN),
        lambda d: Dataset.objects.update(lifecycle=Lifecycle.UNPUBLISHED),
    ],
)
def test_what_is_not_offered_is_not_found(reader: Client, file: Distribution, change: object) -> None:
    change(file)  # type: ignore[operator]
    assert reader.get(URL).status_code == 404
    assert not RecentUse.objects.exists()


def test_the_page_counts_a_view(reader: Client, file: Distribution) -> None:
    assert reader.get("/datasets/5995/").status_code == 200
    assert RecentUse.objects.get().kind == "view"


def test_do_not_track_makes_no_difference(reader: Client, file: Distribution) -> None:
    reader.get(URL, HTTP_DNT="1")
    assert RecentUse.objects.count() == 1


def test_a_day_gone_by_becomes_one_increment(reader: Client, file: Distribution) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 15, 59, tzinfo=UTC), tick=False) as clock:
        reader.get(URL)
        reader.get("/datasets/5995/")
        clock.shift(120)  # the next day in Taipei
        reader.get("/datasets/5995/")
        assert fold_usage(datetime.now(UTC)) == 2
    assert RecentUse.objects.count() == 1
    rows = UsageCount.objects.values_list("day", "views", "downloads", "source")
    assert [(str(day), int(views), int(downloads), source) for day, views, downloads, source in rows] == [
        ("2026-11-24", 1, 1, "portal")
    ]
    assert fold_usage(NOON + timedelta(days=9)) == 1
    assert fold_usage(NOON + timedelta(days=9)) == 0


def test_who_it_was_is_forgotten_once_no_double_click_can_follow(reader: Client, file: Distribution) -> None:
    with time_machine.travel(NOON, tick=False):
        reader.get(URL)
        reader.get("/datasets/5995/")
    fold_usage(NOON + timedelta(seconds=20))
    assert RecentUse.objects.filter(visitor__startswith="-").count() == 0
    fold_usage(NOON + timedelta(seconds=31))
    assert RecentUse.objects.filter(visitor__startswith="-").count() == 2


def test_only_reading(client: Client, file: Distribution) -> None:
    assert client.post(URL).status_code == 405
