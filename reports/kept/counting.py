"""Counts of kept rows, unit by unit and month by month, as step functions of as-of: one statement, in the database."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Value

from reports.models import KeptCount, KeptRow

CLASS = ("kpi", "month", "unit", "side", "flags", "deadline")
"""Rows that agree in these are counted together."""
STEPS = """
WITH moves({columns}, at, step) AS ({moves}),
turns AS (
    SELECT {columns}, at, SUM(step) AS step FROM moves GROUP BY {columns}, at HAVING SUM(step) <> 0
),
steps AS (
    SELECT {columns}, at AS since, LEAD(at) OVER own AS until, SUM(step) OVER own AS number
    FROM turns WINDOW own AS (PARTITION BY {columns} ORDER BY at)
)
INSERT INTO {table} ({columns}, since, until, number)
SELECT {columns}, since, until, number FROM steps WHERE number > 0
"""
"""A row's first moment takes one step up, its last one a step down; what stands between two turns is their sum."""


def count_anew(kpis: Collection[str], first: date, last: date, units: Collection[UUID] | None = None) -> None:
    """The counts of these figures, months and units (None: all) are made from the kept rows again."""
    which: dict[str, Any] = {"kpi__in": kpis, "month__gte": first, "month__lte": last}
    if units is not None:
        which["unit__in"] = units
    KeptCount.objects.filter(**which).delete()
    rows = KeptRow.objects.filter(**which).order_by()
    ups, downs = (rows.values_list(*CLASS, F(at), Value(step)) for at, step in (("since", 1), ("until", -1)))
    moves, params = ups.union(downs, all=True).query.sql_with_params()
    names = ", ".join(map(connection.ops.quote_name, CLASS))
    with connection.cursor() as cursor:
        cursor.execute(STEPS.format(columns=names, moves=moves, table=KeptCount._meta.db_table), params)
