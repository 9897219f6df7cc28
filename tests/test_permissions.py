"""All URLs × methods × roles against the table (contract.md, People): nobody gets in where it does not say so."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from datasets import ledger
from datasets.models import Dataset, Distribution, ImportRun, InformationSystem, Lifecycle, Role, Unit, User
from reports.models import (
    Meeting,
    Member,
    Outreach,
    PacketBuild,
    Resolution,
    ReviewItem,
    ReviewPacket,
    SealRequest,
    StocktakingRound,
)
from tests.feedback.make import answered_message
from tests.permission_table import ANYBODY, KEY, PREFIXES, TABLE, Line
from tests.quality.facts import disputed

METHODS = ("get", "post", "put", "patch", "delete")
SIGN_IN = ("/account/login/", "/admin/login/")


def patterns(found: list[Any], prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """(route, name with its namespace, pattern) of every URL of the project."""
    for entry in found:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry.url_patterns, route, inner)
        else:
            yield route, space + (entry.name or route), entry


ROLES = {
    "staff": Role.STAFF,
    "head": Role.HEAD,
    "stranger": Role.STAFF,
    "advisor": Role.ADVISORY,
    "officer": Role.OFFICER,
    "auditor": Role.AUDITOR,
}


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class World:
    """Who asks, as a client that is signed in, and values for the URLs' parameters."""

    def __init__(self, people: dict[str, User], arguments: dict[str, str]) -> None:
        self.arguments = arguments
        self.client = Client(raise_request_exception=False)
        self.sessions = {who: self._session(person) for who, person in people.items()}

    def _session(self, person: User) -> str:
        self.client.cookies.clear()  # else the next sign-in ends the session before
        self.client.force_login(person, BACKEND)
        return str(self.client.cookies[settings.SESSION_COOKIE_NAME].value)

    def as_(self, who: str) -> Client:
        """From the kept session: the last question may have ended it."""
        self.client.cookies.clear()
        if who in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return self.client


URLS = list(patterns(get_resolver().url_patterns))
NAMED = {name: pattern for route, name, pattern in URLS if not route.startswith(tuple(PREFIXES))}


def test_every_url_has_its_line_and_every_line_its_url() -> None:
    assert sorted(set(NAMED) - set(TABLE)) == [], "give these URLs a line in tests/permission_table.py"
    assert sorted(set(TABLE) - set(NAMED)) == [], "these lines name URLs that are gone"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all URLs, each question takes back what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def make_world() -> World:
    """One object of each kind, of the unit of `staff`, by the name of the URL parameter that finds it."""
    unit, other = (Unit.objects.create(code=code, name=code) for code in ("infra", "content"))
    dataset = Dataset.objects.create(identifier="5995", title="收視費用", unit=unit)
    published = Dataset.objects.create(identifier="5996", title="頻道", unit=unit, lifecycle=Lifecycle.PUBLISHED)
    file = Distribution.objects.create(
        pk=UUID("00000000-0000-0000-0000-000000000001"),
        dataset=published,
        download_url="https://example.test/a.csv",
        format="CSV",
    )
    PacketBuild.objects.create(pk=1, quarter="2026Q2")
    Member.objects.create(pk=KEY, name="王委員")
    meeting = Meeting.objects.create(pk=KEY, quarter="2026Q2", title="第1次會議", held_at=timezone.now())
    ledger.record(
        [
            Resolution(pk=KEY, meeting=meeting, number="2026Q2-1", text="決議", owner=unit),
            StocktakingRound(pk=KEY, title="盤點", due_on=timezone.localdate()),
            ReviewItem(pk=KEY, quarter="2026Q2", dataset=dataset, rule=ReviewItem.Rule.NOT_OPEN),
            Outreach(event=KEY, kind=Outreach.Kind.TRAINING, title="工作坊", held_on=timezone.localdate()),
            SealRequest(pk=KEY, quarter="2026Q2", as_of=timezone.now(), sha256="0" * 64),
            former := SealRequest(quarter="2026Q1", as_of=timezone.now(), sha256="0" * 64),
            ReviewPacket(
                pk=KEY,
                request=former,
                quarter="2026Q1",
                as_of=timezone.now(),
                sha256="0" * 64,
                manifest={"full": {}, "public": {}},
            ),
        ]
    )
    homes = {"staff": unit, "head": unit, "stranger": other}
    people = {who: User.objects.create(username=who, role=ROLES[who], unit=homes.get(who)) for who in ROLES}
    assert set(ROLES.values()) == set(Role.values)
    message = answered_message(dataset, people["staff"])
    InformationSystem.objects.create(code="billing", name="帳務系統", unit=unit)
    run = ImportRun.objects.create(kind="inventory", filename="list.csv", options={"phase": "compare"})
    arguments = {
        "identifier": dataset.identifier,
        "unit": unit.code,
        "number": message.number,
        "code": message.tracking_code,
        "run": str(run.pk),
        **disputed(file),
    }
    return World(people, arguments)


def address(name: str, pattern: URLPattern, line: Line, arguments: dict[str, str]) -> str:
    wanted = pattern.pattern.converters.keys() | getattr(pattern.pattern, "regex", None).groupindex.keys()
    known = arguments | line.arguments
    missing = wanted - known.keys()
    assert not missing, f"{name}: name a value for {missing} in its line or in World"
    return reverse(name, kwargs={k: known[k] for k in wanted})


def let_in(response: Any) -> bool:
    """Whether the door opened: anything but the sign-in page, 403, 404 and 405."""
    assert response.status_code < 500, f"{response.status_code} at {response.request['PATH_INFO']}"
    if response.status_code in {301, 302}:
        return not response["Location"].startswith(SIGN_IN)
    return response.status_code not in {403, 404, 405}


def gets_in(client: Client, method: str, url: str) -> bool:
    """Ask, and take back whatever the question changed."""
    with transaction.atomic():
        try:
            return let_in(getattr(client, method)(url))
        finally:
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(NAMED.keys() & TABLE.keys()))
def test_only_whom_the_table_names_gets_in(name: str, world: World) -> None:
    line, wrong = TABLE[name], []
    url = address(name, NAMED[name], line, world.arguments)
    for who, method in product(sorted(ANYBODY), METHODS):
        expected = who in getattr(line, method, frozenset())
        if gets_in(world.as_(who), method, url) is not expected:
            wrong.append(f"{method.upper()} {url} as {who}: {'refused' if expected else 'let in'}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_the_back_room_is_closed_to_every_role(prefix: str, world: World) -> None:
    for who in sorted(ANYBODY):
        assert not gets_in(world.as_(who), "get", f"/{prefix}")
