"""The small agency that reports are tested on."""

from collections.abc import Callable

import pytest
from django.test import Client

from datasets.models import Unit, User
from tests.reports.world import World


@pytest.fixture
def world(unit: Unit, other_unit: Unit) -> World:
    return World(unit, other_unit)


As = Callable[[User], Client]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def as_(client: Client) -> As:
    """The client, signed in as somebody."""

    def signed_in(person: User) -> Client:
        client.force_login(person, BACKEND)
        return client

    return signed_in
