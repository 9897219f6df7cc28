"""One's own settings: works; login; 405; bad input changes nothing."""

import pytest
from django.test import Client

from datasets.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(client: Client, staff: User) -> Client:
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_it_works_in_the_language_that_was_chosen(mine: Client, staff: User) -> None:
    response = mine.post("/account/settings/", {"language": "en", "mail_rhythm": "daily"}, follow=True)
    assert "Your settings are saved." in response.content.decode()
    staff.refresh_from_db()
    assert (staff.language, staff.mail_rhythm) == ("en", "daily")


def test_it_asks_for_a_sign_in(client: Client) -> None:
    assert client.get("/account/settings/")["Location"] == "/account/login/?next=/account/settings/"


@pytest.mark.parametrize(
    "data", [{}, {"language": "xx", "mail_rhythm": "each"}, {"language": "en", "mail_rhythm": "\x00"}]
)
def test_bad_input_changes_nothing(mine: Client, staff: User, data: dict[str, str]) -> None:
    assert mine.post("/account/settings/", data).status_code == 200
    staff.refresh_from_db()
    assert (staff.language, staff.mail_rhythm) == ("zh-hant", "each")


def test_nobody_changes_more_than_is_offered(mine: Client, staff: User) -> None:
    mine.post("/account/settings/", {"language": "en", "mail_rhythm": "each", "role": "officer", "is_staff": "1"})
    staff.refresh_from_db()
    assert (staff.role, staff.is_staff) == ("staff", False)
