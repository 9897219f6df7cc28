"""People: a password for one use, rights that nobody takes from oneself, and one officer who stays."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from datasets.models import Role, Unit, User
from datasets.services.people import one_time_password

pytestmark = pytest.mark.django_db
URL = "/manage/people/"


@pytest.fixture
def client(officer: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def shown(page: str) -> str:
    found = re.search(r'<code id="password">(.+?)</code>', page)
    assert found
    return found[1]


NEW = {"username": "lin", "full_name": "林", "email": "Lin@example.test", "role": "staff", "unit": ""}


def test_add_shows_the_password_once(client: Client, unit: Unit) -> None:
    response = client.post(URL, {**NEW, "unit": unit.pk})
    password = shown(response.content.decode())
    assert response["Cache-Control"] == "no-store"
    person = User.objects.get(username="lin")
    assert person.check_password(password)
    assert (person.must_change_password, person.email, person.unit) == (True, "lin@example.test", unit)
    assert password not in client.get(f"{URL}lin/").content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"unit": ""},
        {"username": ""},
        {"username": "ting", "role": "auditor"},
        {"email": "x", "role": "auditor"},
        {"email": "TING@example.test", "role": "auditor"},
        {"role": "emperor"},
    ],
)
def test_bad_input_adds_nobody(client: Client, bad: dict[str, str]) -> None:
    assert client.post(URL, {**NEW, **bad}).status_code == 200
    assert User.objects.count() == 1


def change(person: User, **more: str) -> dict[str, str]:
    told = {"full_name": "林美", "email": person.email, "role": person.role, "is_active": "on"}
    return {**told, "unit": str(person.unit_id or ""), **more}


def test_change_and_shut_out(client: Client, staff: User) -> None:
    client.post(f"{URL}mei/", change(staff, role="head"))
    staff.refresh_from_db()
    assert staff.role == Role.HEAD
    data = change(staff)
    del data["is_active"]
    client.post(f"{URL}mei/", data)
    staff.refresh_from_db()
    assert not staff.is_active
    assert "shut out" in client.get(URL).content.decode()


def test_nobody_takes_the_own_rights_and_one_officer_stays(client: Client, officer: User) -> None:
    assert "ask another officer" in client.post(f"{URL}ting/", change(officer, role="auditor")).content.decode()
    other = User.objects.create_user("two", "two@example.test", "pw", role=Role.OFFICER)
    client.post(f"{URL}two/", change(other, role="auditor"))
    other.refresh_from_db()
    assert other.role == Role.AUDITOR
    officer.refresh_from_db()
    assert officer.is_officer


def test_reset(client: Client, staff: User) -> None:
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
    session = Client()
    session.force_login(staff)
    password = shown(client.post(f"{URL}mei/", {"reset": "1"}).content.decode())
    staff.refresh_from_db()
    assert staff.check_password(password)
    assert staff.must_change_password
    assert session.get("/due/").status_code == 302
    assert Authenticator.objects.exists()
    client.post(f"{URL}mei/", {"reset": "1", "second_factor": "on"})
    assert not Authenticator.objects.exists()


def test_filters(client: Client, staff: User, advisor: User) -> None:
    def found(**asked: str) -> list[str]:
        return [row.username for row in client.get(URL, asked).context["page"]]

    assert found(role="advisory") == ["prof"]
    assert found(q="林") == ["mei"]
    assert len(found(role="nonsense")) == 3


def test_one_time_passwords_pass_the_house_rules() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password)


def test_who_gets_in(client: Client, staff: User, auditor: User) -> None:
    assert Client().get(URL)["Location"].startswith("/account/login/")
    for person, get in ((staff, 403), (auditor, 200)):
        other = Client()
        other.force_login(person)
        assert (other.get(URL).status_code, other.post(f"{URL}mei/", {"reset": "1"}).status_code) == (get, 403)
    assert client.get(f"{URL}nobody/").status_code == 404
    assert client.put(URL).status_code == 405
