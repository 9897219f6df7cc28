"""Insert many rows fast, without the SQL compiler's work for each value: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` spends most of its time compiling values; for facts, links of the chain and imported files that was
half of an import. Keys that the database gives are left to it, and do not come back.
"""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

Read = Callable[[models.Model], Any]
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
"""Columns whose plain Python values both databases take."""


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, in order. Like `bulk_create`: no `save()`, no signals; errors are the database's."""
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]  # looked up once: the proxy costs a tenth of the whole
    fields = [f for f in rows[0]._meta.concrete_fields if not isinstance(f, models.AutoField)]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    into = f"{connection.ops.quote_name(rows[0]._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            readers = [_copied(field) for field in fields]
            lines = ("\t".join([_escaped(read(row)) for read in readers]) for row in rows)
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {into} FROM STDIN", io.StringIO("\n".join(lines)))
        else:
            readers = [_bound(field, connection) for field in fields]
            values = [[read(row) for read in readers] for row in rows]
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", values)  # noqa: S608 (names of our own columns)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _copied(field: models.Field) -> Read:
    """A column's value as COPY's text has it; dates, UUIDs and decimals are written by `str`."""
    read = _raw(field)
    if isinstance(field, models.JSONField):
        return lambda row: json.dumps(read(row), cls=field.encoder, ensure_ascii=False)
    return read


def _bound(field: models.Field, connection: Any) -> Read:
    """A column's value as the driver takes it."""
    read = _raw(field)
    if isinstance(field, AS_THEY_ARE):
        return read
    return lambda row: field.get_db_prep_save(read(row), connection)


def _raw(field: models.Field) -> Read:
    """The attribute; times that set themselves are set by `pre_save`."""
    if isinstance(field, models.DateField) and (field.auto_now or field.auto_now_add):
        return lambda row: field.pre_save(row, add=True)
    name = field.attname
    return lambda row: getattr(row, name)


def _escaped(value: Any) -> str:
    r"""Text of COPY: \N is NULL, and what ends a value or a row is written with a backslash."""
    if value is None:
        return r"\N"
    text = value if type(value) is str else str(value)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text
