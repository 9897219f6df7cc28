"""History keeps the old name of a unit, on every door that takes a moment (domain.md, Unit)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from datasets.models import InformationSystem, Unit, UnitChange, User
from datasets.names import named, named_as_of, names_then
from datasets.services.systems import save_system
from datasets.services.units import add_unit, change_unit
from feedback.services.receive import front_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(officer: User) -> Unit:
    unit = add_unit(code="plan", name="綜合規劃處", name_en="Planning", by=officer)
    change_unit(unit, name="數位規劃處", name_en="Digital planning", parent=None, by=officer)
    return unit


def before_the_new_name() -> datetime:
    return UnitChange.objects.get(kind="renamed").recorded_at - timedelta(microseconds=1)


def test_a_unit_is_shown_under_the_name_of_the_moment(renamed: Unit, english: None) -> None:
    new = UnitChange.objects.get(kind="renamed").recorded_at
    assert (names_then(new), names_then(before_the_new_name())) == ({}, {renamed.pk: ("綜合規劃處", "Planning")})
    with named_as_of(before_the_new_name()):
        assert str(Unit.objects.get()) == "Planning"
        assert named(Unit.objects.all()) == [(str(renamed.pk), "plan", "Planning")]
    assert named(Unit.objects.all()) == [(str(renamed.pk), "plan", "Digital planning")]
    assert str(Unit.objects.get()) == "Digital planning"


def test_nothing_is_asked_twice_where_nobody_was_renamed(
    unit: Unit, english: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2), named_as_of(datetime.fromisoformat("2026-01-01T00:00+08:00")):
        assert str(unit) == "Infrastructure"


@pytest.mark.parametrize("url", ["/dashboard/", "/manage/systems/", "/manage/systems/net/", "/plan/"])
def test_every_page_of_a_moment_says_it(renamed: Unit, officer: User, client: Client, url: str) -> None:
    save_system(InformationSystem(code="net", name="網路", unit=renamed), by=officer)
    change_unit(renamed, name="數位處", name_en="", parent=None, by=officer)
    moment = UnitChange.objects.filter(kind="renamed").latest("position").recorded_at - timedelta(microseconds=1)
    client.force_login(officer)
    then, now = (client.get(url, asked).content.decode() for asked in ({"as_of": moment.isoformat()}, {}))
    assert "數位規劃處" in then and "數位規劃處" not in now
    assert "數位處" not in then and "數位處" in now


def test_a_unit_that_was_not_there_yet_is_not_on_the_dashboard(renamed: Unit, officer: User, client: Client) -> None:
    first = UnitChange.objects.order_by("position").first()
    assert first
    moment = first.recorded_at - timedelta(microseconds=1)
    client.force_login(officer)
    lines = client.get("/dashboard/", {"as_of": moment.isoformat()}).context["lines"]
    assert [line.code for line in lines] == []
    assert [line.code for line in client.get("/dashboard/").context["lines"]] == ["plan"]


def test_a_desk_that_is_made_for_a_first_message_is_a_fact(db: None) -> None:
    made = front_desk("")
    assert [(one.kind, one.name) for one in made.changes.all()] == [("created", made.name)]
    assert front_desk("") == made


def test_a_moment_that_cannot_be_read_is_the_pages_own_to_refuse(officer: User, client: Client) -> None:
    client.force_login(officer)
    assert client.get("/dashboard/", {"as_of": "soon"}).status_code == 400
