"""Any view as a file: the same numbers in CSV, ODS and PNG as on the screen; and the corridor's screen."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from datasets.models import Dataset, User
from tests.reports.world import World

pytestmark = pytest.mark.django_db
JUNE = "/dashboard/?period=2026Q2&as_of=2026-09-01"
LATE = "/dashboard/timely_updates/?period=2026Q2&as_of=2026-09-01"


@pytest.fixture
def client(advisor: User) -> Client:
    return client_of(advisor)


def client_of(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def sheet(content: bytes, number: int) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(number).to_python()


def test_the_dashboard_as_a_spreadsheet_holds_the_screen_s_numbers(client: Client, world: World) -> None:
    screen = client.get(JUNE)
    answer = client.get(f"{JUNE}&format=ods")
    assert answer["Content-Disposition"] == 'attachment; filename="kpis-2026Q2.ods"'
    head, *rows = sheet(answer.content, 1)
    assert head[3:6] == ["Numerator", "Denominator", "Rate"]
    figures = [card.tile.figure for card in screen.context["cards"]]
    shown = [(one.numerator, one.denominator) for one in figures]
    assert [(row[3], row[4]) for row in rows[:5]] == shown
    assert rows[1][5] == 0.75
    assert len(rows) == 5 + 5 * len(screen.context["lines"])
    waiting = sheet(answer.content, 2)[2]
    assert waiting[2:6] == [6, 7, 0, 4]


def test_csv_and_spreadsheet_say_the_same(client: Client, world: World) -> None:
    lines = list(csv.reader(io.StringIO(client.get(f"{JUNE}&format=csv").content.decode("utf-8-sig"))))[1:]
    rows = sheet(client.get(f"{JUNE}&format=ods").content, 1)[1:]
    of_units = sorted((line[2], line[3]) for line in lines)
    assert of_units == sorted((str(int(row[3])), str(int(row[4]))) for row in rows)


def test_rows_of_a_figure_as_a_spreadsheet_and_none_of_them_runs(client: Client, world: World) -> None:
    Dataset.objects.filter(pk=world.maps.pk).update(title='=HYPERLINK("https://example.test")\u202e')
    head, *rows = sheet(client.get(f"{LATE}&format=ods").content, 1)
    assert (len(rows), head[1]) == (4, "Subject")
    assert {row[1] for row in rows} == {"fees", '=HYPERLINK("https://example.test")[U+202E]'}
    assert b"table:formula" not in client.get(f"{LATE}&format=ods").content
    assert "'=HYPERLINK" in client.get(f"{LATE}&format=csv").content.decode()


@pytest.mark.parametrize("url", [JUNE, LATE])
def test_a_view_as_a_picture(client: Client, world: World, url: str) -> None:
    answer = client.get(f"{url}&format=png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert len(answer.content) > 20_000


def test_the_pinned_link_shows_the_same_later(client: Client, world: World) -> None:
    page = client.get("/dashboard/?kpi=quality_pass")
    again = client.get("/dashboard/" + page.context["pinned"])
    assert again.context["asked"].as_of == page.context["asked"].as_of
    assert again.context["asked"].period == page.context["asked"].period
    assert again.context["heat"].key == "heat-quality_pass"


def test_a_stranger_s_file_holds_the_own_unit_alone(stranger: User, world: World) -> None:
    rows = sheet(client_of(stranger).get(f"{JUNE}&format=ods").content, 1)[1:]
    assert {row[0] for row in rows} <= {"", stranger.unit.code if stranger.unit else ""}


def test_the_corridor_s_screen_is_public_and_refreshes_itself(world: World) -> None:
    page = Client(headers={"accept-language": "en"}).get("/dashboard/tv/")
    text = page.content.decode()
    assert 'hx-trigger="every 60s"' in text
    assert len(page.context["tiles"]) == 5
    assert "systems with an open dataset" in text
    assert "/dashboard/timely_updates" not in text
    assert "site-nav" not in text
