"""Who may see and change what: the door itself, without any page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from datasets import access
from datasets.models import Dataset, Lifecycle, Role, Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(unit: Unit) -> Dataset:
    return Dataset.objects.create(identifier="1", title="內部", unit=unit)


@pytest.fixture
def shown(unit: Unit) -> Dataset:
    return Dataset.objects.create(identifier="2", title="公開", unit=unit, lifecycle=Lifecycle.WITHDRAWN)


@access.require_role(Role.OFFICER)
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def asked_by(user: access.AnyUser) -> HttpRequest:
    request = RequestFactory().get("/page/?a=1")
    request.user = user
    return request


def test_the_public_is_sent_to_sign_in() -> None:
    answer = page(asked_by(AnonymousUser()))
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/page/%3Fa%3D1")


def test_only_the_named_roles_get_in(officer: User, staff: User) -> None:
    assert page(asked_by(officer)).status_code == 200
    with pytest.raises(PermissionDenied):
        page(asked_by(staff))


def test_the_public_sees_what_is_published_and_what_was_withdrawn(hidden: Dataset, shown: Dataset) -> None:
    assert list(access.visible_datasets(AnonymousUser())) == [shown]
    with pytest.raises(Http404):
        access.dataset_for(AnonymousUser(), hidden.identifier)


def test_a_stranger_knows_nothing_of_what_is_hidden_and_changes_nothing_that_is_shown(
    hidden: Dataset, shown: Dataset, stranger: User
) -> None:
    with pytest.raises(Http404):
        access.dataset_to_edit(stranger, hidden.identifier)
    with pytest.raises(PermissionDenied):
        access.dataset_to_edit(stranger, shown.identifier)


def test_the_own_unit_and_the_officer_change_it(hidden: Dataset, staff: User, officer: User) -> None:
    assert access.dataset_to_edit(staff, hidden.identifier) == hidden
    assert access.dataset_to_edit(officer, hidden.identifier) == hidden


def test_readers_read_everything_and_change_nothing(hidden: Dataset, advisor: User, auditor: User) -> None:
    for reader in (advisor, auditor):
        assert access.dataset_for(reader, hidden.identifier) == hidden
        assert not access.units_to_edit(reader).exists()


def test_a_unit_reaches_those_below_it_and_those_merged_into_it_but_none_above(staff: User, unit: Unit) -> None:
    below = Unit.objects.create(code="below", name="科", parent=unit)
    merged = Unit.objects.create(code="merged", name="舊處", merged_into=below)
    Unit.objects.filter(pk=unit.pk).update(parent=Unit.objects.create(code="above", name="會"))
    assert set(access.unit_scope(staff)) == {unit, below, merged}


def test_a_unit_of_others_is_refused(stranger: User, unit: Unit) -> None:
    with pytest.raises(PermissionDenied):
        access.unit_for(stranger, unit.code)
    with pytest.raises(Http404):
        access.unit_for(stranger, "none")


@pytest.mark.parametrize(
    ("form_at", "back_to"),
    [
        ("http://testserver/queue/2026-0001/?page=2", "/queue/2026-0001/%3Fpage%3D2"),
        ("https://elsewhere.test/queue/", "/queue/2026-0001/reply/"),
        ("", "/queue/2026-0001/reply/"),
    ],
)
def test_what_is_sent_after_the_session_ended_is_said_to_be_lost(client: Client, form_at: str, back_to: str) -> None:
    sent = client.post("/queue/2026-0001/reply/", {"text": "x"}, headers={"referer": form_at})
    assert sent.headers["Location"] == f"/account/login/?next={back_to}"
    assert "剛才送出的內容未儲存" in client.get(sent.headers["Location"]).content.decode()


def test_who_only_looks_lost_nothing(client: Client) -> None:
    assert "未儲存" not in client.get("/due/", follow=True).content.decode()
