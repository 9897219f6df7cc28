"""Triggers that refuse UPDATE, DELETE and TRUNCATE on insert-only tables (contract.md, Facts).

They stop accidents; the hash chain (ledger.py) shows what they cannot stop. Installed after every `migrate`, not in a
migration: SQLite drops a table's triggers whenever a migration rebuilds it.
"""

from typing import Any

from django.apps import apps
from django.db import connection

from datasets.models.ledger import InsertOnly

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'insert-only table %: rows are added, never changed', TG_TABLE_NAME; END $$
"""


def insert_only_tables() -> list[str]:
    return sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, InsertOnly))


def protect(**_: Any) -> None:
    """Install the triggers on every insert-only table that exists; safe to run again."""
    existing = set(connection.introspection.table_names())
    unprotect()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in insert_only_tables():
            if table in existing:
                for statement in _create(table):
                    cursor.execute(statement)


def unprotect() -> None:
    """Remove the triggers: for a test's clean-up, and before `protect` puts them back."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in insert_only_tables():
            if table in existing:
                for action in ("update", "delete", "truncate"):
                    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{action}"{on}')


def _create(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            f'CREATE TRIGGER "{table}_no_{action}" BEFORE {action.upper()} ON "{table}" '
            f"FOR EACH {scope} EXECUTE FUNCTION refuse_change()"
            for action, scope in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
        ]
    return [
        f'CREATE TRIGGER "{table}_no_{action}" BEFORE {action.upper()} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, 'insert-only table {table}: rows are added, never changed'); END"
        for action in ("update", "delete")
    ]
