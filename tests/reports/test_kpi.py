"""manage.py kpi: the figures without the pages."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.reports.world import World

pytestmark = pytest.mark.django_db


def run(*args: str) -> str:
    out = StringIO()
    call_command("kpi", *args, stdout=out)
    return out.getvalue()


def test_a_table_of_agency_and_units(world: World) -> None:
    text = run("2026Q2", "--as-of", "2026-09-01")
    assert "2026Q2, as of 2026-09-01T00:00:00+08:00" in text
    (agency,) = [line.split() for line in text.splitlines() if line.startswith("timely_updates") and " * " in line]
    assert agency[2:7] == ["3", "4", "75.0%", "90.0%", "no"]
    assert "content" in text
    assert "no items" in text


def test_csv_of_one_unit(world: World) -> None:
    rows = list(csv.DictReader(StringIO(run("115Q2", "--as-of", "115/09/01", "--unit", "content", "--format", "csv"))))
    assert {row["unit"] for row in rows} == {"content"}
    assert {row["kpi"]: row["numerator"] for row in rows}["timely_updates"] == "0"


def test_json_names_every_row(world: World) -> None:
    body = json.loads(run("2026-06", "--as-of", "2026-09-01T08:00", "--format", "json"))
    agency: dict[str, Any] = next(f for f in body["figures"] if f["kpi"] == "timely_updates" and f["unit"] is None)
    assert (agency["numerator"], agency["denominator"], agency["rate"], agency["met"]) == (1, 2, "50.0%", False)
    assert {row["state"] for row in agency["rows"]["denominator"]} == {"on_time", "late"}
    assert agency["beside"]["recorded_late"] == {"numerator": 1, "denominator": 2, "rate": "50.0%"}


@pytest.mark.parametrize(
    ("args", "says"),
    [(["2026Q9"], "2026Q9"), (["2026", "--as-of", "soon"], "soon"), (["2026", "--unit", "nobody"], "infra")],
)
def test_what_cannot_be_read_is_said(world: World, args: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(*args)
