"""The officer's overview and the live page of a round."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from datasets.models import Dataset, Distribution, JobState, User
from quality.models import CheckJob, Round
from quality.services import rounds
from tests.quality.conftest import offer
from tests.quality.facts import observe

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def files(dataset: Dataset) -> list[Distribution]:
    """Two that work, one that is broken, one never checked; on two hosts."""
    found = [offer(dataset, f"https://{host}.test/{n}.csv", order=n) for n, host in enumerate(("a", "a", "b", "b"))]
    observe(found[0], at=NIGHT, format="CSV")
    observe(found[1], at=NIGHT, format="CSV", machine_readable=False)
    observe(found[2], at=NIGHT, link="broken", reason="gone", http_status=410, machine_readable=None)
    return found


def client_of(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


@pytest.mark.parametrize("who", ["officer", "advisor", "auditor"])
def test_readers_see_how_it_stands(files: list[Distribution], who: str, request: pytest.FixtureRequest) -> None:
    text = client_of(request.getfixturevalue(who)).get("/checks/").content.decode()
    assert "b.test" in text and "HTTP 410" in text and "not checked yet" in text
    assert ("Check everything" in text) is (who == "officer")


def test_people_of_a_unit_go_to_their_own_list(staff: User) -> None:
    assert client_of(staff).get("/checks/")["Location"] == reverse("mend")
    assert "login" in client_of(None).get("/checks/")["Location"]


@pytest.mark.parametrize(
    ("query", "n"),
    [("", 4), ("link=ok", 2), ("link=unknown", 1), ("host=b.test", 2), ("reason=gone&host=b.test", 1), ("link=odd", 0)],
)
def test_filters(files: list[Distribution], officer: User, query: str, n: int) -> None:
    response = client_of(officer).get(f"/checks/?{query}")
    assert response.status_code == 200
    assert response.context["page"].paginator.count == n


def test_the_overview_costs_a_constant_number_of_queries(
    files: list[Distribution], officer: User, django_assert_max_num_queries: Any
) -> None:
    client = client_of(officer)
    with django_assert_max_num_queries(16):
        client.get("/checks/?page=99999999999999999999")


def test_a_round_starts_once_a_click(files: list[Distribution], officer: User) -> None:
    client = client_of(officer)
    first = client.post("/checks/begin/", {"token": "abc", "scope": "all"})
    again = client.post("/checks/begin/", {"token": "abc", "scope": "all"})
    assert first["Location"] == again["Location"]
    assert (Round.objects.exclude(jobs=None).distinct().count(), CheckJob.objects.count()) == (1, 4)


def test_nothing_due_starts_nothing(officer: User) -> None:
    assert client_of(officer).post("/checks/begin/", {"token": "abc"})["Location"] == "/checks/"
    assert client_of(officer).post("/checks/begin/", {"token": "../x"})["Location"] == "/checks/"
    assert not Round.objects.exists()


@pytest.mark.parametrize("who", ["staff", "head", "advisor", "auditor"])
def test_who_may_not_start(files: list[Distribution], who: str, request: pytest.FixtureRequest) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.post("/checks/begin/", {"token": "abc", "scope": "all"}).status_code == 403
    assert client_of(None).post("/checks/begin/").status_code == 302
    assert client.get("/checks/begin/").status_code == 405
    assert not CheckJob.objects.exists()


def test_a_round_shows_itself_run(distribution: Distribution, officer: User, run: Callable[..., int]) -> None:
    round_ = rounds.start_round(period="x", now=timezone.now())
    assert round_
    client, url = client_of(officer), f"/checks/rounds/{round_.pk}/"
    running = client.get(url).content.decode()
    assert 'hx-trigger="every 2s"' in running and "0 / 1" in running
    assert "hx-trigger" not in client.get(url + "?still").content.decode()
    run()
    ended = client.get(url).content.decode()
    assert "hx-trigger" not in ended and "1 / 1" in ended and "in order" in ended


def test_a_round_says_what_it_gave_up_and_that_the_network_is_out(distribution: Distribution, officer: User) -> None:
    round_ = Round.objects.create(period="x", started_at=timezone.now(), self_check="no_network")
    CheckJob.objects.create(
        round=round_,
        distribution=distribution,
        state=JobState.GIVEN_UP,
        error="Given up: every attempt was interrupted.",
    )
    text = client_of(officer).get(f"/checks/rounds/{round_.pk}/").content.decode()
    assert "every attempt was interrupted" in text and "The checker has no network" in text
    assert "The checker has no network" in client_of(officer).get("/checks/").content.decode()


def test_people_of_a_unit_see_a_round_of_their_own_alone(
    distribution: Distribution, staff: User, stranger: User
) -> None:
    job = rounds.check_now(distribution=distribution, token="t", now=timezone.now())
    url = f"/checks/rounds/{job.round_id}/"
    assert client_of(staff).get(url).status_code == 200
    assert client_of(stranger).get(url).status_code == 403
