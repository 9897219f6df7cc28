"""Rows that were inserted in bulk read back as they were, whatever is in them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from datasets.bulk import insert, update
from datasets.models import Dataset, Lifecycle, Unit, UsageCount

pytestmark = pytest.mark.django_db
UGLY = "a\tb\nc\rd\\N\\.'\"; 甲𠮷 \\x \u2028 %s {}"


def test_every_kind_of_value_comes_back(unit: Unit) -> None:
    row = Dataset(
        identifier="\\N",
        title=UGLY,
        unit=unit,
        keywords=[UGLY, "b"],
        raw={UGLY: None, "n": [1, True]},
        issued=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
        priority=True,
        lifecycle=Lifecycle.MOVED,
    )
    insert([row, Dataset(identifier="2", title="", unit=unit)])
    found = Dataset.objects.get(pk=row.pk)
    for name in ("identifier", "title", "keywords", "raw", "issued", "priority", "lifecycle", "unit", "description"):
        assert getattr(found, name) == getattr(row, name), name
    assert found.created_at is not None
    assert found.metadata_modified is None
    row.title = "other"
    row.save(update_fields=["title"])
    assert Dataset.objects.get(pk=row.pk).title == "other"


def test_what_django_wrote_by_itself_reads_the_same(unit: Unit) -> None:
    Dataset.objects.create(identifier="1", title=UGLY, unit=unit, raw={"a": UGLY})
    insert([Dataset(identifier="2", title=UGLY, unit=unit, raw={"a": UGLY})])
    assert Dataset.objects.filter(title=UGLY, raw__a=UGLY).count() == 2


def test_the_databases_own_rules_hold(unit: Unit) -> None:
    insert([Dataset(identifier="1", title="", unit=unit)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Dataset(identifier="1", title="", unit=unit)])
    insert([])


def test_keys_that_the_database_gives_are_left_to_it(unit: Unit) -> None:
    dataset = Dataset.objects.create(identifier="1", title="", unit=unit)
    insert([UsageCount(dataset=dataset, day=date(2026, 1, day), views=Decimal("0.5")) for day in (1, 2)])
    assert list(UsageCount.objects.order_by("pk").values_list("day__day", "views")) == [
        (1, Decimal("0.5")),
        (2, Decimal("0.5")),
    ]


def test_update_writes_the_named_columns_and_no_others(unit: Unit, other_unit: Unit) -> None:
    rows = [Dataset(identifier=str(n), title="舊", note="留", unit=unit) for n in range(3)]
    insert(rows)
    for row in rows[:2]:
        row.title, row.raw, row.priority, row.unit, row.note = UGLY, {"a": UGLY}, True, other_unit, "不寫"
        row.issued = datetime(2026, 1, 2, tzinfo=UTC)
    for _ in range(2):
        update(rows[:2], {"title", "raw", "priority", "unit", "issued"})
    found = list(Dataset.objects.order_by("identifier"))
    assert [(r.title, r.raw, r.priority, r.unit, r.note) for r in found[:2]] == [
        (UGLY, {"a": UGLY}, True, other_unit, "留")
    ] * 2
    assert (found[2].title, found[2].unit, found[2].issued) == ("舊", unit, None)
    update([], {"title"})
