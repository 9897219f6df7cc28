import io
from datetime import date
from pathlib import Path

from datasets.platform.notices import Notice
from datasets.platform.titles import match_key
from datasets.platform.usage import UsageRow, read_usage


def read(text: str) -> list[UsageRow | Notice]:
    return list(read_usage(io.BytesIO(text.encode())))


def test_the_real_list() -> None:
    with Path("data/usage/platform-usage-2018-07-20.csv").open("rb") as file:
        rows = [row for row in read_usage(file) if isinstance(row, UsageRow)]
    assert len(rows) == 35_955
    assert not [row for row in rows if row.views is None or "\n" in row.title]
    ours = [row for row in rows if row.agency == "國家通訊傳播委員會"]
    assert len(ours) == 215
    assert (ours[0].views, ours[0].downloads, ours[0].issued) == (6214, 634, date(2013, 3, 27))
    assert len({match_key(row.title) for row in ours}) == 215


def test_counts_that_are_none_are_never_zero() -> None:
    found = read('資料集名稱,瀏覽人次,下載次數,上架日\n甲,"1,234",\n乙,１２,-3,昨天\n"丙\n丁 ",0,0,2013/03/27\n')
    rows = [row for row in found if isinstance(row, UsageRow)]
    assert [(n.code, n.row) for n in found if isinstance(n, Notice)] == [("cell_count", 2)]
    assert [(row.title, row.views, row.downloads) for row in rows] == [("乙", 12, None), ("丙 丁", 0, 0)]
    assert [n.code for n in rows[0].notices] == ["bad_number", "bad_date"]


def test_the_metadata_list_has_identifiers_and_no_downloads() -> None:
    (row,) = read('{"result": [{"nid": 5995, "title": "費用", "agency_name": "NCC", "dataset_view_times": "7,001"}]}')
    assert isinstance(row, UsageRow)
    assert (row.identifier, row.views, row.downloads, row.notices) == ("5995", 7001, None, ())


def test_a_row_without_name_is_said() -> None:
    (notice,) = read("提供機關名稱,資料集名稱,瀏覽人次\nNCC,,3\n")
    assert isinstance(notice, Notice)
    assert (notice.code, notice.row, notice.severity) == ("title_missing", 2, "error")
