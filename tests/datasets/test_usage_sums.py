"""Uses that were added up beforehand are those that the increments add up to, by the rule as it is told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from datasets.access import visible_datasets
from datasets.catalogue import Criteria, matching
from datasets.ledger import record
from datasets.models import Dataset, Lifecycle, PlatformSnapshot, RecentUse, Unit, UsageCount, UsageSum, UseKind
from datasets.replay.usage import usage_sums
from datasets.services import usage_sums as sums
from datasets.services.usage import fold_usage
from datasets.usage import MonthRow, Uses, by_month
from datasets.usage_ranking import ByDataset, DatasetRow

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 4, tzinfo=UTC)
TODAY, FIRST = date(2026, 3, 20), date(2025, 11, 25)
SPANS = [
    (date(2025, 1, 1), date(2025, 12, 31)),
    (date(2026, 1, 1), date(2026, 12, 31)),
    (date(2026, 2, 1), date(2026, 2, 28)),
    (date(2026, 3, 1), date(2026, 3, 31)),
    (date(2025, 12, 10), date(2026, 1, 9)),
    (date(2025, 12, 1), date(2026, 1, 31)),
]
UNTIL = [
    None,
    *(datetime(year, month, 15, tzinfo=UTC) for year, month in ((2025, 12), (2026, 1), (2026, 2), (2026, 3))),
]


def by_the_rule(shown: Iterable[Dataset], first: date, last: date, as_of: datetime | None) -> list[DatasetRow]:
    """Every increment and every use, one by one."""
    uses: defaultdict[tuple[Any, str], Uses] = defaultdict(Uses)
    for row in UsageCount.objects.filter(day__range=(first, last)):
        if as_of is None or row.recorded_at <= as_of:
            uses[row.dataset_id, row.source] += Uses(row.views, row.downloads, row.estimated)
    for use in RecentUse.objects.filter(day__range=(first, last)):
        if as_of is None or use.at <= as_of:
            view = use.kind == UseKind.VIEW
            uses[use.dataset_id, "portal"] += Uses(Decimal(view), Decimal(not view))
    days: defaultdict[Any, list[date]] = defaultdict(list)
    for snapshot in PlatformSnapshot.objects.known_at(as_of):
        days[snapshot.dataset_id].append(snapshot.taken_on)
    rows = [
        DatasetRow(
            one.identifier, one.title, one.title_en, uses[one.pk, "portal"],
            uses[one.pk, "platform"] if _known(days[one.pk], first, last) else None,
        )
        for one in shown
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.total, row.identifier))


def _known(days: Sequence[date], first: date, last: date) -> bool:
    return bool(days) and min(days) < last and first <= max(days) > min(days)


def months_by_the_rule(first: date, last: date, as_of: datetime | None) -> list[MonthRow]:
    uses: defaultdict[tuple[date, bool, str], Uses] = defaultdict(Uses)
    for row in UsageCount.objects.filter(day__range=(first, last)):
        if as_of is None or row.recorded_at <= as_of:
            key = (row.day.replace(day=1), row.source != "portal", row.source)
            uses[key] += Uses(row.views, row.downloads, row.estimated)
    for use in RecentUse.objects.filter(day__range=(first, last)):
        if as_of is None or use.at <= as_of:
            view = use.kind == UseKind.VIEW
            uses[use.day.replace(day=1), False, "portal"] += Uses(Decimal(view), Decimal(not view))
    return [MonthRow(month, source, one) for (month, _place, source), one in sorted(uses.items())]


@override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}})
def compare() -> None:
    cache.clear()  # the numbers of a history that was rolled back come again
    shown = visible_datasets(AnonymousUser())
    for first, last in SPANS:
        for as_of in UNTIL:
            told, rule = ByDataset(shown, first, last, as_of), by_the_rule(shown, first, last, as_of)
            assert list(told) == rule
            assert len(told) == len(rule)
            for start in range(0, len(rule), 2):
                assert told[start : start + 2] == rule[start : start + 2]
            known = [row.platform for row in rule if row.platform is not None]
            assert ByDataset(shown, first, last, as_of).portal == told.portal  # from the cache
            assert told.portal == sum((row.portal for row in rule), Uses())
            assert told.platform == (sum(known, Uses()) if known else None)
            assert by_month(first, last, as_of=as_of) == months_by_the_rule(first, last, as_of)


AMOUNTS = st.sampled_from([Decimal(0), Decimal(1), Decimal(3), Decimal("0.333333"), Decimal("0.1"), Decimal("0.2")])
DAYS = st.integers(0, (TODAY - FIRST).days - 1)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("count"), st.integers(0, 4), DAYS, st.integers(0, 40), AMOUNTS, st.booleans()),
        st.tuples(st.just("snapshot"), st.integers(0, 4), DAYS),
        st.tuples(st.just("use"), st.integers(0, 4), st.booleans()),
        st.tuples(st.sampled_from(["fold", "add up", "rebuild"])),
    ),
    max_size=30,
)


LATE_IN_A_YEAR = [
    ("count", 0, 1, 30, Decimal(1), True),
    ("count", 0, 10, 0, Decimal(3), True),
    ("count", 1, 10, 36, Decimal(3), False),
    ("add up",),
]
"""The year's sums less those of its last month."""


@settings(max_examples=25)
@example(acts=LATE_IN_A_YEAR)
@given(acts=ACTS)
def test_of_made_up_histories(acts: list[tuple[Any, ...]]) -> None:
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        unit = Unit.objects.create(code="u", name="u")
        lives = [*[Lifecycle.PUBLISHED] * 3, Lifecycle.WITHDRAWN, Lifecycle.UNPUBLISHED]
        owned = [
            Dataset.objects.create(identifier=str(9 - n), title=f"t{n}", unit=unit, lifecycle=life)
            for n, life in enumerate(lives)
        ]
        for number, (what, *told) in enumerate(acts):
            _act(what, owned, told, number)
        compare()
        assert list(usage_sums()) == []
        transaction.set_rollback(True)


def _act(what: str, owned: list[Dataset], told: list[Any], number: int) -> None:
    match what, *told:
        case "count", which, ahead, late, amount, portal:
            day = FIRST + timedelta(days=ahead)
            recorded = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=late)
            UsageCount.objects.create(
                dataset=owned[which], day=day, source="portal" if portal else "platform", views=amount, downloads=1,
                estimated=not portal and which % 2 == 0, recorded_at=recorded,
            )  # fmt: skip
        case "snapshot", which, ahead:
            day = FIRST + timedelta(days=ahead)
            if not PlatformSnapshot.objects.filter(dataset=owned[which], taken_on=day).exists():
                record([PlatformSnapshot(dataset=owned[which], taken_on=day, views=1, downloads=1)])
        case "use", which, view:
            kind = UseKind.VIEW if view else UseKind.DOWNLOAD
            day = TODAY - timedelta(days=number % 2)
            RecentUse.objects.create(dataset=owned[which], kind=kind, day=day, visitor=str(number), slot=1, at=NOW)
        case ["fold"]:
            fold_usage(NOW)
        case ["add up"]:
            sums.add_up()
        case _:
            sums.rebuild()


@pytest.fixture
def used(unit: Unit) -> Dataset:
    made = Dataset.objects.create(identifier="1", title="x", unit=unit, lifecycle=Lifecycle.PUBLISHED)
    UsageCount.objects.create(dataset=made, day=date(2026, 3, 1), views=5)
    sums.add_up()
    return made


def test_much_that_is_new_is_left_to_the_timetable_and_read_all_the_same(
    used: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "WAITED_FOR", 1)
    UsageCount.objects.bulk_create(UsageCount(dataset=used, day=date(2026, 3, day), views=1) for day in (2, 3))
    assert not sums.added_up()
    assert ByDataset(Dataset.objects.all(), date(2026, 3, 1), date(2026, 3, 31))[:1][0].portal.views == 7
    assert by_month(date(2026, 3, 1), date(2026, 3, 31))[0].uses.views == 7
    assert matching(Dataset.objects.all(), Criteria(sort="used"))[0].uses == 7  # type: ignore[attr-defined]  # annotated
    fold_usage(NOW)
    assert sums.added_up()


def test_what_comes_between_asking_and_reading_is_not_taken_off(used: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("usage", "usage_ranking"):
        monkeypatch.setattr(f"datasets.{module}.added_up", lambda: True)
    then = timezone.now()
    UsageCount.objects.create(dataset=used, day=date(2026, 3, 2), views=2)
    march = (date(2026, 3, 1), date(2026, 3, 31))
    assert ByDataset(Dataset.objects.all(), *march, then)[:1][0].portal.views == 5
    assert by_month(*march, as_of=then)[0].uses.views == 5


def test_a_part_is_taken_in_at_a_time(used: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "AT_ONCE", 2)
    UsageCount.objects.bulk_create(UsageCount(dataset=used, day=date(2026, 3, 2), views=1) for _ in range(3))
    assert not sums.add_up()
    assert sums.add_up()
    assert UsageSum.objects.get(months=0).views == 8


def test_a_sum_that_was_changed_is_named(used: Dataset) -> None:
    UsageSum.objects.filter(months=12).update(views=6)
    assert [one.key for one in usage_sums()] == [f"{used.pk} 12 2026-01-01"]


def test_spans_that_were_forgotten_are_named(used: Dataset) -> None:
    record([PlatformSnapshot(dataset=used, taken_on=date(2026, month, 2)) for month in (1, 3)])
    sums.add_up()
    assert list(usage_sums()) == []
    UsageSum.objects.filter(months=1, first=date(2026, 2, 1)).update(known=False)
    assert [one.key for one in usage_sums()] == [f"{used.pk} 1 2026-02-01"]


@pytest.mark.parametrize("added", [True, False])
def test_most_used_first_in_the_catalogue(used: Dataset, monkeypatch: pytest.MonkeyPatch, added: bool) -> None:
    monkeypatch.setattr("datasets.catalogue.added_up", lambda: added)
    Dataset.objects.create(identifier="0", title="y", unit=used.unit, lifecycle=Lifecycle.PUBLISHED)
    found = matching(Dataset.objects.all(), Criteria(sort="used"))
    assert [(one.identifier, one.uses) for one in found] == [("1", 5), ("0", 0)]  # type: ignore[attr-defined]  # annotated
