"""The public catalogue: what a reader asks for, as a queryset. Nothing here knows of pages or requests."""

import json
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import (
    Count,
    DecimalField,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Contains

from datasets.models import Dataset, Distribution, OpennessDecision, UpdateSchedule, UsageCount
from datasets.models.inventory import NEVER_ISSUED
from datasets.services.usage_sums import ALL_TIME, added_up
from datasets.words import search_words, variants

SORTS = {
    "new": (NEVER_ISSUED, "-issued", "-created_at", "identifier"),
    "title": ("title", "identifier"),
    "changed": (F("metadata_modified").desc(nulls_last=True), "identifier"),
    "used": ("-uses", "identifier"),
}
NO_BADGE = "none"
FAR = 10
"""Digits of a page's number; a database counts no further."""


@dataclass(frozen=True)
class Criteria:
    """What was asked for; an empty text asks for nothing. `frequencies`: every wording of the one that was chosen."""

    q: str = ""
    theme: str = ""
    format: str = ""
    unit: str = ""
    lifecycle: str = ""
    openness: str = ""
    badge: str = ""
    frequencies: tuple[str, ...] = ()
    sort: str = "new"


def matching(datasets: QuerySet[Dataset], criteria: Criteria) -> QuerySet[Dataset]:
    """The datasets that meet every criterion, in the order asked for."""
    found = containing(datasets, criteria.q).filter(**_plain(criteria))
    if criteria.format:
        wanted = Distribution.objects.filter(format=criteria.format, retired=False)
        found = found.filter(pk__in=wanted.values("dataset"))
    if criteria.frequencies:
        found = with_frequency(found).filter(Q(frequency__in=criteria.frequencies))
    if criteria.sort == "used":
        found = _with_uses(found)
    return found.order_by(*SORTS[criteria.sort])


def containing(datasets: QuerySet[Dataset], q: str) -> QuerySet[Dataset]:
    """The datasets in which every word of `q` occurs, in some searched column and some spelling."""
    return datasets.filter(reduce(and_, (_word(word) for word in search_words(q)), Q()))


def page_of(found: QuerySet[Dataset], number: str | None, size: int, *, searched: bool) -> Page[Dataset]:
    """One page of what was found; a number that is none gives the first page, one that is too large the last.

    A search runs once, and gives the page's identifiers and how many there are in all; a page too far runs it again.
    What no word was asked of is counted apart, which needs no look into the texts.
    """
    keys = found.values_list("identifier", flat=True)
    page: Page[Any] = _searched(keys, number, size) if searched else Paginator(keys, size).get_page(number)
    shown = {row.identifier: row for row in for_list(Dataset.objects.filter(identifier__in=list(page.object_list)))}
    page.object_list = [shown[identifier] for identifier in page.object_list]
    return page


def _searched(keys: QuerySet[Dataset, Any], number: str | None, size: int) -> Page[Any]:
    wanted = int(number) if number and number.isdecimal() and len(number) < FAR else 1
    counted = keys.annotate(number=Window(Count("*"))).values_list("identifier", "number")
    first = max(wanted - 1, 0) * size
    rows = list(counted[first : first + size])
    page: Page[Any] = Paginator(range(rows[0][1] if rows else keys.count()), size).get_page(number)
    if (page.number - 1) * size != first:
        rows = list(counted[(page.number - 1) * size : page.number * size])
    page.object_list = [identifier for identifier, _number in rows]
    return page


def for_list(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """With what a list shows: unit, formats, frequency; without the long cells that it does not."""
    return _joined(datasets, Distribution.objects.only("dataset_id", "format", "order"))


def for_page(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """With all that a dataset's page and its description for machines show; never the contact columns."""
    return _joined(datasets, Distribution.objects.all())


def frequency_of(row: Dataset) -> str:
    """What `with_frequency` told of a row."""
    wording: str | None = vars(row)["frequency"]
    return wording or ""


def files_of(row: Dataset) -> list[Distribution]:
    """The files that `for_list` or `for_page` read with a row, those not retired, in order."""
    files: list[Distribution] = vars(row)["current_distributions"]
    return files


def with_frequency(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Adds `frequency`: the newest schedule's wording, else what the list declares."""
    newest = UpdateSchedule.objects.filter(dataset=OuterRef("pk")).order_by("-position").values("frequency")[:1]
    return datasets.annotate(frequency=Coalesce(Subquery(newest), F("declared_frequency")))


def with_decision(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Adds `grounds`, `legal_basis`, `review_by` and `decided_at` of the newest decision (None before the first)."""
    newest = OpennessDecision.objects.filter(dataset=OuterRef("pk")).order_by("-position")
    return datasets.annotate(
        grounds=Subquery(newest.values("grounds")[:1]),
        legal_basis=Subquery(newest.values("legal_basis")[:1]),
        review_by=Subquery(newest.values("review_by")[:1]),
        decided_at=Subquery(newest.values("recorded_at")[:1]),
    )


def formats_in_use() -> list[str]:
    """The declared formats of all current distributions, most frequent first."""
    rows = Distribution.objects.filter(retired=False).exclude(format="").values("format")
    return [row["format"] for row in rows.annotate(number=Count("pk")).order_by("-number", "format")]


def frequencies_in_use() -> list[str]:
    """Every wording of a frequency that a schedule or the list itself uses."""
    declared = Dataset.objects.exclude(declared_frequency="").order_by().values_list("declared_frequency", flat=True)
    planned = UpdateSchedule.objects.order_by().values_list("frequency", flat=True)
    return sorted({*declared.distinct(), *planned.distinct()})


def _joined(datasets: QuerySet[Dataset], files: QuerySet[Distribution]) -> QuerySet[Dataset]:
    current = Prefetch("distributions", files.filter(retired=False).order_by("order"), to_attr="current_distributions")
    return (
        with_frequency(datasets)
        .select_related("unit")
        .prefetch_related(current)
        .defer("raw", "note", "contact_name", "contact_phone", "search_text")
    )


def _word(word: str) -> Q:
    written = dict.fromkeys([*variants(word), *map(_in_json, variants(word))])
    return reduce(or_, (Q(Contains(F("search_text"), Lower(Value(one)))) for one in written))


def _in_json(word: str) -> str:
    """As it stands inside a stored JSON text, which SQLite holds in ASCII."""
    return json.dumps(word, ensure_ascii=connection.vendor == "sqlite")[1:-1]


def _plain(criteria: Criteria) -> dict[str, str]:
    badge = "" if criteria.badge == NO_BADGE else criteria.badge
    wanted = {
        "theme": criteria.theme,
        "unit__code": criteria.unit,
        "lifecycle": criteria.lifecycle,
        "openness": criteria.openness,
        "platform_badge": badge,
    }
    chosen = {column: value for column, value in wanted.items() if value}
    return {**chosen, "platform_badge": ""} if criteria.badge == NO_BADGE else chosen


def _with_uses(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Adds `uses`: views and downloads of all time, all sources, until yesterday."""
    if not added_up():
        counts = UsageCount.objects.filter(dataset=OuterRef("pk")).order_by().values("dataset")
        uses: Any = Subquery(counts.annotate(number=Sum(F("views") + F("downloads"))).values("number"))
        return datasets.annotate(uses=Coalesce(uses, 0, output_field=DecimalField()))
    ever = FilteredRelation("usage_sums", condition=Q(usage_sums__months=ALL_TIME[1]))
    together: Any = reduce(
        add, (F(f"ever__{name}") for name in ("views", "downloads", "their_views", "their_downloads"))
    )
    return datasets.annotate(ever=ever).annotate(uses=Coalesce(together, 0, output_field=DecimalField()))
