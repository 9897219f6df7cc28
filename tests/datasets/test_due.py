"""Updates due: a month in one grid, saved whole or not at all."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from datasets import ledger
from datasets.models import Dataset, Unit, UpdateAttestation, UpdateObligation, UpdateSchedule, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def november() -> Any:
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


def obligation(unit: Unit, identifier: str, start: date, end: date, frequency: str = "每1月") -> UpdateObligation:
    dataset, _ = Dataset.objects.get_or_create(identifier=identifier, defaults={"title": identifier, "unit": unit})
    schedule = UpdateSchedule(dataset=dataset, frequency=frequency, starts_on=start)
    ledger.record([schedule])
    deadline = date(end.year + end.month // 12, end.month % 12 + 1, 5)
    row = UpdateObligation(
        dataset=dataset, schedule=schedule, unit=unit, period_start=start, period_end=end, due=end, deadline=deadline
    )
    return ledger.record([row])[0]


@pytest.fixture
def october(unit: Unit) -> UpdateObligation:
    return obligation(unit, "A", date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def now_due(unit: Unit) -> UpdateObligation:
    return obligation(unit, "A", date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def client(staff: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    return client


def cell(row: UpdateObligation, updated: str, *, seen: Any = "", note: str = "") -> dict[str, Any]:
    return {f"{row.pk}-updated": updated, f"{row.pk}-seen": seen, f"{row.pk}-note": note}


def test_shows_this_month_and_what_is_still_owed(
    client: Client, october: UpdateObligation, now_due: UpdateObligation
) -> None:
    page = client.get("/due/").content.decode()
    assert f"{october.pk}-updated" in page
    assert f"{now_due.pk}-updated" in page
    assert "overdue" in page


def test_another_month_shows_its_own_rows_alone(client: Client, october: UpdateObligation) -> None:
    assert f"{october.pk}-updated" in client.get("/due/?month=2026-10").content.decode()
    assert f"{october.pk}-updated" not in client.get("/due/?month=2026-09").content.decode()


@pytest.mark.parametrize("text", ["115/11/05", "1151105", "2026-11-05", "民國115年11月5日", "１１５／１１／０５"])
def test_saves_roc_and_iso_dates(client: Client, staff: User, now_due: UpdateObligation, text: str) -> None:
    assert client.post("/due/", cell(now_due, text)).status_code == 302
    claim = UpdateAttestation.objects.get()
    assert claim.claimed_at == datetime(2026, 11, 4, 16, 0, tzinfo=UTC)
    assert (claim.date_only, claim.recorded_by) == (True, staff)


def test_one_bad_cell_keeps_the_whole_grid_unsaved(
    client: Client, october: UpdateObligation, now_due: UpdateObligation
) -> None:
    answer = client.post("/due/", cell(october, "2026-10-30") | cell(now_due, "yesterday"))
    page = answer.content.decode()
    assert not UpdateAttestation.objects.exists()
    assert "“yesterday” is no date" in page
    assert "nothing was saved yet" in page
    assert 'value="2026-10-30"' in page


@pytest.mark.parametrize(
    ("text", "says"),
    [("2026-11-25", "lies in the future"), ("2026-10-31", "too early"), ("2026-02-30", "does not exist")],
)
def test_refused_dates_say_why(client: Client, now_due: UpdateObligation, text: str, says: str) -> None:
    assert says in client.post("/due/", cell(now_due, text)).content.decode()
    assert not UpdateAttestation.objects.exists()


def test_one_update_never_meets_two_periods(
    client: Client, october: UpdateObligation, now_due: UpdateObligation
) -> None:
    page = client.post("/due/", cell(october, "2026-11-10") | cell(now_due, "2026-11-10")).content.decode()
    assert "one update meets one period" in page
    assert not UpdateAttestation.objects.exists()


def test_a_correction_supersedes_and_shows(client: Client, now_due: UpdateObligation) -> None:
    client.post("/due/", cell(now_due, "2026-11-05"))
    first = UpdateAttestation.objects.get()
    client.post("/due/", cell(now_due, "2026-11-06", seen=first.pk, note="typing error"))
    assert UpdateAttestation.objects.count() == 2
    page = client.get("/due/").content.decode()
    assert "Corrected: 2 entries" in page
    assert 'value="2026-11-06"' in page


def test_what_was_not_changed_is_not_recorded_again(client: Client, now_due: UpdateObligation) -> None:
    client.post("/due/", cell(now_due, "2026-11-05"))
    first = UpdateAttestation.objects.get()
    client.post("/due/", cell(now_due, "115/11/05", seen=first.pk))
    assert UpdateAttestation.objects.count() == 1


def test_nobody_overwrites_what_they_did_not_see(client: Client, now_due: UpdateObligation) -> None:
    client.post("/due/", cell(now_due, "2026-11-05"))
    assert "meanwhile" in client.post("/due/", cell(now_due, "2026-11-06")).content.decode()
    assert UpdateAttestation.objects.count() == 1


def test_a_dash_takes_back_and_an_emptied_cell_asks(client: Client, now_due: UpdateObligation) -> None:
    client.post("/due/", cell(now_due, "2026-11-05"))
    seen = UpdateAttestation.objects.get().pk
    assert "write - instead" in client.post("/due/", cell(now_due, "", seen=seen)).content.decode()
    client.post("/due/", cell(now_due, "-", seen=seen))
    assert [claim.claimed_at is None for claim in UpdateAttestation.objects.order_by("position")] == [False, True]
    assert "to fill in" in client.get("/due/").content.decode()


def test_another_units_rows_are_neither_shown_nor_touched(client: Client, other_unit: Unit) -> None:
    theirs = obligation(other_unit, "B", date(2026, 11, 1), date(2026, 11, 30))
    assert str(theirs.pk) not in client.get("/due/").content.decode()
    client.post("/due/", cell(theirs, "2026-11-05"))
    assert not UpdateAttestation.objects.exists()


def test_signs_in_first(now_due: UpdateObligation) -> None:
    assert Client().get("/due/").status_code == 302


@pytest.mark.parametrize("person", ["advisor", "officer", "auditor"])
def test_others_have_no_grid(person: str, request: pytest.FixtureRequest) -> None:
    visitor = Client()
    visitor.force_login(request.getfixturevalue(person))
    assert visitor.get("/due/").status_code == 403


def test_method_not_allowed(client: Client) -> None:
    assert client.delete("/due/").status_code == 405


@pytest.mark.parametrize("month", ["", "2026-13", "9999999", "二〇二六", "0000-01"])
def test_a_month_that_cannot_be_read_shows_this_one(client: Client, now_due: UpdateObligation, month: str) -> None:
    assert f"{now_due.pk}-updated" in client.get("/due/", {"month": month}).content.decode()


def test_queries_do_not_grow_with_rows(
    client: Client, unit: Unit, now_due: UpdateObligation, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        obligation(unit, f"D{n}", date(2026, 11, 1), date(2026, 11, 30))
    with django_assert_max_num_queries(12):
        client.get("/due/")


def test_each_cell_names_its_column_for_a_telephone(client: Client, now_due: UpdateObligation) -> None:
    """There a row is a card, and the head of the table is not seen."""
    page = client.get("/due/").content.decode()
    head = page.split("<thead>")[1].split("</thead>")[0]
    row = page.split("<tbody>")[1].split("</tr>")[0]
    assert row.count("<td data-label=") == row.count("<td") == head.count("<th ") - 1
