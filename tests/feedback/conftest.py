"""What the tests of feedback share: forms as a browser fills them in."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from altcha.v1 import solve_challenge
from django.test import Client

from datasets.models import Dataset, Unit
from tests.feedback import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def little_work(settings: Any) -> None:
    settings.FEEDBACK_PROOF_WORK = 20


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    return make.dataset_of(unit)


def ticket_of(response: Any, *, solved: bool = True) -> dict[str, str]:
    """The hidden fields of a page's form, the proof worked out as static/js/proof.js does."""
    hidden = {"ticket": response.context["ticket"]}
    if solved:
        challenge = json.loads(response.context["challenge"])
        number = solve_challenge(challenge["challenge"], challenge["salt"], challenge["algorithm"], 20, 0).number
        kept = {k: challenge[k] for k in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
        hidden["solution"] = base64.b64encode(json.dumps(kept).encode()).decode()
    return hidden


@pytest.fixture
def send(client: Client, unit: Unit) -> Callable[..., Any]:
    """Open the form and send it, filled in well unless told otherwise."""

    def send(url: str = "/feedback/", *, solved: bool = True, **data: str) -> Any:
        hidden = ticket_of(client.get(url), solved=solved)
        return client.post(url, hidden | {"topic": "general", "text": "請問更新頻率?", "website": ""} | data)

    return send


@pytest.fixture
def signed_in(client: Client) -> Callable[[Any], Client]:
    def signed_in(person: Any) -> Client:
        client.force_login(person, BACKEND)
        return client

    return signed_in
