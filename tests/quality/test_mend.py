"""A unit's list of what to mend: what gains most first, in a clerk's words."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from datasets.models import Dataset, Lifecycle, Openness, Unit, User
from quality.mending import to_mend
from tests.quality.conftest import offer
from tests.quality.facts import observe

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 2, tzinfo=UTC)
TITLE = {"code": "title_above_header", "severity": "error", "values": {}, "private": False}
BIG5 = {"code": "encoding_not_utf8", "severity": "warning", "values": {}, "private": False}
DOWN = {"link": "broken", "reason": "not_found", "http_status": 404, "machine_readable": None}


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def make(unit: Unit, identifier: str, *seen: dict[str, Any], times: int = 1) -> Dataset:
    dataset = Dataset.objects.create(
        identifier=identifier, title=identifier, unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    for order, columns in enumerate(seen):
        file = offer(dataset, f"https://x.test/{identifier}/{order}", order=order)
        for n in range(times):
            observe(file, at=NIGHT.replace(day=20 + n), **columns)
    return dataset


@pytest.fixture
def troubles(unit: Unit, other_unit: Unit) -> None:
    make(unit, "fine", {})
    make(unit, "two", DOWN, {"machine_readable": False, "findings": [TITLE]}, times=3)
    make(unit, "one", {"machine_readable": False, "findings": [TITLE, BIG5]})
    make(unit, "new", DOWN)
    make(other_unit, "theirs", DOWN)


def test_what_gains_most_comes_first(troubles: None, unit: Unit) -> None:
    found = to_mend(Unit.objects.filter(pk=unit.pk))
    told = [(t.state.distribution.dataset.identifier, t.kind, t.gain, t.others, t.points) for t in found]
    assert told == [
        ("one", "content", Fraction(1, 4), 0, 20),
        ("two", "outage", Fraction(1, 8), 1, 50),
        ("two", "content", Fraction(1, 8), 1, 10),
        ("new", "suspicion", 0, 0, 0),
        ("one", "catalogue", 0, 0, 0),
    ]


def test_one_sentence_speaks_for_many_findings(unit: Unit) -> None:
    ragged = [{"code": "ragged_rows", "severity": "error", "values": {"count": 3}, "row": n} for n in (4, 7, 9)]
    make(unit, "many", {"machine_readable": False, "findings": [TITLE, *ragged]})
    (found,) = to_mend(Unit.objects.filter(pk=unit.pk))
    assert len(found.sentences) == 2 and found.sentences[1].endswith("(count 3)")


def test_persons_are_for_those_who_may_know(unit: Unit) -> None:
    person = {"code": "personal_data_suspected", "severity": "warning", "values": {}, "private": True}
    make(unit, "names", {"findings": [person]})
    assert len(to_mend(Unit.objects.all())) == 1 and not to_mend(Unit.objects.all(), private=False)


def test_a_constant_number_of_queries(troubles: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        to_mend(Unit.objects.all())


def page(user: User, query: str = "") -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    response = client.get(f"/checks/mend/{query}")
    return str(response.content.decode()) if response.status_code == 200 else str(response.status_code)


def test_the_unit_sees_its_own(troubles: None, staff: User, stranger: User) -> None:
    text = page(staff)
    assert "pass rate +25.0%" in text and "HTTP 404" in text and "theirs" not in text
    assert "theirs" in page(stranger)
    assert page(stranger, "?unit=infra") == "403"
    assert page(stranger, "?unit=nowhere") == "404"


def test_readers_see_all_or_one(troubles: None, officer: User, advisor: User) -> None:
    assert "theirs" in page(officer)
    assert "theirs" not in page(advisor, "?unit=infra")


def test_nothing_to_mend(staff: User) -> None:
    assert "There is nothing to mend" in page(staff)
    assert "login" in Client().get("/checks/mend/")["Location"]
