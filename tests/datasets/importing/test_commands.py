"""The import commands: the same services behind a door, with words for what went wrong."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from datasets.models import CalendarEdition, Dataset, PlatformSnapshot, Unit

pytestmark = pytest.mark.django_db
LIST = "data/catalog/ncc-datasets-2026-03.csv"
CALENDARS = sorted(str(path) for path in Path("data/calendar").iterdir())


def run(*arguments: str) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command(*arguments, stdout=out)
    return out.getvalue()


def test_import_inventory_dry_then_real_then_again(tmp_path: Path) -> None:
    remarks = tmp_path / "remarks.csv"
    assert "230 new, 0 changed" in run("import_inventory", LIST, "--dry-run")
    assert not Dataset.objects.exists()
    assert "230 new, 0 changed" in run("import_inventory", LIST, "--warnings", str(remarks))
    assert Dataset.objects.count() == 230
    assert Unit.objects.get().name == "國家通訊傳播委員會"
    assert "0 new, 0 changed, 230 unchanged" in run("import_inventory", LIST)
    assert len(remarks.read_text("utf-8-sig").splitlines()) == 52


def test_import_inventory_names_the_unit(unit: Unit, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("資料集識別碼,資料集名稱\n9,題\n", "utf-8")
    run("import_inventory", str(path), "--unit", unit.code)
    assert Dataset.objects.get().unit == unit
    with pytest.raises(CommandError, match="no unit with the code nowhere"):
        run("import_inventory", str(path), "--unit", "nowhere")
    with pytest.raises(CommandError, match="There is no file"):
        run("import_inventory", "nothing.csv")


def test_import_calendar_takes_the_good_files_and_fails_for_the_bad(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("西元日期,是否放假\n20250101,2\n", "utf-8")
    with pytest.raises(CommandError, match=r"Not imported: .*bad.csv"):
        run("import_calendar", *CALENDARS, str(bad))
    assert sorted(CalendarEdition.objects.values_list("year", flat=True)) == [2023, 2024, 2025, 2026]


def test_import_usage_takes_a_roc_date(unit: Unit, tmp_path: Path) -> None:
    Dataset.objects.create(identifier="1", title="甲", unit=unit)
    path = tmp_path / "usage.csv"
    path.write_text("資料集名稱,瀏覽人次,下載次數\n甲,5,1\n", "utf-8")
    assert "1 datasets counted" in run("import_usage", str(path), "--taken-on", "107/07/20", "--dry-run")
    assert not PlatformSnapshot.objects.exists()
    run("import_usage", str(path), "--taken-on", "107/07/20")
    assert str(PlatformSnapshot.objects.get().taken_on) == "2018-07-20"
    with pytest.raises(CommandError):
        run("import_usage", str(path), "--taken-on", "soon")
