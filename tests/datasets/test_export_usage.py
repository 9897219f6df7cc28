"""Usage for analysts: the sums of the counts, inert, in a file that another reader opens."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.core.management import CommandError, call_command

from datasets.ledger import record
from datasets.models import Dataset, MetadataChange, Unit, UsageCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(unit: Unit) -> Dataset:
    dataset = Dataset.objects.create(identifier="007", title="=1+1 收視", unit=unit)
    for day, source, views in (("2026-09-01", "portal", 3), ("2026-09-30", "portal", 4), ("2026-10-01", "platform", 5)):
        UsageCount.objects.create(dataset=dataset, day=date.fromisoformat(day), source=source, views=views, downloads=1)
    return dataset


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_months_add_up_and_titles_stay_text(used: Dataset, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"usage{ending}"
    call_command("export_usage", "115/09/01", "2026-10-31", "--out", str(out))
    read: Any = pd.read_csv if ending == ".csv" else pd.read_excel
    frame = read(out, dtype={"identifier": str})
    assert frame.to_dict("records") == [
        {"identifier": "007", "title": "=1+1 收視", "month": "2026-09", "portal_views": 7.0, "portal_downloads": 2.0,
         "platform_views": 0.0, "platform_downloads": 0.0},
        {"identifier": "007", "title": "=1+1 收視", "month": "2026-10", "portal_views": 0.0, "portal_downloads": 0.0,
         "platform_views": 5.0, "platform_downloads": 1.0},
    ]  # fmt: skip


def test_what_was_counted_by_a_moment(used: Dataset, tmp_path: Path) -> None:
    record([MetadataChange(dataset=used, changes={"title": ["收視", "=1+1 收視"]})])
    early = datetime(2026, 9, 2, tzinfo=UTC)  # the others are recorded now
    UsageCount.objects.create(dataset=used, day=date(2026, 9, 1), views=4, recorded_at=early)
    out = tmp_path / "usage.csv"
    call_command(
        "export_usage", "2026-09-01", "2026-10-31", "--out", str(out), "--as-of", "2026-10-02"
    )  # the others are recorded now
    rows = pd.read_csv(out).to_dict("records")
    assert [(row["title"], row["month"], row["portal_views"]) for row in rows] == [("收視", "2026-09", 4.0)]
    with pytest.raises(CommandError, match="2126-01-01"):
        call_command("export_usage", "2026-09-01", "2026-10-31", "--out", str(out), "--as-of", "2126-01-01")


def test_nothing_used_gives_an_empty_table(db: None, tmp_path: Path) -> None:
    call_command("export_usage", "2026-01-01", "2026-01-31", "--out", str(tmp_path / "none.csv"))
    assert len(pd.read_csv(tmp_path / "none.csv")) == 0


@pytest.mark.parametrize(("first", "out"), [("soon", "x.csv"), ("2026-01-01", "x.doc")])
def test_what_cannot_be_meant_says_what_to_do(tmp_path: Path, first: str, out: str) -> None:
    with pytest.raises(CommandError):
        call_command("export_usage", first, "2026-01-31", "--out", str(tmp_path / out))
    assert not (tmp_path / out).exists()
