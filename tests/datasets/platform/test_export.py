"""The real list, and the ugliest files we could think of: nothing raises, nothing is dropped without a word."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from datasets.platform.export import CHANGE, COLUMNS, MISSPELT, Record, read_export
from datasets.platform.notices import MESSAGES, Notice
from datasets.platform.resources import Resource

REAL = Path("data/catalog/ncc-datasets-2026-03.csv")
HEAD = ",".join(f'"{name}"' for name in COLUMNS)


def line(**cells: str) -> str:
    given = {"identifier": "1", "title": "題", **cells}
    return ",".join('"' + given.get(name, "").replace('"', '""') + '"' for name in COLUMNS.values())


def read(text: str | bytes, encoding: str = "utf-8") -> list[Record | Notice]:
    return list(read_export(io.BytesIO(text if isinstance(text, bytes) else text.encode(encoding))))


def one(**cells: str) -> Record:
    found = read(f"{HEAD}\n{line(**cells)}\n")
    assert len(found) == 1
    assert isinstance(found[0], Record)
    return found[0]


def codes(found: list[Record | Notice]) -> list[str]:
    flat = [n for item in found for n in (item.notices if isinstance(item, Record) else [item])]
    for notice in flat:
        assert notice.message
        assert "{" not in notice.message
        assert Notice.from_dict(json.loads(json.dumps(notice.as_dict()))) == notice
    return [notice.code for notice in flat]


def test_the_real_list_is_read_whole() -> None:
    with REAL.open("rb") as file:
        records = list(read_export(file))
    assert [type(r) for r in records] == [Record] * 230
    assert sum(len(r.resources) for r in records) == 1048
    assert codes(records) == []
    states = [r.title.state for r in records]
    assert (states.count("discontinued"), states.count("moved")) == (44, 7)
    assert records[0].row == 2
    assert records[0].resources[0].url.startswith("https://api.ncc.gov.tw/uploaddowndoc?file=datagov/")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_do_not_matter(encoding: str, end: str) -> None:
    found = read(end.join([HEAD, line(identifier="7", title="電信業者名單")]), encoding)
    assert [(r.identifier, r.title.clean, r.row) for r in found if isinstance(r, Record)] == [("7", "電信業者名單", 2)]


def test_a_name_that_only_the_big5_extension_has() -> None:
    (record,) = read(f"{HEAD}\n{line(title='王堃')}", "big5hkscs")
    assert isinstance(record, Record)
    assert record.title.clean == "王堃"


def test_both_spellings_of_column_nine() -> None:
    for head in (HEAD, HEAD.replace("資料集上架方式", MISSPELT)):
        (record,) = read(f"{head}\n{line(publishing_method='系統介接')}")
        assert isinstance(record, Record)
        assert record.publishing_method == "系統介接"


def test_columns_in_any_order_semicolons_and_strange_columns() -> None:
    (stranger, record) = read("備註;資料集名稱;資料集識別碼;心情\n註;題;9;好\n")
    assert isinstance(stranger, Notice)
    assert (stranger.code, stranger.column) == ("column_unknown", "心情")
    assert isinstance(record, Record)
    assert (record.identifier, record.title.clean, record.note) == ("9", "題", "註")


def test_times_have_no_zone_and_are_of_taipei() -> None:
    assert one(issued="2026-03-01 08:00:00").issued == datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
    bad = one(issued="下週一")
    assert bad.issued is None
    assert bad.raw == {"上架日期": "下週一"}
    assert codes([bad]) == ["bad_time"]


def test_addresses_split_only_before_the_next_address() -> None:
    record = one(
        formats="CSV;JSON",
        urls="https://a.tw/x;jsessionid=1?b=c;d;HTTP://b.tw/檔案.json",
        encodings="UTF-8;BIG5",
        sizes="10;20",
    )
    assert record.resources == (
        Resource("https://a.tw/x;jsessionid=1?b=c;d", "CSV", "UTF-8", "10"),
        Resource("HTTP://b.tw/檔案.json", "JSON", "BIG5", "20"),
    )
    assert codes([record]) == []


def test_unequal_lists_are_kept_raw_and_never_guessed() -> None:
    record = one(formats="CSV;JSON;XML", urls="https://a.tw/1;https://a.tw/2", encodings="UTF-8", sizes=";5")
    assert [r.url for r in record.resources] == ["https://a.tw/1", "https://a.tw/2"]
    assert [r.format for r in record.resources] == ["", ""]
    assert [r.size for r in record.resources] == ["", "5"]
    assert record.raw == {"檔案格式": "CSV;JSON;XML", "編碼格式": "UTF-8"}
    assert codes([record]) == ["unequal_lists", "unequal_lists"]


def test_formats_without_an_address_and_addresses_that_are_none() -> None:
    nothing = one(formats="CSV")
    assert (nothing.resources, nothing.raw) == ((), {"檔案格式": "CSV"})
    assert codes([nothing]) == ["no_address"]
    odd = one(urls="ftp://a.tw/x;y", formats="CSV")
    assert odd.resources == (Resource("ftp://a.tw/x;y", "CSV"),)
    assert codes([odd]) == ["not_an_address"]


@pytest.mark.parametrize(
    ("cell", "code"), [("I00 公共資訊", "I00"), ("公共資訊", "I00"), ("A00", "A00"), ("", ""), ("外太空", "")]
)
def test_categories(cell: str, code: str) -> None:
    record = one(category=cell)
    assert record.category == code
    assert codes([record]) == (["unknown_category"] if cell == "外太空" else [])


def test_line_breaks_in_cells_do_not_move_the_row_number() -> None:
    found = read("\n".join([HEAD, line(description="第一行\r\n第二行"), line(identifier="2")]))
    assert [(r.row, r.identifier) for r in found if isinstance(r, Record)] == [(2, "1"), (3, "2")]
    assert isinstance(found[0], Record)
    assert found[0].description == "第一行\n第二行"


def test_rows_of_the_wrong_length_are_named_and_skipped() -> None:
    found = read(f'{HEAD}\n"1","題"\n{line(identifier="2")},,\n{line(identifier="3")},多\n\n{line(identifier="4")}\n')
    assert [r.identifier for r in found if isinstance(r, Record)] == ["2", "4"]
    assert [(n.code, n.row, n.values["first"]) for n in found if isinstance(n, Notice)] == [
        ("cell_count", 2, 2),
        ("cell_count", 4, 4),
    ]


def test_a_quotation_mark_left_open_costs_one_row_not_the_file() -> None:
    rest = "\n".join(line(identifier=str(n)) for n in range(2, 200))
    found = read(f'{HEAD}\n"1","題目沒有收尾\n{rest}\n')
    assert [r.identifier for r in found if isinstance(r, Record)] == [str(n) for n in range(2, 200)]
    assert codes(found) == ["cell_count"]


def test_a_file_of_open_quotation_marks_is_read_a_bounded_number_of_times() -> None:
    found = read(HEAD + "\n" + '"a\n' + "b,c\n" * 20_000)
    assert {type(n) for n in found} == {Notice}
    assert len(found) == 20_001


def test_duplicates_and_missing_identifiers_are_said() -> None:
    found = read(f"{HEAD}\n{line()}\n{line()}\n{line(identifier='')}\n{line(identifier='x' * 41)}\n{line(title='')}")
    assert codes(found) == [
        "identifier_twice",
        "identifier_missing",
        "identifier_too_long",
        "identifier_twice",
        "title_missing",
    ]


def test_nul_zero_width_and_bad_bytes() -> None:
    record = one(title="題\x00目\u200b", description="\x1b[31m紅")
    assert record.title.clean == "題目"
    assert codes([record]) == ["control_characters"] * 2
    (mixed,) = read(f"{HEAD}\n{line()}".encode()[:-90] + b'\xff\xfe"' + b',""' * 20)
    assert "undecodable" in codes([mixed]) or isinstance(mixed, Notice)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"  \r\n\n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"PK\x03\x04xlsx", "not_a_table"),
        (b"%PDF-1.7", "not_a_table"),
        (b"<!doctype html><title>x</title>", "not_a_table"),
        ("姓名,電話\n王,1\n".encode(), "column_unknown"),
        (b"{}", "no_list"),
        (b"[]", "no_list"),
        (b'{"a": [1,2', "bad_json"),
        (b"[" * 1_000_000, "bad_json"),
    ],
)
def test_what_is_no_export_says_so(content: bytes, code: str) -> None:
    found = read(content)
    assert codes(found)[0] == code
    assert not [r for r in found if isinstance(r, Record)]


CHANGES = [
    {
        "資料集識別碼": 5,
        "資料集名稱": "甲",
        "檔案格式": None,
        "資料下載網址": "https://a.tw",
        CHANGE: "資料集修改",
    },
    {"資料集識別碼": "6", "資料集名稱": "乙", CHANGE: "資料集下架"},
    {"資料集識別碼": "7", "資料集名稱": "丙", CHANGE: "資料集消失"},
]


@pytest.mark.parametrize(
    "wrap", [lambda c: c, lambda c: {"success": True, "result": {"fields": [{"id": 1}], "rows": c}}]
)
def test_daily_changes_in_json(wrap) -> None:  # type: ignore[no-untyped-def]
    found = read(json.dumps(wrap(CHANGES), ensure_ascii=False))
    records = [r for r in found if isinstance(r, Record)]
    assert [(r.row, r.identifier, r.change) for r in records] == [
        (1, "5", "modified"),
        (2, "6", "delisted"),
        (3, "7", "modified"),
    ]
    assert records[0].resources == (Resource("https://a.tw"),)
    assert codes(found) == ["unknown_change"]


def test_daily_changes_in_csv() -> None:
    (record,) = read("資料集識別碼,資料集名稱,資料集變動狀態\n5,甲,資料集上架\n")
    assert isinstance(record, Record)
    assert record.change == "published"


def test_json_that_breaks_off_keeps_what_came_before() -> None:
    found = read(json.dumps(CHANGES, ensure_ascii=False)[:-20])
    assert len([r for r in found if isinstance(r, Record)]) == 2
    assert codes(found) == ["bad_json"]


def test_json_in_big5_and_strange_items() -> None:
    (item, record) = read('[3, {"資料集識別碼": 5, "資料集名稱": "甲", "備註": ["a", {"b": 1}]}]', "cp950")
    assert isinstance(item, Notice)
    assert item.code == "not_an_object"
    assert isinstance(record, Record)
    assert record.note == 'a;{"b": 1}'


def test_every_message_can_be_formatted_without_its_values() -> None:
    for code in MESSAGES:
        assert Notice(code).message
