"""Importing the inventory: the difference is what is done, twice is harmless, empty cells blank nothing."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from datasets import ledger
from datasets.models import (
    Dataset,
    Distribution,
    FileChange,
    LedgerEntry,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    Openness,
    OwnershipChange,
    Unit,
    WithdrawalRequest,
)
from datasets.platform.export import COLUMNS
from datasets.services.importing import Context, Difference, apply, compare

pytestmark = pytest.mark.django_db
REAL = Path("data/catalog/ncc-datasets-2026-03.csv")
FULL = {
    "資料集識別碼": "1",
    "資料集名稱": "電信業者名單",
    "服務分類": "A00 交通及通訊",
    "檔案格式": "CSV;JSON",
    "資料下載網址": "https://a.tw/1.csv;https://a.tw/1.json",
    "編碼格式": "UTF-8;UTF-8",
    "資料集描述": "說明",
    "主要欄位說明": "名稱;電話(市話)",
    "提供機關": "NCC",
    "更新頻率": "每1月",
    "上架日期": "2020-01-02 03:04:05",
    "提供機關聯絡人姓名": "王小姐",
}


@pytest.fixture
def context(unit: Unit) -> Context:
    return Context("list.csv", unit)


def source(*rows: dict[str, Any]) -> io.BytesIO:
    return io.BytesIO(json.dumps(rows, ensure_ascii=False).encode())


def load(context: Context, *rows: dict[str, Any]) -> Difference:
    """What the preview says and what is done are the same."""
    shown = compare(source(*rows), context)
    before = (LedgerEntry.objects.count(), Dataset.objects.count())
    done = apply(source(*rows), context)
    assert before[1] + len(done.new) == Dataset.objects.count()
    assert shown == done
    assert shown.digest == done.digest
    return done


def codes(difference: Difference) -> list[str]:
    return [notice.code for notice in difference.notices]


def test_the_real_list(context: Context, django_assert_max_num_queries: Any) -> None:
    with REAL.open("rb") as file:
        shown = compare(file, context)
    assert (len(shown.new), len(shown.changed), shown.unchanged, Dataset.objects.count()) == (230, 0, 0, 0)
    with REAL.open("rb") as file, django_assert_max_num_queries(40):
        assert apply(file, context) == shown
    assert Distribution.objects.count() == 1048
    assert Dataset.objects.filter(lifecycle=Lifecycle.DISCONTINUED).count() == 44
    assert Dataset.objects.filter(lifecycle=Lifecycle.MOVED).count() == 7
    moved = Dataset.objects.get(title="網路位址(IP)核發數量統計表")
    assert moved.raw["資料集名稱"] == "網路位址(IP)核發數量統計表(已移撥數位部，不再更新)"
    assert moved.lifecycle_changes.get().reason == "已移撥數位部，不再更新"
    head = ledger.head()
    with REAL.open("rb") as file:
        again = apply(file, context)
    assert (again.changes_nothing, again.unchanged) == (True, 230)
    assert ledger.head() == head


def test_a_new_dataset_with_its_facts(context: Context, unit: Unit) -> None:
    done = load(context, FULL)
    dataset = Dataset.objects.get()
    assert (dataset.theme, dataset.openness, dataset.lifecycle) == ("A00", Openness.OPEN, Lifecycle.PUBLISHED)
    assert dataset.unit == unit
    assert OwnershipChange.objects.get().unit == unit
    published = LifecycleChange.objects.get()
    assert (published.state, str(published.effective_on)) == ("published", "2020-01-02")
    files = list(dataset.distributions.all())
    assert [(f.format, f.encoding, f.order) for f in files] == [("CSV", "UTF-8", 0), ("JSON", "UTF-8", 1)]
    assert files[0].fields == [{"name": "名稱", "explanation": ""}, {"name": "電話", "explanation": "市話"}]
    assert codes(done) == []


def test_changed_field_by_field_and_an_empty_cell_blanks_nothing(context: Context) -> None:
    load(context, FULL)
    done = load(context, {"資料集識別碼": "1", "資料集名稱": "電信業者", "檔案格式": None, "資料集描述": ""})
    (changed,) = done.changed
    assert changed.changes == {"title": ("電信業者名單", "電信業者")}
    dataset = Dataset.objects.get()
    assert (dataset.title, dataset.description, dataset.theme) == ("電信業者", "說明", "A00")
    assert dataset.distributions.filter(retired=False).count() == 2
    assert MetadataChange.objects.get().changes == {"title": ["電信業者名單", "電信業者"]}


def test_personal_data_is_changed_but_not_kept_in_facts(context: Context) -> None:
    load(context, FULL)
    load(context, {**FULL, "提供機關聯絡人姓名": "陳先生"})
    assert Dataset.objects.get().contact_name == "陳先生"
    assert MetadataChange.objects.get().changes == {"contact_name": ["", ""]}


def test_files_are_matched_by_address_and_retired_not_deleted(context: Context) -> None:
    load(context, FULL)
    first = Distribution.objects.get(format="CSV")
    done = load(
        context,
        {
            **FULL,
            "檔案格式": "CSV;XML",
            "資料下載網址": "https://a.tw/1.csv;https://a.tw/1.xml",
            "編碼格式": "BIG5;UTF-8",
        },
    )
    assert done.changed[0].changes["distributions"] == (
        ["CSV UTF-8 https://a.tw/1.csv", "JSON UTF-8 https://a.tw/1.json"],
        ["CSV BIG5 https://a.tw/1.csv", "XML UTF-8 https://a.tw/1.xml"],
    )
    first.refresh_from_db()
    assert first.encoding == "BIG5"
    assert Distribution.objects.get(format="JSON").retired
    load(context, FULL)
    assert Distribution.objects.count() == 3
    assert [d.format for d in Dataset.objects.get().distributions.filter(retired=False)] == ["CSV", "JSON"]


def test_a_change_list_without_formats_keeps_the_known_ones(context: Context) -> None:
    load(context, FULL)
    row = {k: v for k, v in FULL.items() if k != "編碼格式"}
    done = load(context, {**row, "檔案格式": None, "資料集變動狀態": "資料集修改"})
    assert done.changes_nothing
    assert done.gone == ()


def test_an_import_keeps_how_a_file_read_before(context: Context) -> None:
    load(context, FULL)
    assert not FileChange.objects.exists(), "a new file has no before"
    load(context, FULL | {"檔案格式": "XML;JSON"})
    load(context, FULL | {"檔案格式": "XML;JSON"})
    change = FileChange.objects.get()
    assert (change.file.order, change.changes) == (0, {"format": ["CSV", "XML"]})


def test_the_same_address_twice(context: Context) -> None:
    row = {**FULL, "資料下載網址": "https://a.tw/1.csv;https://a.tw/1.csv"}
    load(context, row)
    assert load(context, row).changes_nothing


def test_unequal_lists_stay_raw_until_they_fit(context: Context) -> None:
    load(context, {**FULL, "檔案格式": "CSV"})
    dataset = Dataset.objects.get()
    assert dataset.raw == {"檔案格式": "CSV"}
    assert [d.format for d in dataset.distributions.all()] == ["", ""]
    load(context, {"資料集識別碼": "1", "資料集名稱": "電信業者名單"})
    assert Dataset.objects.get().raw == {"檔案格式": "CSV"}
    load(context, FULL)
    assert Dataset.objects.get().raw == {}


def test_gone_is_said_and_left_to_people(context: Context) -> None:
    load(context, FULL, {**FULL, "資料集識別碼": "2"}, {**FULL, "資料集識別碼": "3", "提供機關": "別的機關"})
    done = load(context, FULL)
    assert [gone.identifier for gone in done.gone] == ["2"]
    assert Dataset.objects.get(identifier="2").lifecycle == Lifecycle.PUBLISHED


def test_delisted_asks_for_a_withdrawal_once(context: Context) -> None:
    load(context, FULL)
    row = {"資料集識別碼": "1", "資料集名稱": "電信業者名單", "資料集變動狀態": "資料集下架"}
    load(context, row)
    load(context, row)
    assert WithdrawalRequest.objects.get().dataset.identifier == "1"
    assert Dataset.objects.get().lifecycle == Lifecycle.PUBLISHED
    assert codes(load(context, {**row, "資料集識別碼": "77"})) == ["delisted_unknown"]


def test_the_title_stops_and_resumes_a_dataset(context: Context) -> None:
    load(context, FULL)
    done = load(context, {**FULL, "資料集名稱": "電信業者名單（已不再更新）"})
    assert done.changed[0].changes == {
        "資料集名稱": ("", "電信業者名單（已不再更新）"),
        "lifecycle": ("published", "discontinued"),
    }
    Dataset.objects.update(lifecycle=Lifecycle.PUBLISHED)  # an officer thinks otherwise
    assert load(context, {**FULL, "資料集名稱": "電信業者名單（已不再更新）"}).changes_nothing
    Dataset.objects.update(lifecycle=Lifecycle.DISCONTINUED)
    load(context, FULL)
    assert Dataset.objects.get().lifecycle == Lifecycle.PUBLISHED


def test_what_people_decided_is_not_undone(context: Context) -> None:
    load(context, FULL, {**FULL, "資料集識別碼": "2"})
    Dataset.objects.filter(identifier="1").update(lifecycle=Lifecycle.WITHDRAWN)
    Dataset.objects.filter(identifier="2").update(openness=Openness.NOT_OPEN)
    done = load(context, FULL, {**FULL, "資料集識別碼": "2"})
    assert done.changes_nothing
    assert codes(done) == ["withdrawn_but_listed", "closed_but_listed"]


def test_a_not_open_dataset_that_was_only_planned_becomes_published(context: Context, unit: Unit) -> None:
    Dataset.objects.create(identifier="1", title="電信業者名單", unit=unit)
    load(context, FULL)
    dataset = Dataset.objects.get()
    assert (dataset.lifecycle, dataset.openness) == (Lifecycle.PUBLISHED, Openness.OPEN)


def test_long_cells_are_cut_and_kept_whole(context: Context) -> None:
    done = load(context, {**FULL, "計費方式": "費" * 300, "資料集名稱": "名" * 600})
    dataset = Dataset.objects.get()
    assert (len(dataset.fee), len(dataset.title)) == (200, 500)
    assert (len(dataset.raw["計費方式"]), len(dataset.raw["資料集名稱"])) == (300, 600)
    assert codes(done) == ["cut", "cut"]
    assert load(context, {**FULL, "計費方式": "費" * 300, "資料集名稱": "名" * 600}).changes_nothing


def test_frequencies_in_doubt_are_asked_about(context: Context) -> None:
    done = load(
        context,
        {**FULL, "更新頻率": "每月、年"},
        {**FULL, "資料集識別碼": "2", "更新頻率": "偶爾"},
        {**FULL, "資料集識別碼": "3", "更新頻率": "每季"},
    )
    assert codes(done) == ["frequency_ambiguous", "frequency_unknown"]


def test_duplicates_in_one_list_the_later_row_counts(context: Context) -> None:
    rows = ({**FULL, "資料集描述": "舊"}, {**FULL, "資料集描述": "新", "資料集名稱": ""})
    done = apply(source(*rows), context)
    assert codes(done) == ["identifier_twice", "title_missing"]
    assert Dataset.objects.get().description == "新"
    assert apply(source(*rows), context).new == ()


def test_without_a_title_nothing_is_created(context: Context) -> None:
    done = load(context, {"資料集識別碼": "9"})
    assert codes(done) == ["title_missing", "not_created"]
    assert Dataset.objects.count() == 0


def test_units_by_publisher_by_rule_and_by_default(unit: Unit, other_unit: Unit) -> None:
    by_name = Context("x", unit, units={"內容處": other_unit})
    load(by_name, {**FULL, "提供機關": "內容處"})
    by_rule = Context("x", unit, unit_for=lambda record: other_unit if "名單" in record.title.clean else None)
    load(by_rule, {**FULL, "資料集識別碼": "2"}, {**FULL, "資料集識別碼": "3", "資料集名稱": "統計"})
    assert list(Dataset.objects.values_list("unit__code", flat=True)) == ["content", "content", "infra"]


def test_only_one_agency_of_a_whole_list(unit: Unit) -> None:
    done = load(Context("x", unit, agency="NCC"), FULL, {**FULL, "資料集識別碼": "2", "提供機關": "別的機關"})
    assert [n.identifier for n in done.new] == ["1"]


def test_the_columns_are_the_platforms() -> None:
    assert set(FULL) <= set(COLUMNS)
