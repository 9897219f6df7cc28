"""From a figure to its rows, and from a row to its evidence."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from datasets.models import CalendarEdition, UpdateObligation, User
from reports.models import Kpi
from tests.reports.test_dashboard import client_of
from tests.reports.world import World, on

pytestmark = pytest.mark.django_db
QUERY = "?period=2026Q2&as_of=2026-09-01"


@pytest.fixture
def client(advisor: User) -> Client:
    return client_of(advisor)


@pytest.mark.parametrize("kpi", Kpi.values)
@pytest.mark.parametrize("show", ["", "missed", "numerator", "pending", "aside", "nonsense"])
def test_every_figure_shows_its_rows(client: Client, world: World, kpi: str, show: str) -> None:
    assert client.get(f"/dashboard/{kpi}/{QUERY}&show={show}").status_code == 200


def test_what_kept_a_figure_down_comes_first(client: Client, world: World) -> None:
    page = client.get(f"/dashboard/timely_updates/{QUERY}").content.decode()
    assert ">maps<" in page
    assert ">fees<" not in page
    assert "met late" in page
    assert "recorded after the deadline" in page


@pytest.mark.parametrize("kpi", Kpi.values)
def test_every_row_leads_to_its_evidence(client: Client, world: World, kpi: str) -> None:
    for show in ("missed", "numerator"):
        for line in client.get(f"/dashboard/{kpi}/{QUERY}&show={show}").context["lines"]:
            page = client.get(line.url)
            assert page.status_code == 200
            assert page.context["story"].told


def test_the_evidence_of_an_update(client: Client, world: World) -> None:
    row = UpdateObligation.objects.get(dataset=world.maps, due="2026-06-30")
    page = client.get(f"/dashboard/timely_updates/{row.pk}/{QUERY}").content.decode()
    assert "2026-07-08" in page
    assert "2026-07-20T09:00" in page
    assert "calendar days" in page
    earlier = client.get(f"/dashboard/timely_updates/{row.pk}/?period=2026Q2&as_of=2026-07-15").content.decode()
    assert "2026-07-20" not in earlier


def test_the_evidence_of_a_failing_dataset(client: Client, world: World) -> None:
    for hour in ("01", "04", "09"):
        world.look(f"2026-08-02T{hour}:00", world.image, "broken")
    world.look("2026-08-05T09:00", world.image)
    page = client.get(f"/dashboard/quality_pass/{world.maps.pk}/?period=2026Q3&as_of=2026-09-01").content.decode()
    assert "down until 2026-08-05" in page
    june = client.get(f"/dashboard/quality_pass/{world.maps.pk}/{QUERY}").content.decode()
    assert "not machine readable" in june


def test_an_overdue_update_is_named(client: Client, world: World) -> None:
    page = client.get(f"/dashboard/quality_pass/{world.maps.pk}/?period=2026-07&as_of=2026-07-10").content.decode()
    assert "Overdue update" in page
    assert "deadline 2026-07-06" in page


def test_all_rows_as_csv(client: Client, world: World) -> None:
    body = client.get(f"/dashboard/timely_updates/{QUERY}&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(body)))
    assert [(row["group"], row["identifier"]) for row in rows] == [("missed", "maps")] + [("numerator", "fees")] * 3


def test_units_read_their_own_rows_alone(staff: User, stranger: User, world: World) -> None:
    row = UpdateObligation.objects.get(dataset=world.maps, due="2026-06-30")
    url = f"/dashboard/timely_updates/{row.pk}/{QUERY}"
    assert client_of(stranger).get(url).status_code == 200
    assert client_of(staff).get(url).status_code == 404
    assert client_of(staff).get(f"{url}&unit=content").status_code == 404
    assert "maps" not in client_of(staff).get(f"/dashboard/timely_updates/{QUERY}").content.decode()


NOWHERE = "0b6e6f0e-5f7b-4f0e-9a52-3e1d4d1f2a10"


@pytest.mark.parametrize("url", ["nonsense/", f"timely_updates/{NOWHERE}/", f"x/{NOWHERE}/"])
def test_what_is_not_there(client: Client, world: World, url: str) -> None:
    assert client.get("/dashboard/" + url).status_code == 404


def test_asks_to_sign_in_and_refuses_to_change(client: Client, world: World) -> None:
    assert Client().get(f"/dashboard/timely_updates/{QUERY}").status_code == 302
    assert client.post("/dashboard/timely_updates/").status_code == 405


@pytest.mark.parametrize("query", ["?period=x", "?as_of=x", "?page=99999999999999999999"])
def test_bad_questions(client: Client, world: World, query: str) -> None:
    assert client.get(f"/dashboard/timely_updates/{query}").status_code in {200, 400}


@pytest.mark.parametrize(
    ("kpi", "show", "identifiers"),
    [
        ("timely_updates", "recorded_late", ["maps"]),
        ("timely_updates", "supported", ["fees"]),
        ("open_ratio", "coverage", ["s"]),
    ],
)
def test_a_number_beside_leads_to_its_rows(
    client: Client, world: World, kpi: str, show: str, identifiers: list[str]
) -> None:
    tile = client.get(f"/dashboard/{kpi}/?period=2026-06&as_of=2026-09-01").context["tile"]
    (url,) = [url for _words, _ratio, url in tile.besides if f"show={show}" in url]
    assert [line.identifier for line in client.get(url).context["lines"]] == identifiers


def test_the_rule_of_counting_is_said(client: Client, world: World, settings: Any) -> None:
    url = f"/dashboard/timely_updates/{QUERY}"
    assert "No office calendar was imported" in client.get(url).content.decode()
    on("2026-08-02T09:00", CalendarEdition(year=2026, source="x.csv", sha256="", days={}))
    assert "Office calendars imported: 2026" in client.get(url).content.decode()
    settings.DAY_COUNT = "working"
    assert "5 working days" in client.get(url).content.decode()
