"""All URLs × methods × roles against the table (contract.md, People): nobody gets in where it does not say so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from datasets.models import Dataset, Role, Unit, User
from tests.permission_table import ANYBODY, PREFIXES, TABLE, Line

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


URLS = list(patterns(get_resolver().url_patterns))
NAMED = {name: pattern for route, name, pattern in URLS if not route.startswith(tuple(PREFIXES))}


def test_every_url_has_its_line_and_every_line_its_url() -> None:
    assert sorted(set(NAMED) - set(TABLE)) == [], "give these URLs a line in tests/permission_table.py"
    assert sorted(set(TABLE) - set(NAMED)) == [], "these lines name URLs that are gone"


@pytest.fixture
def world(unit: Unit, staff: User, head: User, stranger: User, advisor: User, officer: User, auditor: User) -> Any:
    """One object of each kind, of the unit of `staff`, by the name of the URL parameter that finds it."""
    dataset = Dataset.objects.create(identifier="5995", title="收視費用", unit=unit)
    people = [staff, head, stranger, advisor, officer, auditor]
    names = dict(zip(("staff", "head", "stranger", "advisor", "officer", "auditor"), people, strict=True))
    assert {p.role for p in people} == set(Role.values)
    return {"people": names, "arguments": {"identifier": dataset.identifier, "unit": unit.code}}


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
def test_only_whom_the_table_names_gets_in(name: str, world: Any) -> None:
    line, wrong = TABLE[name], []
    url = address(name, NAMED[name], line, world["arguments"])
    for who in sorted(ANYBODY):
        client = Client(raise_request_exception=False)
        for method in METHODS:
            if who != "public":
                client.force_login(world["people"][who], "allauth.account.auth_backends.AuthenticationBackend")
            expected = who in getattr(line, method, frozenset())
            if gets_in(client, method, url) is not expected:
                wrong.append(f"{method.upper()} {url} as {who}: {'refused' if expected else 'let in'}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_the_back_room_is_closed_to_every_role(prefix: str, world: Any) -> None:
    for person in [None, *world["people"].values()]:
        client = Client()
        if person:
            client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        assert not gets_in(client, "get", f"/{prefix}")
