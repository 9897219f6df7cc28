"""No form is taken that another site sent: all URLs that take a POST, as whoever is let in there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.permission_table import TABLE
from tests.test_permissions import NAMED, World, address, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with transaction.atomic():
        yield make_world()


def forged(world: World, who: str) -> Client:
    """With the person's session, and without the token that our own pages carry."""
    known, client = world.as_(who), Client(enforce_csrf_checks=True)
    client.cookies = known.cookies
    return client


def test_no_form_is_taken_from_elsewhere(world: World) -> None:
    taken: list[Any] = []
    for name in sorted(name for name in NAMED.keys() & TABLE.keys() if TABLE[name].post):
        url = address(name, NAMED[name], TABLE[name], world.arguments)
        for who in sorted(TABLE[name].post & {"public", "staff", "officer"}):
            answer = forged(world, who).post(url, {"text": "x"}, headers={"origin": "https://evil.example"})
            taken += [(url, who, answer.status_code)] if answer.status_code != 403 else []
    assert taken == []
