"""Write many rows fast, without the SQL compiler's work for each value: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` spends most of its time compiling values; for facts, links of the chain and imported files that was
half of an import. Keys that the database gives are left to it, and do not come back.
"""

import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

Read = Callable[[models.Model], Any]
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
"""Columns whose plain Python values both databases take."""


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, in order. Like `bulk_create`: no `save()`, no signals; errors are the database's."""
    if not rows:
        return
    fields = [f for f in rows[0]._meta.concrete_fields if not (f.generated or isinstance(f, models.AutoField))]
    connection = connections[DEFAULT_DB_ALIAS]  # looked up once: the proxy costs a tenth of the whole
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(connection, cursor, table, fields, rows)
        else:
            marks = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {table} ({_names(connection, fields)}) VALUES ({marks})"  # noqa: S608 (own names)
            cursor.executemany(sql, _values(connection, fields, rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write these columns of rows of one model as they are in memory: on PostgreSQL from a table that is dropped again.

    Each row at most once. The caller holds what keeps others from writing the same rows meanwhile.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.get_field(name) for name in sorted(names)]
    connection = connections[DEFAULT_DB_ALIAS]
    table, key = connection.ops.quote_name(meta.db_table), _names(connection, [meta.pk])
    columns = [_names(connection, [field]) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            everything = _names(connection, [meta.pk, *fields])
            cursor.execute(f"CREATE TEMP TABLE bulk_update AS SELECT {everything} FROM {table} WITH NO DATA")  # noqa: S608
            _copy(connection, cursor, "bulk_update", [meta.pk, *fields], rows)
            assignments = ", ".join(f"{column} = new.{column}" for column in columns)
            cursor.execute(f"UPDATE {table} old SET {assignments} FROM bulk_update new WHERE old.{key} = new.{key}")  # noqa: S608
            cursor.execute("DROP TABLE bulk_update")
        else:
            assignments = ", ".join(f"{column} = %s" for column in columns)
            sql = f"UPDATE {table} SET {assignments} WHERE {key} = %s"  # noqa: S608 (own names)
            cursor.executemany(sql, _values(connection, [*fields, meta.pk], rows))


def _copy(connection: Any, cursor: Any, table: str, fields: Sequence[Any], rows: Sequence[models.Model]) -> None:
    readers = [_copied(field) for field in fields]
    lines = ("\t".join([_escaped(read(row)) for read in readers]) for row in rows)
    with connection.wrap_database_errors:
        source = io.StringIO("\n".join(lines))
        cursor.copy_expert(f"COPY {table} ({_names(connection, fields)}) FROM STDIN", source)


def _values(connection: Any, fields: Sequence[Any], rows: Sequence[models.Model]) -> list[list[Any]]:
    readers = [_bound(field, connection) for field in fields]
    return [[read(row) for read in readers] for row in rows]


def _names(connection: Any, fields: Sequence[Any]) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)


def _copied(field: models.Field) -> Read:
    """A column's value as COPY's text has it; dates, UUIDs and decimals are written by `str`."""
    read = _raw(field)
    if isinstance(field, models.JSONField):
        return lambda row: _json(read(row), field.encoder)
    return read


def _json(value: Any, encoder: Any) -> str | None:
    """None is NULL, as Django has it."""
    return None if value is None else json.dumps(value, cls=encoder, ensure_ascii=False)


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
