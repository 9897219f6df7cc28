"""Importing usage: matched without guessing, cumulative counts spread over days, resets and late snapshots."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from datasets.models import Dataset, Lifecycle, PlatformSnapshot, Unit, UsageCount
from datasets.services.importing import Context, apply
from datasets.services.importing.increments import spread
from datasets.services.importing.usage import UsageDifference, apply_usage, compare_usage

pytestmark = pytest.mark.django_db
HEAD = "提供機關名稱,資料集名稱,瀏覽人次,下載次數\n"


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    return Dataset.objects.create(
        identifier="1", title="電信業者名單", unit=unit, publisher="NCC", lifecycle=Lifecycle.PUBLISHED
    )


def usage(rows: str, day: date) -> UsageDifference:
    source = io.BytesIO((HEAD + rows).encode())
    shown = compare_usage(source, day)
    done, _ = apply_usage(source, day)
    assert shown == done
    return done


def per_day(dataset: Dataset) -> dict[int, tuple[Decimal, Decimal]]:
    rows = UsageCount.objects.filter(dataset=dataset).values_list("day").annotate(Sum("views"), Sum("downloads"))
    return {day.day: (views, downloads) for day, views, downloads in rows.order_by("day")}


def test_the_real_list_against_the_real_inventory(unit: Unit) -> None:
    with Path("data/catalog/ncc-datasets-2026-03.csv").open("rb") as file:
        apply(file, Context("x", unit))
    with Path("data/usage/platform-usage-2018-07-20.csv").open("rb") as file:
        done, resets = apply_usage(file, date(2018, 7, 20))
    assert (len(done.new), done.to_the_letter, done.others, resets) == (177, 128, 35_740, [])
    assert [n.code for n in done.notices] == ["not_matched"] * 38
    assert len(done.missing) == 52
    assert PlatformSnapshot.objects.count() == 177
    assert not UsageCount.objects.exists()


def test_increases_are_spread_exactly_and_marked(dataset: Dataset) -> None:
    usage("NCC,電信業者名單,100,10\n", date(2026, 1, 1))
    assert per_day(dataset) == {}
    usage('NCC,電信業者名單,"110",13\n', date(2026, 1, 4))
    days = per_day(dataset)
    assert list(days) == [2, 3, 4]
    assert sum(views for views, _ in days.values()) == 10
    assert [downloads for _, downloads in days.values()] == [1, 1, 1]
    assert set(UsageCount.objects.values_list("estimated", flat=True)) == {True}


def test_a_snapshot_that_comes_late_corrects_the_days_around_it(dataset: Dataset) -> None:
    usage("NCC,電信業者名單,100,0\n", date(2026, 1, 1))
    usage("NCC,電信業者名單,140,0\n", date(2026, 1, 5))
    usage("NCC,電信業者名單,130,0\n", date(2026, 1, 3))
    assert [int(views) for views, _ in per_day(dataset).values()] == [15, 15, 5, 5]
    assert UsageCount.objects.filter(views__lt=0).exists()


def test_twice_is_harmless_and_a_contradiction_is_said(dataset: Dataset) -> None:
    usage("NCC,電信業者名單,100,0\n", date(2026, 1, 1))
    again = usage("NCC,電信業者名單,100,0\n", date(2026, 1, 1))
    assert (again.changes_nothing, again.known) == (True, 1)
    other = usage("NCC,電信業者名單,101,0\n", date(2026, 1, 1))
    assert [n.code for n in other.notices] == ["snapshot_exists"]
    assert PlatformSnapshot.objects.get().views == 100


def test_a_reset_counts_nothing_and_is_said(dataset: Dataset) -> None:
    usage("NCC,電信業者名單,100,10\n", date(2026, 1, 1))
    source = io.BytesIO((HEAD + "NCC,電信業者名單,3,12\n").encode())
    _, resets = apply_usage(source, date(2026, 1, 2))
    assert [(r.before, r.after) for r in resets] == [(100, 3)]
    assert per_day(dataset) == {2: (0, 2)}


def test_what_the_list_does_not_say_is_not_zero(dataset: Dataset) -> None:
    for day, views in ((1, "5"), (3, "9")):
        source = io.BytesIO(f'[{{"nid": "1", "title": "改名了", "dataset_view_times": "{views}"}}]'.encode())
        apply_usage(source, date(2026, 1, day))
    assert PlatformSnapshot.objects.filter(downloads=None).count() == 2
    assert per_day(dataset) == {2: (2, 0), 3: (2, 0)}


def test_never_a_guess_between_two(dataset: Dataset, unit: Unit) -> None:
    Dataset.objects.create(identifier="2", title="電信業者名單 ", unit=unit, publisher="NCC", raw={"資料集名稱": "丁"})
    done = usage(
        "NCC,電信業者名單,1,1\nNCC,電信業者 名單,2,2\nNCC,沒有的,3,3\n別的機關,電信業者名單,4,4\n", date(2026, 1, 1)
    )
    assert [(m.row.row, m.dataset.identifier) for m in done.new] == [(2, "1")]
    assert [(n.code, n.row) for n in done.notices] == [("ambiguous", 3), ("not_matched", 4)]
    assert done.others == 1


@pytest.mark.parametrize(("total", "days"), [(10, 3), (0, 2), (1, 7), (10**9, 365)])
def test_spread_is_exact(total: int, days: int) -> None:
    assert sum(spread(total, days)) == total
    assert len(spread(total, days)) == days
