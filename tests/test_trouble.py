"""What goes wrong is called by its name, wherever it arises; a database that can only be read still shows its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.test import Client
from django.utils import timezone

from datasets.models import RecentUse, Unit
from feedback.models import FeedbackMessage
from reports.kept.keeping import keep
from reports.views import home
from tests.feedback.conftest import ticket_of
from tests.feedback.make import dataset_of, message

READ_ONLY = "cannot execute INSERT in a read-only transaction"
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OperationalError("server closed the connection unexpectedly"), 503, "The database does not answer"),
        (OperationalError("deadlock detected"), 503, "The database does not answer"),
        (OperationalError("database is locked"), 503, "The database does not answer"),
        (InterfaceError("connection already closed"), 503, "The database does not answer"),
        (InternalError(READ_ONLY), 503, "For reading only"),
        (OperationalError("attempt to write a readonly database"), 503, "For reading only"),
        (OperationalError("database or disk is full"), 507, "The disk is full"),
        (OperationalError("no such column: reports_keptrow.beside"), 500, "Something went wrong"),
        (ValueError("a fault of ours"), 500, "Something went wrong"),
    ],
)
@pytest.mark.django_db
def test_the_page_names_the_cause(error: Exception, status: int, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(home, "published_figures", fails)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert answer.get("Retry-After") == ("30" if status == 503 else None)


def test_an_error_around_the_views_has_its_page_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is away already when the session is read; pytest-django lets nobody near it here."""
    client.raise_request_exception = False
    client.cookies["sessionid"] = "x" * 32
    monkeypatch.setattr(connection, "ensure_connection", _away)
    answer = client.get("/account/settings/")
    assert (answer.status_code, "The database does not answer" in answer.content.decode()) == (503, True)


def _away() -> None:
    raise OperationalError("connection refused")


@contextmanager
def only_read() -> Iterator[None]:
    """As a standby is, or a server whose administrator has forbidden to write."""
    switch = "SET default_transaction_read_only = %s" if connection.vendor == "postgresql" else "PRAGMA query_only = %s"
    with connection.cursor() as cursor:
        cursor.execute(switch % "on")
        yield
        cursor.execute(switch % "off")


@pytest.mark.django_db(transaction=True)
def test_pages_are_read_where_nothing_can_be_written(unit: Unit) -> None:
    dataset = dataset_of(unit)
    keep()
    message(unit, received_at=timezone.now())  # is in no kept row yet
    with only_read():
        for page in ("/", "/datasets/", f"/datasets/{dataset.identifier}/", "/usage/", "/feedback/"):
            assert Client(**BROWSER).get(page).status_code == 200, page
    assert not RecentUse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_saved_is_said_and_nothing_of_it_stays(unit: Unit, settings: Any) -> None:
    settings.FEEDBACK_PROOF_WORK = 20
    client = Client(raise_request_exception=False)
    sent = ticket_of(client.get("/feedback/")) | {"topic": "general", "text": "請問更新頻率?", "website": ""}
    with only_read():
        answer = client.post("/feedback/", sent)
    assert (answer.status_code, "has not been saved" in answer.content.decode()) == (503, True)
    assert not FeedbackMessage.objects.exists()
    assert client.post("/feedback/", sent).status_code == 302, "the same form, sent again, is taken"
    assert FeedbackMessage.objects.count() == 1
