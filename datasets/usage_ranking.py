"""All datasets by their uses: a page of the list is read from the database, in its order, and no more.

`sums` is one row a dataset that has any: kept ones (services/usage_sums.py) of months, less what was recorded since
as-of, and the rest made of the increments. Uses of today come on top; they are few, and the order is that of both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from hashlib import md5
from typing import Any, cast

from django.core.cache import cache
from django.db import connection
from django.db.models import F, Max, Min, QuerySet, Value
from django.utils.translation import get_language

from datasets.models import Dataset, PlatformSnapshot, UsageSum
from datasets.services.usage_sums import BY_SOURCE, GUESSES, added_up
from datasets.usage import BY_KIND, NONE, Uses, after_kept, increments, negative, recent, since, uses_of, whole_months
from datasets.usage_statements import ADDED, BOTH, DAYS, EVERY, HOW_MANY_USED, PARTS, TODAY, UNUSED, USED, WHOLE

SUMMED = ("views", "downloads", "their_views", "their_downloads", "guesses")
COLUMNS = f"dataset, {', '.join(SUMMED)}, known"
CELLS = 9
"""Of a row of the list."""
HALF = 7
"""Months."""
KEPT = 60
"""Seconds."""


@dataclass(frozen=True)
class DatasetRow:
    """One dataset over the whole span that was asked for, by source. Plain values: there may be 50,000.

    `platform` is None where it is not known: fewer than two snapshots that touch the span (never zero then).
    """

    identifier: str
    title: str
    title_en: str
    portal: Uses
    platform: Uses | None

    @property
    def total(self) -> Decimal:
        return self.portal.total + (self.platform or NONE).total

    @property
    def spoken_title(self) -> str:
        return (self.title_en or self.title) if get_language() == "en" else self.title


@dataclass(frozen=True)
class ByDataset:
    """Every dataset of `datasets`, the unused ones too, most used first; by the increments recorded by as-of.

    Cut like a list, of which the database then gives no more than was asked for.
    """

    datasets: QuerySet[Dataset]
    first: date
    last: date
    as_of: datetime | None = None

    @cached_property
    def number(self) -> int:
        return self.datasets.count() if self._kept else len(self._every)

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, wanted: slice) -> list[DatasetRow]:
        if not self._kept:
            return self._every[wanted]
        start, stop, _step = wanted.indices(self.number)
        rows = self._used(start, stop)
        if len(rows) < stop - start:
            used = start + len(rows) if rows else self._read(HOW_MANY_USED)[0][0]
            rows += self._read(UNUSED, start=max(start - used, 0), stop=stop - used)
        return [_row(*cells) for cells in rows]

    def __iter__(self) -> Iterator[DatasetRow]:
        return iter(self[:])

    @property
    def portal(self) -> Uses:
        """Of all of them together."""
        if not self._kept:
            return sum((row.portal for row in self._every), NONE)
        views, downloads, *_platform = self._together
        return uses_of(views or 0, downloads or 0)

    @property
    def platform(self) -> Uses | None:
        """None where nothing is known of any."""
        if not self._kept:
            known = [row.platform for row in self._every if row.platform is not None]
            return sum(known, NONE) if known else None
        *_portal, views, downloads, guesses = self._together
        return None if views is None else uses_of(views, downloads, guesses)

    @cached_property
    def _every(self) -> list[DatasetRow]:
        return [_row(*cells) for cells in self._read(EVERY)]

    def _used(self, start: int, stop: int) -> list[tuple[Any, ...]]:
        rows = self._read(USED if self.as_of is None else BOTH.format(ranked=USED, whole=WHOLE), start=start, stop=stop)
        self._whole.extend(row[CELLS + 1 :] for row in rows[:1])
        return [row[:CELLS] for row in rows]

    @cached_property
    def _whole(self) -> list[Sequence[Any]]:
        """What a page told of all together."""
        return []

    @cached_property
    def _together(self) -> Sequence[Any]:
        """Whole days and today; while a day is folded they are read again, until both were read at one reach."""
        if self.as_of:
            return (self._whole or self._read(WHOLE))[0]
        for _attempt in range(3):
            *today, reach, life = self._read(TODAY)[0]
            *days, reached = self._whole_days(reach, life)
            if reached == reach:
                break
        views, downloads, *platform = days
        return (views or 0) + (today[0] or 0), (downloads or 0) + (today[1] or 0), *platform

    def _whole_days(self, reach: int, life: int) -> Sequence[Any]:
        """Kept for a minute: of all datasets together they are the dearest part of a page."""
        whose = md5(str(self._parts).encode(), usedforsecurity=False).hexdigest()
        key = f"usage:{whose}:{reach}:{life}:{self.number}"
        return cast("Sequence[Any]", cache.get_or_set(key, lambda: self._read(DAYS)[0], KEPT))

    def _read(self, asked: str, **limits: int) -> list[tuple[Any, ...]]:
        statement, params = self._parts
        with connection.cursor() as cursor:
            cursor.execute(statement + asked.format(**limits), params)
            return list(cursor.fetchall())

    @cached_property
    def _parts(self) -> tuple[str, tuple[Any, ...]]:
        shown, whose = (
            self.datasets.order_by().values_list("pk", "identifier", "title", "title_en").query.sql_with_params()
        )
        as_kept = self._kept and self.as_of is None
        sums, added = self._of_now() if as_kept else self._as_of()
        of_today = recent(self.first, self.last, self.as_of).values_list("dataset_id").annotate(**BY_KIND)
        today, used = of_today.query.sql_with_params()
        how = "NOT MATERIALIZED" if as_kept else "MATERIALIZED"
        statement = PARTS.format(shown=shown, columns=COLUMNS, kept=how, sums=sums, recent=today)
        return statement, (*whose, *added, *used)

    @cached_property
    def _kept(self) -> bool:
        """Whether sums of this span are kept, and hold everything that is recorded."""
        a_year = whole_months(self.first, self.last) == 12 and self.first.month == 1
        return (a_year or whole_months(self.first, self.last) == 1) and added_up()

    @property
    def _sums(self) -> QuerySet[Any, Any]:
        months = whole_months(self.first, self.last)
        return UsageSum.objects.filter(first=self.first, months=months).order_by()

    def _of_now(self) -> tuple[str, tuple[Any, ...]]:
        return self._sums.values_list("dataset_id", *SUMMED, "known", "uses").query.sql_with_params()

    def _as_of(self) -> tuple[str, tuple[Any, ...]]:
        first, *others = (*self._days(), self._known())
        added, params = first.union(*others, all=True).query.sql_with_params()
        return ADDED.format(columns=COLUMNS, added=added), params

    def _days(self) -> Iterator[QuerySet[Any, Any]]:
        """What no kept sum tells; what they tell, less what as-of did not know of it."""
        rest = after_kept(self.first, self.last, self.as_of) if self._kept else self.first
        days = increments(rest, self.last, self.as_of).values_list("dataset_id")
        yield days.annotate(**BY_SOURCE, **GUESSES, known=Value(0))
        if rest > self.first:
            yield from self._sums_before(rest)
        if rest > self.first and self.as_of:
            late = since(self.first, rest, self.as_of).values_list("dataset_id")
            yield late.annotate(**negative(BY_SOURCE), known=Value(0))

    def _sums_before(self, rest: date) -> Iterator[QuerySet[Any, Any]]:
        """Late in a year it is less to take the months that follow off the year's sums than to add those before."""
        months = UsageSum.objects.filter(months=1, first__gte=self.first, first__lte=self.last).order_by()
        if rest > self.last or rest.month > HALF:
            yield self._sums.values_list("dataset_id", *SUMMED, Value(0))
            off = {f"off_{name}": -F(name) for name in SUMMED}
            yield months.filter(first__gte=rest).values_list("dataset_id").annotate(**off, known=Value(0))
        else:
            yield months.filter(first__lt=rest).values_list("dataset_id", *SUMMED, Value(0))

    def _known(self) -> QuerySet[Any, Any]:
        """Whose uses at the platform as-of knows."""
        series = PlatformSnapshot.objects.known_at(self.as_of).order_by().values("dataset_id")
        ends = series.annotate(earliest=Min("taken_on"), latest=Max("taken_on"))
        around = ends.filter(earliest__lt=self.last, latest__gte=self.first, latest__gt=F("earliest"))
        known: QuerySet[Any, Any] = around.values_list("dataset_id", *[Value(0)] * len(SUMMED), Value(1))
        return known


def _row(identifier: str, title: str, title_en: str, *numbers: Any) -> DatasetRow:
    views, downloads, their_views, their_downloads, guesses, known = numbers
    platform = uses_of(their_views, their_downloads, guesses) if known else None
    return DatasetRow(identifier, title, title_en, uses_of(views, downloads), platform)
