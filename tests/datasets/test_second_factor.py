"""A second factor cannot be guessed, and its code opens once, whatever the cache does (docs/security.md)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from datasets.models import AuditAction, AuditEntry, User
from tests.crowd import crowd, shared_database

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
CODES = "/account/2fa/authenticate/"


@pytest.fixture
def secret(officer: User, settings: Any) -> str:
    settings.AXES_ENABLED = settings.SECOND_FACTOR = True
    made = totp.generate_totp_secret()
    totp.TOTP.activate(officer, made)
    return made


def code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def with_the_password(client: Client) -> Client:
    client.post("/account/login/", {"login": "ting", "password": "pw"})
    return client


def opens(client: Client, typed: str) -> bool:
    """The page comes again for a wrong code, the portal for a right one."""
    answer = client.post(CODES, {"code": typed})
    assert answer.status_code in {200, 302}
    return answer.status_code == 302


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("position").values_list("action", flat=True))


def test_five_wrong_codes_lock_for_fifteen_minutes(client: Client, secret: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        with_the_password(client)
        assert not any(opens(client, "000000") for _ in range(5))
        assert not opens(client, code(secret)), "the right code does not open a locked account"
        assert not opens(with_the_password(Client(REMOTE_ADDR="203.0.113.9")), code(secret)), "nor from elsewhere"
        clock.shift(timedelta(minutes=16))
        assert opens(with_the_password(Client()), code(secret))
    assert actions() == ["sign_in_failed"] * 4 + ["locked_out"] * 3 + ["signed_in"]


def test_wrong_codes_are_forgotten_with_a_right_one(client: Client, secret: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(3):
            client = with_the_password(Client())
            assert not any(opens(client, "000000") for _ in range(4))
            assert opens(client, code(secret))
            clock.shift(timedelta(seconds=30))


def test_a_locked_person_is_told_why(client: Client, secret: str) -> None:
    client.cookies["django_language"] = "en"
    with_the_password(client)
    for _ in range(5):
        client.post(CODES, {"code": "000000"})
    assert "Too many wrong codes. Try again in 15 minutes." in client.post(CODES, {"code": "1"}).content.decode()


def test_a_code_opens_once_even_without_a_cache(secret: str) -> None:
    """The cache of the tests keeps nothing."""
    with time_machine.travel(NOON, tick=False) as clock:
        clients = [with_the_password(Client()) for _ in range(3)]
        assert [opens(client, code(secret)) for client in clients[:2]] == [True, False]
        clock.shift(timedelta(seconds=30))
        assert opens(clients[2], code(secret)), "the next half minute has a code of its own"


def test_a_recovery_code_opens_once(officer: User, secret: str) -> None:
    first = RecoveryCodes.activate(officer).generate_codes()[0]
    assert [opens(with_the_password(Client()), first) for _ in range(2)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_with_the_same_code_one_gets_in(officer: User, secret: str, tmp_path: Path) -> None:
    with shared_database(tmp_path), time_machine.travel(NOON, tick=False):
        clients = [with_the_password(Client()) for _ in range(6)]
        typed, page = code(secret), CODES
        told = crowd(6, lambda place: clients[place].post(page, {"code": typed}).status_code)
        assert sorted(told) == [200] * 5 + [302]
        assert Authenticator.objects.get(type=Authenticator.Type.TOTP).last_used_at
        assert actions().count(AuditAction.SIGNED_IN) == 1
