"""Sign-in, sessions, passwords and second factor (資通系統防護基準 level 中; docs/security.md lists these tests)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.management import call_command
from django.test import Client

from datasets.models import AuditAction, AuditEntry, Installation, Role, User
from datasets.tasks import disable_idle_accounts

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
GOOD = "Correct-horse-9"


@pytest.fixture(autouse=True)
def as_in_production(settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.SECOND_FACTOR = True
    settings.PASSWORD_MAX_DAYS = 180
    settings.SESSION_HOURS, settings.SESSION_IDLE_MINUTES = 10, 30


def sign_in(client: Client, name: str = "mei", password: str = "pw", **extra: str) -> Any:
    return client.post("/account/login/", {"login": name, "password": password}, **extra)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("position").values_list("action", flat=True))


def test_a_right_password_opens_and_is_logged(client: Client, staff: User) -> None:
    response = sign_in(client, REMOTE_ADDR="203.0.113.9")
    assert (response.status_code, response["Location"]) == (302, "/")
    line = AuditEntry.objects.get(action=AuditAction.SIGNED_IN)
    assert (line.user, line.who, line.role, line.address) == (staff, "mei", Role.STAFF, "203.0.113.9")


def test_five_failures_lock_the_account_for_fifteen_minutes(client: Client, staff: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        answers = [sign_in(client, password="wrong").status_code for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]
        locked = sign_in(client)
        assert locked.status_code == 429, "the right password does not open a locked account"
        assert "15 分鐘" in locked.content.decode(), "how long to wait"
        assert sign_in(Client(REMOTE_ADDR="203.0.113.77")).status_code == 429, "nor from elsewhere"
        clock.shift(timedelta(minutes=14))
        assert sign_in(client).status_code == 429
        clock.shift(timedelta(minutes=16))
        assert sign_in(client).status_code == 302
        assert sign_in(Client(), name="MEI", password="wrong").status_code == 200, "counted from the start again"
    assert actions().count(AuditAction.SIGN_IN_FAILED) == 5
    assert actions().count(AuditAction.LOCKED_OUT) == 4


def _typed(password: str) -> dict[str, str]:
    return {"password": password, "oldpassword": password, "password1": GOOD, "password2": GOOD}


@pytest.mark.parametrize("page", ["/account/reauthenticate/", "/account/password/change/"])
def test_a_session_that_was_left_open_is_no_place_to_guess_the_password(client: Client, staff: User, page: str) -> None:
    sign_in(client)
    guesses = [
        {"password": f"no-{n}", "oldpassword": f"no-{n}", "password1": GOOD, "password2": GOOD} for n in range(8)
    ]
    told = [client.post(page, guess).status_code for guess in guesses]
    assert 302 not in told
    assert client.post(page, _typed("pw")).status_code == 429, "five wrong ones lock here as at the door"
    assert actions().count(AuditAction.SIGN_IN_FAILED) == 4, "the fifth is the lock"
    staff.refresh_from_db()
    assert staff.check_password("pw")


def test_one_address_cannot_try_many_accounts(client: Client, staff: User) -> None:
    for n in range(20):
        sign_in(client, name=f"guess{n}", password="wrong")
    assert "network" in sign_in(client, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "_auth_user_id" not in client.session
    assert sign_in(Client(REMOTE_ADDR="203.0.113.8")).status_code == 302, "others are not in the way"


def test_no_password_stands_in_the_log(client: Client, staff: User) -> None:
    sign_in(client, password="wrong-Secret-1")
    assert "wrong-Secret-1" not in str(list(AuditEntry.objects.values()))


def test_nobody_signs_up_by_themselves(client: Client) -> None:
    client.post("/account/signup/", {"username": "x", "password1": GOOD, "password2": GOOD})
    assert not User.objects.exists()


def test_an_unknown_name_and_a_wrong_password_read_the_same(client: Client, staff: User) -> None:
    texts = [re.sub(r'value="[^"]*"', "", sign_in(client, n, "x").content.decode()) for n in ("mei", "nobody")]
    assert texts[0] == texts[1]


def test_a_first_password_is_changed_before_anything_else(client: Client, staff: User) -> None:
    User.objects.update(must_change_password=True)
    sign_in(client)
    assert client.get("/account/settings/")["Location"] == "/account/password/change/"
    response = client.post("/account/password/change/", {"oldpassword": "pw", "password1": GOOD, "password2": GOOD})
    assert response.status_code == 302
    assert client.get("/account/settings/").status_code == 200
    assert AuditAction.PASSWORD_CHANGED in actions()


def test_an_old_password_is_changed_before_anything_else(client: Client, staff: User) -> None:
    User.objects.update(password_changed_at=NOON)
    with time_machine.travel(NOON + timedelta(days=181), tick=False):
        sign_in(client)
        assert client.get("/account/settings/")["Location"] == "/account/password/change/"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short-1", "12"),
        ("onlysmallletters", "three kinds"),
        ("mei@example.test", "similar"),
        ("Password1234", "common"),
    ],
)
def test_a_weak_password_is_refused(client: Client, staff: User, password: str, why: str) -> None:
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = "en"
    response = client.post(
        "/account/password/change/", {"oldpassword": "pw", "password1": password, "password2": password}
    )
    assert response.status_code == 200
    assert why in response.content.decode()
    staff.refresh_from_db()
    assert staff.check_password("pw")


def test_the_last_three_passwords_do_not_come_back(client: Client, staff: User, settings: Any) -> None:
    settings.PASSWORD_MIN_HOURS = 0
    staff.set_password(f"{GOOD}-0")
    staff.save()

    def change(old: int, new: int) -> bool:
        sign_in(client, password=f"{GOOD}-{old}")
        answer = client.post(
            "/account/password/change/",
            {"oldpassword": f"{GOOD}-{old}", "password1": f"{GOOD}-{new}", "password2": f"{GOOD}-{new}"},
        )
        return bool(answer.status_code == 302)

    assert [change(0, 1), change(1, 2)] == [True, True]
    assert [change(2, n) for n in (0, 1, 2)] == [False, False, False]
    assert [change(2, 3), change(3, 0)] == [True, True]


def test_a_young_password_stays_for_a_day(client: Client, staff: User) -> None:
    User.objects.update(password_changed_at=NOON)
    data = {"oldpassword": "pw", "password1": GOOD, "password2": GOOD}
    with time_machine.travel(NOON + timedelta(hours=23), tick=False) as clock:
        sign_in(client)
        assert client.post("/account/password/change/", data).status_code == 200
        clock.shift(timedelta(hours=2))
        sign_in(client)
        assert client.post("/account/password/change/", data).status_code == 302


def reset_link() -> str:
    call_command("send_mail")
    return re.search(r"http://[^/]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]


def test_a_reset_link_works_once(client: Client, staff: User) -> None:
    client.post("/account/password/reset/", {"email": "mei@example.test"})
    link = reset_link()
    form = client.get(link)["Location"]
    assert client.post(form, {"password1": GOOD, "password2": GOOD}).status_code == 302
    staff.refresh_from_db()
    assert staff.check_password(GOOD)
    assert b"password1" not in Client().get(link, follow=True).content


def test_a_reset_link_expires(client: Client, staff: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client.post("/account/password/reset/", {"email": "mei@example.test"})
        link = reset_link()
        clock.shift(timedelta(minutes=61))
        assert b"password1" not in client.get(link, follow=True).content


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client: Client, staff: User) -> None:
    answers = [client.post("/account/password/reset/", {"email": a}) for a in ("mei@example.test", "x@example.test")]
    assert answers[0]["Location"] == answers[1]["Location"]
    call_command("send_mail")
    assert [m.to for m in mail.outbox] == [["mei@example.test"]]


@pytest.mark.parametrize(("pause", "visits", "open_"), [(29, 2, True), (31, 1, False), (20, 40, False)])
def test_a_session_ends_when_idle_and_after_ten_hours(
    client: Client, staff: User, pause: int, visits: int, open_: bool
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client)
        client.get("/account/settings/")
        for _ in range(visits):
            clock.shift(timedelta(minutes=pause))
            status = client.get("/account/settings/").status_code
        assert (status == 200) is open_
    assert (AuditAction.SESSION_ENDED in actions()) is not open_


def test_a_changed_password_ends_the_other_sessions(client: Client, staff: User) -> None:
    elsewhere = Client()
    sign_in(client), sign_in(elsewhere)
    data = {"oldpassword": "pw", "password1": GOOD, "password2": GOOD}
    assert client.post("/account/password/change/", data).status_code == 302
    assert client.get("/account/settings/").status_code == 200, "here the work goes on"
    assert elsewhere.get("/account/settings/").status_code == 302


def test_a_disabled_account_is_out_at_once(client: Client, staff: User) -> None:
    sign_in(client)
    User.objects.update(is_active=False)
    assert client.get("/account/settings/").status_code == 302
    again = Client()
    assert sign_in(again)["Location"] == "/account/inactive/", "said to who knows the password, and to nobody else"
    assert "_auth_user_id" not in again.session


def test_a_session_gets_a_new_name_at_sign_in_and_none_after_it(client: Client, staff: User) -> None:
    """What somebody planted into the browser before is worth nothing afterwards."""
    client.get("/account/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = client.cookies["sessionid"] = session.session_key
    sign_in(client)
    signed_in = client.session.session_key
    assert signed_in != planted
    client.post("/account/logout/")
    left = Client()
    left.cookies["sessionid"] = signed_in
    assert left.get("/account/settings/").status_code == 302


def test_an_officer_needs_a_second_factor(client: Client, officer: User) -> None:
    sign_in(client, "ting")
    assert client.get("/manage/audit/")["Location"] == "/account/2fa/totp/activate/"


def test_in_a_demonstration_the_second_factor_is_only_offered(client: Client, officer: User) -> None:
    Installation.objects.create(demonstration=True)
    sign_in(client, "ting")
    assert client.get("/manage/audit/").status_code == 200


def test_an_officer_sets_up_a_second_factor_and_signs_in_with_it(client: Client, officer: User) -> None:
    sign_in(client, "ting")
    asked = client.get("/account/2fa/totp/activate/")["Location"]
    assert asked.startswith("/account/reauthenticate/"), "the password is asked for once more"
    page = client.post(asked, {"password": "pw"}, follow=True)
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data), "the secret lies encrypted"
    assert client.get("/manage/audit/").status_code == 200

    client = Client()
    assert sign_in(client, "ting")["Location"] == "/account/2fa/authenticate/"
    assert client.get("/manage/audit/").status_code == 302, "the password alone opens nothing"
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get("/manage/audit/").status_code == 200


def test_idle_accounts_are_disabled_but_never_the_last_officer(staff: User, head: User, officer: User) -> None:
    User.objects.filter(pk__in=[staff.pk, officer.pk]).update(date_joined=NOON)
    User.objects.filter(pk=head.pk).update(date_joined=NOON, last_login=NOON + timedelta(days=100))
    with time_machine.travel(NOON + timedelta(days=181), tick=False):
        call_command("disable_idle_accounts")
        disable_idle_accounts()
    assert dict(User.objects.values_list("username", "is_active")) == {"mei": False, "hao": True, "ting": True}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused_everywhere(client: Client, method: str) -> None:
    assert getattr(client, method)("/account/login/").status_code == 405
