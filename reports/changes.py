"""What was recorded between two moments, fact by fact, and what it made of the figures."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.apps import apps
from django.db.models import Q, QuerySet

from datasets.models import Dataset, Fact, LedgerEntry, Unit
from datasets.querysets import descendants
from reports.fact_words import WAYS, follow, way_of
from reports.facts import Facts
from reports.figures import figures_of
from reports.kpis.figure import Figure
from reports.kpis.quarters import ReportPeriod
from reports.moving import moving_facts


@dataclass(frozen=True, slots=True)
class Wanted:
    """Facts recorded after `since` and up to `until`; of one kind, unit (with those below it) or dataset."""

    since: datetime
    until: datetime
    kind: str = ""
    unit: Unit | None = None
    dataset: Dataset | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One fact for a reader. `who` is "" where the portal itself recorded it."""

    position: int
    recorded_at: datetime
    kind: str
    label: str
    says: str
    who: str
    dataset: Dataset | None
    unit: Unit | None

    @property
    def before(self) -> str:
        """The last moment without it, for an address."""
        return (self.recorded_at - self.recorded_at.resolution).isoformat()


def recorded(wanted: Wanted) -> QuerySet[LedgerEntry]:
    """The links, newest first. One query, whatever was chosen."""
    rows = LedgerEntry.objects.filter(recorded_at__gt=wanted.since, recorded_at__lte=wanted.until)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.dataset:
        rows = rows.filter(_about("dataset", Q(pk=wanted.dataset.pk)))
    if wanted.unit:
        rows = rows.filter(_about("unit", Q(pk__in=descendants(wanted.unit.pk))))
    return rows.order_by("-position")


def _about(what: str, those: Q) -> Q:
    """Of any kind whose facts lead to such a thing; a fact about a dataset alone is also about its unit."""
    found = Q(pk__in=[])
    model = Dataset if what == "dataset" else Unit
    for kind, way in WAYS.items():
        path = getattr(way, what) or (f"{way.dataset}__unit" if what == "unit" and way.dataset else "")
        if path:
            rows = apps.get_model(kind)._default_manager.filter(**{f"{path}__in": model._default_manager.filter(those)})
            found |= Q(kind=kind, fact_id__in=rows.values("pk"))
    return found


def tell(entries: Sequence[LedgerEntry]) -> list[Told]:
    """The facts of some links in words, in their order. One query a kind."""
    by_kind: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    told = {one.position: one for kind, own in by_kind.items() for one in _tell(kind, own)}
    return [told[entry.position] for entry in entries]


def _tell(kind: str, entries: Sequence[LedgerEntry]) -> Iterator[Told]:
    way, model = way_of(kind), apps.get_model(kind)
    ties = {field.name for field in model._meta.concrete_fields if field.is_relation}
    paths = ties | {path for path in (way.dataset, way.unit) if path}
    rows = model._default_manager.select_related(*paths).in_bulk([entry.fact_id for entry in entries])
    for entry in entries:
        row: Fact = rows[entry.fact_id]
        dataset, unit = follow(row, way.dataset), follow(row, way.unit)
        who = str(row.recorded_by) if row.recorded_by_id else ""
        yield Told(
            entry.position, entry.recorded_at, kind, str(way.label), way.says(row), who, dataset,
            unit or (dataset.unit if dataset else None),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure at both moments, and the facts that moved it. `difference`: None where one has no items."""

    before: Figure
    after: Figure
    difference: Fraction | None
    facts: Sequence[LedgerEntry]

    @property
    def points(self) -> str:
        """The difference in percentage points, signed; a dash where there is none to tell."""
        if self.difference is None:
            return "—"
        tenths = int(abs(self.difference) * 1000 + Fraction(1, 2))
        return f"{'−' if self.difference < 0 and tenths else '+'}{tenths // 10}.{tenths % 10}"


def figures_between(before: Facts, after: Facts, period: ReportPeriod, unit: Unit | None) -> list[Moved]:
    """The five figures of a period at two moments."""
    key = str(unit.pk) if unit else None
    pairs = zip(figures_of(before, period, key), figures_of(after, period, key), strict=True)
    return [_moved(then, now, before, after, key) for then, now in pairs]


def _moved(then: Figure, now: Figure, before: Facts, after: Facts, unit: str | None) -> Moved:
    keys = {key for key, _side in then.sides() ^ now.sides()}
    units = before.units.with_descendants(unit) ^ after.units.with_descendants(unit) if unit else frozenset()
    old, new = then.ratio.value, now.ratio.value
    difference = new - old if old is not None and new is not None else None
    return Moved(then, now, difference, moving_facts(now.kpi, keys, units, before.as_of, after.as_of))
