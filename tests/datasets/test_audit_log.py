"""The audit log: what gets in, that it stays whole, and its page."""

import csv
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from datasets.models import AuditAction, AuditEntry, User
from datasets.protection import protect, unprotect
from datasets.security.audit import append, first_broken

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def line(who: str = "mei", action: str = AuditAction.REQUEST, **more: Any) -> AuditEntry:
    from django.utils import timezone

    return append(AuditEntry(at=timezone.now(), who=who, action=action, **more))


def test_every_change_that_a_signed_in_person_asks_for_is_a_line(client: Client, staff: User) -> None:
    client.force_login(staff, BACKEND)
    client.get("/account/settings/")
    client.post("/account/settings/", {"language": "en", "mail_rhythm": "daily"}, REMOTE_ADDR="2001:db8::1")
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.view, entry.path, entry.method, entry.status, entry.address) == (
        staff, "my_settings", "/account/settings/", "POST", 302, "2001:db8::1",
    )  # fmt: skip


def test_a_refused_change_is_a_line_too(client: Client, staff: User) -> None:
    client.force_login(staff, BACKEND)
    client.post("/manage/audit/")
    assert AuditEntry.objects.get().status == 405


def test_a_refused_page_is_a_line_and_a_read_one_is_none(client: Client, staff: User) -> None:
    """Who tries doors shows in the log; what people read does not."""
    client.force_login(staff)
    assert [client.get(page).status_code for page in ("/manage/people/", "/datasets/", "/nowhere/")] == [403, 200, 404]
    refused = AuditEntry.objects.get()
    assert (refused.action, refused.who, refused.path, refused.status) == ("refused", "mei", "/manage/people/", 403)


def test_the_public_leaves_no_line(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en"})
    assert not AuditEntry.objects.exists()


def test_lines_cannot_be_changed_or_removed() -> None:
    line()
    for statement in ("UPDATE {} SET who = 'x'", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(AuditEntry._meta.db_table))


@pytest.mark.parametrize("tamper", ["UPDATE {} SET who = 'x' WHERE position = 2", "DELETE FROM {} WHERE position = 2"])
def test_tampering_past_the_triggers_shows(tamper: str, capsys: Any) -> None:
    for _ in range(3):
        line()
    call_command("verify_audit")
    assert "3 lines whole" in capsys.readouterr().out
    unprotect()
    with connection.cursor() as cursor:
        cursor.execute(tamper.format(AuditEntry._meta.db_table))
    protect()
    assert first_broken(AuditEntry.objects.order_by("position")) == 2
    with pytest.raises(CommandError, match="line 2"):
        call_command("verify_audit")


def test_a_name_with_nul_or_half_a_character_is_taken() -> None:
    assert line(who="a\x00b\ud800").who == "a\ufffdb?"


def test_the_proxy_alone_is_believed_about_the_address(client: Client, staff: User, settings: Any) -> None:
    client.force_login(staff, BACKEND)
    for proxies, forwarded in ((0, "10.9.9.9"), (1, "1.1.1.1, 203.0.113.5"), (1, "x, nonsense"), (2, "203.0.113.6")):
        settings.TRUSTED_PROXIES = proxies
        client.post("/account/settings/", {}, HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="192.0.2.1")
    seen = list(AuditEntry.objects.order_by("position").values_list("address", flat=True))
    assert seen == ["192.0.2.1", "203.0.113.5", "", "192.0.2.1"]


def test_a_log_that_cannot_be_written_says_so_and_stops_nothing(client: Client, staff: User, caplog: Any) -> None:
    client.force_login(staff, BACKEND)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {AuditEntry._meta.db_table} RENAME TO out_of_reach")
    try:
        response = client.post("/account/settings/", {"language": "en", "mail_rhythm": "each"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE out_of_reach RENAME TO {AuditEntry._meta.db_table}")
    assert response.status_code == 302
    assert "the audit log could not be written: mei /account/settings/" in caplog.text
    staff.refresh_from_db()
    assert staff.language == "en"


@pytest.mark.parametrize("who", ["officer", "auditor"])
def test_the_page_works(
    client: Client, request: pytest.FixtureRequest, who: str, django_assert_max_num_queries
) -> None:
    client.force_login(request.getfixturevalue(who), BACKEND)
    for n in range(60):
        line(who=f"person{n}")
    with django_assert_max_num_queries(12):
        response = client.get("/manage/audit/")
    assert response.status_code == 200
    assert len(response.context["page"].object_list) == 50


def test_the_filter_finds_and_a_bad_value_is_said(client: Client, auditor: User) -> None:
    client.force_login(auditor, BACKEND)
    line(who="mei", action=AuditAction.SIGNED_IN, address="192.0.2.7")
    line(who="hao")
    found = lambda **query: client.get("/manage/audit/", query).context["page"].paginator.count  # noqa: E731
    assert found(who="ME") == found(action="signed_in") == found(address="192.0.2.7") == 1
    assert found(since="2020-01-01") == found(since="109/1/1") == 2
    assert found(until="2020-01-01") == found(until="109年1月1日") == 0
    assert found(since="0115-99-99", page="99999999999") == 2
    assert found(until="9999-12-31") == 2
    long = client.get("/manage/audit/", {"since": "長" * 41}, HTTP_ACCEPT_LANGUAGE="zh-tw").content.decode()
    assert "請填日期，例如 115/04/07 或 2026-04-07。" in long and "長" * 41 in long
    assert "例如 115/04/07 或 2026-04-07" in client.get("/manage/audit/", HTTP_ACCEPT_LANGUAGE="zh-tw").content.decode()


def test_the_csv_holds_all_lines_and_no_live_formula(client: Client, auditor: User) -> None:
    client.force_login(auditor, BACKEND)
    line(who="=1+1\n")
    body = b"".join(client.get("/manage/audit/?format=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(body.splitlines(keepends=True)))
    assert [row["who"] for row in rows] == ["'=1+1\n"]


def test_others_do_not_get_in(client: Client, staff: User, advisor: User) -> None:
    assert client.get("/manage/audit/").status_code == 302
    for person in (staff, advisor):
        client.force_login(person, BACKEND)
        assert client.get("/manage/audit/").status_code == 403
