"""The dashboard: five targets, who sees what, and figures as of any moment."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datasets.models import Unit, User
from reports.asking import Asked
from reports.dashboards import SHOWN
from reports.kept.keeping import keep
from reports.kpis.quarters import parse_period
from reports.models import Explanation, Kpi, Meeting, Resolution, ResolutionProgress
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
JUNE = "/dashboard/?period=2026Q2&as_of=2026-09-01"


def client_of(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def client(advisor: User) -> Client:
    return client_of(advisor)


def test_shows_five_targets_trend_units_and_heat_map(client: Client, world: World) -> None:
    page = client.get(JUNE).content.decode()
    assert all(f'href="/dashboard/{kpi}/?period=2026Q2' in page for kpi in Kpi.values)
    assert "75.0%" in page
    assert "3 / 4 · target ≥ 90%" in page
    assert "trend-timely_updates" in page
    assert "heat-" in page
    assert page.count("<h1>") == 1


def test_coverage_stands_beside_the_open_ratio_in_the_same_size(client: Client, world: World) -> None:
    page = client.get(JUNE).content.decode()
    assert page.split("systems with an open dataset")[1].split("stat__value")[1].startswith('">100.0%')


@pytest.mark.parametrize("kpi", Kpi.values)
def test_every_kpi_has_its_charts(client: Client, world: World, kpi: str) -> None:
    assert f"trend-{kpi}" in client.get(f"{JUNE}&kpi={kpi}").content.decode()


def test_the_heat_map_leads_from_agency_and_units_to_rows(client: Client, staff: User, world: World) -> None:
    heat = client.get(JUNE).context["heat"]
    assert [label for label, _cells in heat.rows] == ["Whole agency", "Content", "Infrastructure"]
    last = heat.rows[0][1][-1]
    assert (last.text, last.href) == ("50.0%", "/dashboard/timely_updates/?period=2026-06&as_of=2026-09-01")
    assert [label for label, _cells in client_of(staff).get(JUNE).context["heat"].rows] == ["Infrastructure"]


def test_what_was_known_earlier(client: Client, world: World) -> None:
    page = client.get("/dashboard/?period=2026Q2&as_of=2026-06-30").content.decode()
    assert "3 / 3" in page
    assert "provisional" in page


def test_roc_dates_are_understood(client: Client, world: World) -> None:
    page = client.get("/dashboard/?period=115Q2&as_of=115/09/01").content.decode()
    assert "2026 Q2" in page


def test_in_chinese(advisor: User, world: World) -> None:
    chinese = Client(headers={"accept-language": "zh-hant"})
    chinese.force_login(advisor)
    assert "115年第2季" in chinese.get(JUNE).content.decode()


def test_an_empty_database_has_no_items(client: Client) -> None:
    assert "no items" in client.get("/dashboard/").content.decode()


def test_units_see_their_own_alone(staff: User, world: World) -> None:
    client = client_of(staff)
    page = client.get(JUNE).content.decode()
    assert "Infrastructure" in page
    assert "3 / 3" in page
    assert ">Content<" not in page
    assert client.get(f"{JUNE}&unit=content").status_code == 400


def test_asks_to_sign_in(world: World) -> None:
    assert Client().get(JUNE).status_code == 302


def test_post_is_not_allowed(client: Client) -> None:
    assert client.post("/dashboard/").status_code == 405


@pytest.mark.parametrize("query", ["period=2026Q9", "as_of=soon", "unit=nobody", "period=" + "9" * 300])
def test_a_bad_question_is_answered_beside_its_field(client: Client, world: World, query: str) -> None:
    answer = client.get(f"/dashboard/?{query}")
    assert answer.status_code == 400
    assert "field__error" in answer.content.decode()


def test_the_table_as_csv(client: Client, world: World) -> None:
    answer = client.get(f"{JUNE}&format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="kpis-2026Q2.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("kpi,unit,numerator")
    assert len(lines) == 1 + 5 * 3


def test_queries_do_not_grow_with_the_data(client: Client, world: World, django_assert_max_num_queries: Any) -> None:
    client.get(JUNE)
    with django_assert_max_num_queries(100):  # ten of them ask whether what rests on few facts is known already
        client.get(JUNE)


def test_queries_do_not_grow_with_the_units(client: Client, world: World, django_assert_num_queries: Any) -> None:
    client.get(JUNE)
    with CaptureQueriesContext(connection) as few:
        client.get(JUNE)
    for number in range(12):
        unit = Unit.objects.create(code=f"u{number}", name=f"u{number}", parent=world.infra)
        on("2026-08-02T09:00", Explanation(quarter="2026Q2", unit=unit, kpi="timely_updates", text="x"))
    with django_assert_num_queries(len(few)):
        page = client.get(JUNE)
    assert len(page.context["lines"]) == 14


def test_the_answer_comes_first(client: Client, world: World) -> None:
    """June 2026: 3 of 4 updates and 1 of 2 of quality miss, the rest is met."""
    page = client.get(JUNE)
    assert page.context["answer"] == "3 of 5 targets met, 2 below."
    assert [(line.name, [one.figure.kpi for one in below]) for line, below in page.context["short"].lines] == [
        ("Content", ["timely_updates", "quality_pass"])
    ]


def test_what_the_meeting_must_decide(client: Client, world: World, staff: User) -> None:
    def counts(page: Any) -> list[tuple[int, str]]:
        return [(one.count, one.note) for one in page.context["matters"]]

    nothing = (0, "")
    assert counts(client.get(JUNE)) == [nothing, (1, "0 of 2 explanations handed in"), *[nothing] * 4]
    on("2026-08-02T09:00", Explanation(quarter="2026Q2", unit=world.content, kpi="timely_updates", text="x"))
    meeting = Meeting.objects.get()
    resolved = Resolution(meeting=meeting, number="1", text="x", owner=world.infra, due_on=date(2026, 8, 20))
    on("2026-08-03T09:00", resolved)
    told = counts(client.get(JUNE))
    assert told[1:3] == [(1, "1 of 2 explanations handed in"), (1, "1 past the due date")]
    assert client.get(JUNE).context["matters"][1].label == "unit that must explain itself", "one is not many"
    assert counts(client.get("/dashboard/?period=2026Q2&as_of=2026-07-31"))[0] == (1, "")
    on("2026-08-04T09:00", ResolutionProgress(resolution=resolved, text="done", released=True))
    assert counts(client.get(JUNE))[2] == (0, "")
    assert counts(client_of(staff).get(JUNE))[1] == (0, "")


def test_the_year_shows_its_arithmetic(client: Client, world: World) -> None:
    """Known by 1 September: fees 6 in time, maps late. Begin later: October to December of fees, the last of maps."""
    told = {one.kpi: one for one in client.get(JUNE).context["outlooks"]}
    updates = told["timely_updates"].forecast
    assert (updates.known.numerator, updates.known.denominator, updates.pending) == (6, 7, 0)
    assert updates.ahead == 4
    assert updates.verdict == "possible"
    assert told["quality_pass"].forecast is None


def test_it_is_drawn_once_for_all_who_ask_the_same(
    advisor: User, officer: User, staff: User, world: World, settings: Any
) -> None:
    """And anew for another reader, language, figure or moment, and whenever a fact is new."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "drawn"}}
    keep()
    first = _figures(client_of(advisor), JUNE)
    with CaptureQueriesContext(connection) as caught:
        assert _figures(client_of(officer), JUNE) == first
    assert not any("reports_keptcount" in one["sql"] or "reports_targetversion" in one["sql"] for one in caught)
    others = [f"{JUNE}&kpi=open_ratio", f"{JUNE}&unit=infra", "/dashboard/?period=2026Q2&as_of=2026-09-02"]
    drawn = [_figures(client_of(officer), page) for page in others]
    drawn += [_figures(client_of(staff), JUNE), _figures(client_of(officer), JUNE, "zh-hant")]
    assert len({first, *drawn}) == 6
    on("2026-08-02T09:00", Explanation(quarter="2026Q2", unit=world.content, kpi="timely_updates", text="x"))
    assert "1 of 2 explanations handed in" in _figures(client_of(officer), JUNE)


def test_what_one_reader_adds_to_the_address_is_no_other_s(advisor: User, world: World, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "address"}}
    Unit.objects.bulk_create(Unit(code=f"u{number}", name=f"u{number}") for number in range(SHOWN))
    keep()
    assert "x=added" in _figures(client_of(advisor), f"{JUNE}&page=1&x=added"), "the links to other pages repeat it"
    assert "added" not in _figures(client_of(advisor), f"{JUNE}&page=1")


def _figures(client: Client, page: str, language: str = "en") -> str:
    told = client.get(page, headers={"accept-language": language}).content.decode()
    return told.split('id="figures"')[1].split("</main>")[0]


def test_a_unit_sees_what_it_owes(client: Client, world: World) -> None:
    page = client.get("/dashboard/?period=2026Q2&as_of=2026-07-07&unit=content")
    assert [(line.subject, str(line.deadline), line.state) for line in page.context["due"]] == [
        ("maps", "2026-07-06", "bad")
    ]
    assert client.get(JUNE).context["due"] == []


def test_a_question_about_nothing_leaves_no_bare_question_mark(client: Client, world: World) -> None:
    asked = Asked(parse_period("2026Q2"), at("2026-08-02T09:00"))
    assert (asked.query(), asked.query(period=None), asked.query(kpi="x")) == ("", "", "?kpi=x")
    assert not re.findall(r'href="[^"]*\?"', client.get("/dashboard/").content.decode())
