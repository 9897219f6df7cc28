"""Adds increments up by month, year and all time, so that a list of all datasets costs what it shows.

Who records increments or snapshots holds the chain's lock to commit, so none comes late with a lower number, and adds
them up before it lets go. What was recorded otherwise is taken in by the next that asks.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, DateField, F, Max, Min, Q, QuerySet, SmallIntegerField, Sum, Value
from django.db.models.functions import Cast, TruncMonth, TruncYear

from datasets import ledger
from datasets.models import PlatformSnapshot, UsageCount, UsageReach, UsageSource, UsageSum, UsageTotal
from datasets.rules.months import add_months

ALL_TIME = (date(1, 1, 1), 0)
MONTH, YEAR = (Cast(start("day"), DateField()) for start in (TruncMonth, TruncYear))
"""First days; PostgreSQL gives moments."""
SPANS = ((MONTH, 1), (YEAR, 12), (Value(ALL_TIME[0], DateField()), ALL_TIME[1]))
STEP = Decimal("0.000001")
"""Increments have six places."""
AT_ONCE = 500_000
"""Increments that are added up under one hold of the lock."""
WAITED_FOR = 20_000
"""So many new increments are added up by who asks for a page; more are left to the timetable."""
SUMS = {
    "sum_views": Sum("views", default=0),
    "sum_downloads": Sum("downloads", default=0),
}
BY_SOURCE = {
    f"{name}_{source}": Sum(name, filter=Q(source=source), default=0)
    for source in (UsageSource.PORTAL, UsageSource.PLATFORM) for name in ("views", "downloads")
}  # fmt: skip
GUESSES = {"guesses": Count("pk", filter=Q(estimated=True))}
REACHED = """
SELECT COALESCE((SELECT increment FROM datasets_usagereach), 0),
    COALESCE((SELECT MAX(id) FROM datasets_usagecount), 0),
    COALESCE((SELECT snapshot FROM datasets_usagereach), 0),
    COALESCE((SELECT MAX(position) FROM datasets_platformsnapshot), 0)
"""
ADDED = """
INSERT INTO {table} ({key}, {sums}) {rows}
ON CONFLICT ({key}) DO UPDATE SET {added}
"""
KNOWN = """
WITH series (dataset_id, earliest, latest) AS ({series}), spans (first, months, last) AS (VALUES {spans})
INSERT INTO {table} (dataset_id, first, months, known)
SELECT dataset_id, first, months, TRUE FROM series JOIN spans ON earliest < last AND latest >= first
WHERE NOT EXISTS (
    SELECT 1 FROM {table} old
    WHERE old.dataset_id = series.dataset_id AND old.months = spans.months AND old.first = spans.first AND old.known
)
ON CONFLICT (dataset_id, months, first) DO UPDATE SET known = TRUE
"""


def rebuild() -> None:
    """Everything anew."""
    with transaction.atomic():
        ledger.lock()
        for model in (UsageReach, UsageSum, UsageTotal):
            model._default_manager.all().delete()
    while not add_up():
        pass


def add_up() -> bool:
    """Take in the next increments and all new snapshots; whether none is left. Twice is harmless."""
    with transaction.atomic():
        ledger.lock()
        increment, newest, position, snapshot = _reached()
        last = min(newest, increment + AT_ONCE)
        new = UsageCount.objects.filter(pk__gt=increment, pk__lte=last).order_by()
        for first, months in SPANS:
            rows = new.values_list("dataset_id", Value(months, SmallIntegerField()), first)
            _add(UsageSum, ("dataset_id", "months", "first"), rows.annotate(**BY_SOURCE, **GUESSES))
        rows = new.values_list(MONTH, "source")
        _add(UsageTotal, ("month", "source"), rows.annotate(**SUMS, **GUESSES))
        _know(PlatformSnapshot.objects.filter(position__gt=position))
        UsageReach.objects.update_or_create(defaults={"increment": last, "snapshot": snapshot})
    return last == newest


def added_up() -> bool:
    """Whether the sums hold everything that is recorded; a little that is new is taken in first."""
    increment, newest, position, snapshot = _reached()
    if (increment, position) == (newest, snapshot):
        return True
    if newest - increment > WAITED_FOR:
        return False
    try:
        return add_up()
    except DatabaseError:  # it can only be read at the moment
        return False


def _reached() -> tuple[int, int, int, int]:
    """The last increment that was added up and the newest one; of the snapshots the same. One query."""
    with connection.cursor() as cursor:
        cursor.execute(REACHED)
        return cast("tuple[int, int, int, int]", cursor.fetchone())


def _add(model: type[UsageSum | UsageTotal], key: tuple[str, ...], rows: QuerySet[Any, Any]) -> None:
    """Rows of the key, then the sums in the order of the model's columns."""
    table = model._meta.db_table
    names = ["views", "downloads", *(["their_views", "their_downloads"] if model is UsageSum else [])]
    added = [f"{name} = ROUND({table}.{name} + excluded.{name}, 6)" for name in names]  # SQLite adds in binary
    added.append(f"guesses = {table}.guesses + excluded.guesses")
    selected, params = rows.query.sql_with_params()
    statement = ADDED.format(
        table=table, key=", ".join(key), sums=", ".join([*names, "guesses"]), rows=selected, added=", ".join(added)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _know(new: QuerySet[PlatformSnapshot]) -> None:
    """Of the datasets of these snapshots, the spans around some day of which two snapshots lie."""
    series = PlatformSnapshot.objects.filter(dataset__in=new.values("dataset")).order_by()
    ends = series.aggregate(Min("taken_on"), Max("taken_on"))
    if not ends["taken_on__min"]:
        return
    around = list(spans(ends["taken_on__min"], ends["taken_on__max"]))
    grouped = series.values("dataset_id").annotate(earliest=Min("taken_on"), latest=Max("taken_on"))
    selected, params = grouped.filter(latest__gt=F("earliest")).query.sql_with_params()
    statement = KNOWN.format(
        table=UsageSum._meta.db_table, series=selected, spans=", ".join(["(%s, %s, %s)"] * len(around))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *(part for span in around for part in span)])


def spans(earliest: date, latest: date) -> Iterator[tuple[date, int, date]]:
    """First day, months and last day of every span that these days touch."""
    yield *ALL_TIME, date.max
    for year in range(earliest.year, latest.year + 1):
        yield date(year, 1, 1), 12, date(year, 12, 31)
    month = earliest.replace(day=1)
    while month <= latest:
        yield month, 1, month.replace(day=monthrange(month.year, month.month)[1])
        month = add_months(month, 1)
