"""The scoreboard: every figure of the closed quarters, who is commended by them, and who must explain what."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datasets.models import Unit, User
from reports.models import Explanation
from tests.reports.test_dashboard import client_of
from tests.reports.world import World, on

pytestmark = pytest.mark.django_db
YEAR = "/dashboard/scoreboard/?period=2026&as_of=2026-09-01"


@pytest.fixture
def client(advisor: User) -> Client:
    return client_of(advisor)


def test_the_arithmetic_of_every_quarter(client: Client, world: World) -> None:
    page = client.get(YEAR)
    boards = {board.name: board for board in page.context["boards"]}
    content = dict(boards["Content"].lines)
    second = content["Timely updates"][1]
    assert (second.tile.figure.numerator, second.tile.figure.denominator) == (0, 1)
    assert second.explain == f"/explanations/2026Q2/{world.content.code}/timely_updates/?as_of=2026-09-01"
    assert not boards["Content"].commended
    assert "2 times below a target" in boards["Content"].verdict


def test_on_a_telephone_each_figure_names_its_quarter(client: Client, world: World) -> None:
    """Rows become blocks there, and the column's head is out of sight."""
    page = client.get(YEAR)
    assert [cell.quarter for cell in dict(page.context["boards"][0].lines)["Timely updates"]] == ["2026 Q1", "2026 Q2"]
    figures = sum(len(cells) for board in page.context["boards"] for _label, cells in board.lines)
    told = page.content.decode()
    assert told.count('data-label="2026 Q1"') + told.count('data-label="2026 Q2"') == figures


def test_who_met_all_comes_first(client: Client, world: World) -> None:
    boards = client.get(YEAR).context["boards"]
    assert [board.commended for board in boards] == [True, False]


def test_an_explanation_is_told_from_none(client: Client, world: World) -> None:
    def given() -> bool:
        boards = {board.name: dict(board.lines) for board in client.get(YEAR).context["boards"]}
        return bool(boards["Content"]["Timely updates"][1].given)

    assert not given()
    on("2026-08-20T09:00", Explanation(quarter="2026Q2", unit=world.content, kpi="timely_updates", text="x"))
    assert given()


def test_unit_people_see_their_own_alone(world: World, staff: User) -> None:
    assert [board.name for board in client_of(staff).get(YEAR).context["boards"]] == ["Infrastructure"]


def test_a_bad_question_and_a_year_to_come(client: Client, world: World) -> None:
    assert client.get("/dashboard/scoreboard/?period=never").status_code == 400
    assert client.get("/dashboard/scoreboard/?period=2031").context["boards"] == []


def test_queries_do_not_grow_with_the_units(client: Client, world: World) -> None:
    client.get(YEAR)
    with CaptureQueriesContext(connection) as few:
        client.get(YEAR)
    for number in range(8):
        Unit.objects.create(code=f"u{number}", name=f"u{number}", parent=world.infra)
    with CaptureQueriesContext(connection) as many:
        client.get(YEAR)
    assert len(many) == len(few)
