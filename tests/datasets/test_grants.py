"""The application's role on PostgreSQL: no fact can be changed by it, with or without triggers."""

import os
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from datasets import ledger
from datasets.models import LifecycleChange, Unit
from datasets.protection import insert_only_tables, unprotect
from datasets.services.inventory import add_dataset

pytestmark = pytest.mark.django_db
ROLE = "portal_app_of_a_test"


@pytest.fixture
def as_role(monkeypatch: Any) -> None:
    """The role, made and granted; the triggers are away, so that the rights alone refuse. Rolled back with the test."""
    monkeypatch.setenv("APP_PASSWORD", "pw'\"x")
    out = StringIO()
    call_command("grant_roles", "--role", ROLE, "--password-env", "APP_PASSWORD", stdout=out)
    assert out.getvalue().startswith(f"{ROLE} may add and read {len(insert_only_tables())} tables")
    unprotect()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


@pytest.mark.only_on("postgresql")
def test_the_role_changes_no_table_of_facts(as_role: None) -> None:
    for table in insert_only_tables():
        with connection.cursor() as cursor:
            column = next(c.name for c in connection.introspection.get_table_description(cursor, table))
        for statement in (
            f'UPDATE "{table}" SET "{column}" = "{column}"',
            f'DELETE FROM "{table}"',
            f'TRUNCATE "{table}" CASCADE',
            f'ALTER TABLE "{table}" DISABLE TRIGGER ALL',
            f'DROP TABLE "{table}"',
        ):
            assert refused(statement), statement


@pytest.mark.only_on("postgresql")
def test_the_role_works_as_the_application(unit: Unit, officer: Any, as_role: None) -> None:
    """It adds facts, moves the rows beside them, and reads both."""
    dataset = add_dataset(unit=unit, values={"title": "x"}, by=officer)
    dataset.title = "y"
    dataset.save()
    assert LifecycleChange.objects.filter(dataset=dataset).count() == 1
    head = ledger.head()
    assert head is not None and head.position == 2


@pytest.mark.only_on("postgresql")
def test_statements_can_be_printed_and_a_missing_role_is_asked_for() -> None:
    out = StringIO()
    call_command("grant_roles", "--role", ROLE, "--print", stdout=out)
    assert f'GRANT SELECT, INSERT ON "datasets_ledgerentry" TO "{ROLE}";' in out.getvalue()
    assert f'GRANT SELECT, INSERT, UPDATE, DELETE ON "datasets_dataset" TO "{ROLE}";' in out.getvalue()
    with pytest.raises(CommandError, match="no role"):
        call_command("grant_roles", "--role", ROLE)
    with pytest.raises(CommandError, match="owns the tables"):
        call_command("grant_roles", "--role", connection.settings_dict["USER"])
    assert "APP_PASSWORD" not in os.environ


@pytest.mark.only_on("sqlite")
def test_elsewhere_it_says_that_there_are_no_roles() -> None:
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("grant_roles", "--role", ROLE)
