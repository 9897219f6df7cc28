"""The badges' table: versions that hold from a day, never edited, read as of any moment."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from datasets.models import User
from datasets.rules.refusal import Refusal
from quality.models import BadgeTable
from quality.scores.national import BADGES
from quality.services import badges
from tests.reports.world import at

pytestmark = pytest.mark.django_db
STRICT = {"bronze": [1, 2], "silver": [1, 2, 3], "gold": [1, 2, 3, 4, 5, 6], "platinum": [1, 2, 3, 4, 5, 6, 7]}
LAX = {"bronze": [1], "silver": [1, 2], "gold": [1, 2, 3], "platinum": [1, 2, 3, 4]}


def record(moment: str, needs: dict[str, list[int]], day: date, by: User) -> BadgeTable:
    with time_machine.travel(at(moment), tick=False):
        return badges.set_table(
            needs=needs, effective_on=day, reason="The group's resolution.", by=by, today=at(moment).date()
        )


def needs(day: date, as_of: str | None = None) -> dict[str, list[int]]:
    table = badges.table_in_force(day, at(as_of) if as_of else None)
    return {badge.code: sorted(badge.needs) for badge in table}


def test_the_default_holds_until_the_first_version_begins(officer: User) -> None:
    assert badges.table_in_force(date(2026, 5, 1)) == BADGES
    record("2026-05-01T09:00", STRICT, date(2026, 6, 1), officer)
    assert badges.table_in_force(date(2026, 5, 31)) == BADGES
    assert needs(date(2026, 6, 1)) == STRICT


def test_what_was_known_at_a_moment(officer: User) -> None:
    record("2026-05-01T09:00", STRICT, date(2026, 6, 1), officer)
    record("2026-06-10T09:00", LAX, date(2026, 6, 10), officer)
    assert needs(date(2026, 7, 1), "2026-06-09T00:00") == STRICT
    assert needs(date(2026, 7, 1)) == LAX
    assert badges.table_in_force(date(2026, 7, 1), at("2026-04-30T00:00")) == BADGES


def test_of_two_for_one_day_the_later_holds(officer: User) -> None:
    for table in (STRICT, LAX):
        record("2026-05-01T09:00", table, date(2026, 6, 1), officer)
    assert needs(date(2026, 6, 1)) == LAX


@pytest.mark.parametrize(
    ("changed", "day", "code"),
    [
        ({}, date(2026, 4, 30), "past"),
        ({"bronze": []}, date(2026, 5, 1), "nothing"),
        ({"silver": [1, 3]}, date(2026, 5, 1), "less"),
    ],
)
def test_refused(officer: User, changed: dict[str, list[int]], day: date, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        record("2026-05-01T09:00", STRICT | changed, day, officer)
    assert refusal.value.code == code
    assert not BadgeTable.objects.exists()


@pytest.fixture
def page(officer: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def test_the_officer_records_one(page: Client) -> None:
    data: dict[str, Any] = {**LAX, "effective_on": "2099-01-01", "reason": "Resolution 3."}
    assert page.post("/checks/badges/", data).status_code == 302
    assert BadgeTable.objects.get().needs == LAX
    shown = page.get("/checks/badges/").text
    assert "2099-01-01" in shown and "Resolution 3." in shown
    assert "Resolution 3." not in page.get("/checks/badges/?as_of=2020-01-01").text


def test_a_wrong_form_records_nothing_and_keeps_what_was_typed(page: Client) -> None:
    data: dict[str, Any] = {**LAX, "silver": [2], "effective_on": "2099-01-01", "reason": "Resolution 3."}
    answer = page.post("/checks/badges/", data)
    assert answer.status_code == 400
    assert "all that the one below it needs" in answer.text and "Resolution 3." in answer.text
    assert not BadgeTable.objects.exists()
