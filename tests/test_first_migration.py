"""The short way of an app's first migration leads to the very tables that Django's own makes, step by step."""

from contextlib import closing
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ConnectionHandler, connection, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from datasets.first_migration import FirstMigration
from tests import template

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OURS = ("datasets", "quality", "feedback", "reports")


def made(name: str) -> dict[str, Any]:
    """What an empty database says when our apps' first migrations ran: columns, and keys, checks, indices by name."""
    with closing(ConnectionHandler({"default": settings.DATABASES["default"] | {"NAME": name}})["default"]) as there:
        MigrationExecutor(there).migrate([(app, "0001_initial") for app in OURS])
        with there.cursor() as cursor:
            return {table: _told(there, cursor, table) for table in there.introspection.table_names(cursor)}


def _told(there: Any, cursor: Any, table: str) -> tuple[Any, Any]:
    columns = there.introspection.get_table_description(cursor, table)
    return sorted(columns), there.introspection.get_constraints(cursor, table)


def test_both_ways_make_the_same_tables(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    names = [":memory:", ":memory:"]
    if connection.vendor == "postgresql":
        names = [template.empty(request.addfinalizer) for _ in names]
    short = made(names[0])
    monkeypatch.setattr(FirstMigration, "apply", migrations.Migration.apply)
    assert made(names[1]) == short
    state = MigrationLoader(connection).project_state([(app, "0001_initial") for app in OURS])
    tables = {model._meta.db_table for app in OURS for model in state.apps.get_app_config(app).get_models()}
    assert tables <= set(short)


def test_the_migrations_say_what_the_models_say() -> None:
    """Exits where a model was changed and no migration says so."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
