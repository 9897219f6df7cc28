"""Every view can be taken along: as CSV, ODS and PNG with the screen's rows and nothing that runs, and as a link."""

import csv
import io
import re
from datetime import UTC
from typing import Any

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from datasets.models import Dataset, InformationSystem, Unit, User
from datasets.rules.roc import parse
from datasets.tables import Column, Table
from reports.models import Meeting, Outreach, StocktakingRound
from reports.services.closing import close_periods
from reports.table_picture import clipped, table_picture
from reports.taking import links
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
CLOSED, LATER = "2026-10-20T09:00", "2026-10-21T09:00"
PAGES = [
    "/priority/", "/not-open/", "/usage/", "/datasets/fees/scores/", "/stocktaking/", "/dashboard/scoreboard/",
    "/dashboard/restatements/", "/dashboard/changes/?since=2026-01-01", "/reviews/2026Q2/", "/explanations/2026Q2/",
    "/resolutions/", "/checks/mend/", "/checks/", "/manage/systems/", "/manage/systems/s/", "/datasets/fees/",
    "/checks/distributions/{file}/", "/meetings/", "/meetings/{meeting}/", "/outreach/", "/resolutions/excusals/",
    "/strategy/", "/reviews/waiting/", "/annual/2026/", "/explanations/claims/",
    "/dashboard/quality_pass/{maps}/?period=2026-06", "/dashboard/reviews_done/{item}/?period=2026Q2",
]  # fmt: skip


def parameter(url: str) -> str:
    """The overview of checks filters by format, so its files go by another name."""
    return "take" if url == "/checks/" else "format"


def address(url: str, world: World) -> str:
    meeting = Meeting.objects.get().pk
    return url.format(file=world.file.pk, maps=world.maps.pk, item=world.item.pk, meeting=meeting)


@pytest.fixture
def told(world: World) -> World:
    Dataset.objects.filter(pk=world.lists.pk).update(priority=True)
    with time_machine.travel(at(CLOSED), tick=False):
        close_periods(at(CLOSED))
    on(
        "2026-10-20T10:00",
        StocktakingRound(title="115年盤點", due_on=at("2026-10-30T00:00").date()),
        Outreach(kind="training", title="資料品質", held_on=at("2026-10-19T00:00").date(), hours=3, people=20),
    )
    return world


@pytest.mark.parametrize("url", PAGES)
def test_a_view_leaves_in_three_formats_and_as_a_link(told: World, officer: User, as_: As, url: str) -> None:
    client, between, url = as_(officer), "&" if "?" in url else "?", address(url, told)
    with time_machine.travel(at(LATER), tick=False):
        page = client.get(url)
        files, pinned = links(page.wsgi_request, page.context["take"])
        csv_, ods, png = (client.get(f"{url}{between}{parameter(url)}={name}") for name in ("csv", "ods", "png"))
        same = client.get(url.partition("?")[0] + pinned)
    assert [name for name, _query in files] == ["CSV", "ODS", "PNG"]
    assert csv_["Content-Disposition"].endswith('.csv"') and csv_.content.startswith(b"\xef\xbb\xbf")
    assert CalamineWorkbook.from_filelike(io.BytesIO(ods.content)).sheet_names
    assert png["Content-Type"] == "image/png" and png.content.startswith(b"\x89PNG")
    assert same.status_code == 200
    shown = page.content.decode().replace("&amp;", "&")
    assert all(f'href="{query}"' in shown for query in [pinned, *(query for _name, query in files)])


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_a_pinned_link_fills_the_form_with_the_very_moment_in_taipei(
    told: World, officer: User, as_: As, language: str
) -> None:
    """As it is typed, to the microsecond: the form sent as it stands asks for the same."""
    client, moment = as_(officer), at("2026-10-20T09:00:07.000042")
    pinned = {"as_of": moment.astimezone(UTC).isoformat()}
    for url in ("/dashboard/", "/usage/", "/not-open/"):
        page = client.get(url, pinned, HTTP_ACCEPT_LANGUAGE=language).content.decode()
        typed = re.search(r'name="as_of" value="([^"]*)"', page)
        assert typed and typed[1] == ("2026-10-20" if language == "en" else "115/10/20") + " 09:00:07.000042"
        assert parse(typed[1]).at == moment
        assert client.get(url, {"as_of": typed[1]}).status_code == 200


def test_what_somebody_typed_stays_as_it_was_typed(told: World, officer: User, as_: As) -> None:
    for typed in ("2026-10-20", "115.10.20 9:00", "2026-13-45T09:00Z"):
        assert f'value="{typed}"' in as_(officer).get("/dashboard/", {"as_of": typed}).content.decode()


def test_what_awaits_a_decision_leaves_with_what_the_page_says(told: World, advisor: User, as_: As) -> None:
    rows = rows_of(as_(advisor).get("/reviews/waiting/?as_of=2026-07-26&format=csv"))
    assert [row[1:4] for row in rows[1:]] == [["lists", "115年第2季", str(told.content)]]


def test_a_grid_leaves_too(told: World, staff: User, as_: As) -> None:
    with time_machine.travel(at("2026-06-10T09:00"), tick=False):
        rows = rows_of(as_(staff).get("/due/?month=2026-06&format=csv"))
        assert "不提供過去時點" in as_(staff).get("/due/?month=2026-06&as_of=2026-06-01").content.decode()
    assert [row[0] for row in rows[1:]] == ["fees"]


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_no_cell_of_a_file_runs(told: World, client: Client) -> None:
    Dataset.objects.filter(pk=told.lists.pk).update(title="=1+1")
    assert rows_of(client.get("/not-open/?format=csv"))[1][0] == "'=1+1"
    ods = client.get("/not-open/?format=ods").content
    assert CalamineWorkbook.from_filelike(io.BytesIO(ods)).get_sheet_by_index(1).to_python()[1][0] == "=1+1"
    assert client.get("/usage.csv").status_code == 200


def test_filters_stay_in_the_links(told: World, officer: User, as_: As) -> None:
    page = as_(officer).get("/checks/?link=ok&format=CSV&as_of=2026-07-01&page=2")
    files, _pinned = links(page.wsgi_request, page.context["take"])
    assert dict(files)["ODS"] == "?link=ok&format=CSV&as_of=2026-07-01&take=ods"
    assert all("as_of=2026-07-01" in query for _title, query, _current in page.context["tabs"])
    assert page.context["ways"]["broken"] == "?link=broken&format=CSV&as_of=2026-07-01#files"


def test_a_picture_clips_what_does_not_fit_and_says_how_many_rows_are_left(english: None) -> None:
    assert clipped("資料" * 10, 5) == "資料資料…"
    assert clipped("abc", 5) == "abc"
    rows = tuple((f"<b>{n}", n) for n in range(70))
    svg = table_picture("T", "s", [Table("c", (Column("a"), Column("b", "integer")), rows)])
    assert "and 10 more rows" in svg
    assert "&lt;b&gt;0" in svg


def test_a_unit_sees_its_own_rows_in_a_file(told: World, stranger: User, as_: As, unit: Unit) -> None:
    InformationSystem.objects.create(code="x", name="x", unit=unit)
    assert as_(stranger).get("/manage/systems/?format=csv").status_code == 403
    found = rows_of(as_(stranger).get("/dashboard/scoreboard/?period=2026&as_of=2026-10-01&format=csv"))
    assert {row[0] for row in found[1:]} == {"content"}
