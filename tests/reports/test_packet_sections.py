from collections.abc import Iterator

import pytest
from django.conf import settings

from ncc_opendata.messages import compile_messages
from reports.packet.paper import NUMBERS, Paper, Picture
from reports.packet.sections import Seal, lay_out
from reports.packet.words import show
from tests.reports.packet_sample import sample


@pytest.fixture(scope="module", autouse=True)
def translations() -> None:
    compile_messages(settings.BASE_DIR)


def columns(paper: Paper, section: int) -> list[list[str]]:
    return [[one.title for one in table.columns] for found, _n, table in paper.tables if found.number == section]


def words(paper: Paper) -> Iterator[str]:
    for section in paper.sections:
        yield section.heading
        for table in section.tables:
            yield table.caption
            yield from (one.title for one in table.columns)


def test_sixteen_sections_in_the_order_of_the_meeting() -> None:
    paper = lay_out(sample(), "zh-hant")
    assert [one.number for one in paper.sections] == list(range(1, 17))
    assert [one.heading for one in paper.sections][1:8] == [
        "前次會議決議辦理情形",
        "開放現況",
        "績效目標達成情形",
        "各單位更新及時率",
        "品質檢測",
        "民眾意見",
        "點閱及下載統計",
    ]
    assert paper.title == "政府資料開放115年第3季檢討資料"


def test_the_columns_are_those_that_the_group_knows() -> None:
    paper = lay_out(sample(), "zh-hant")
    assert columns(paper, 2)[0] == ["編號", "決議", "主辦單位", "辦理期限", "辦理情形", "建議"]
    assert columns(paper, 5)[0][:7] == ["單位", "應更新", "5日內更新", "逾期", "未填報", "及時率", "達標情形"]
    assert columns(paper, 7)[0][:2] == ["件數", "7日內回復"]
    assert columns(paper, 9)[0][0] == "名次"


def test_every_word_is_in_both_languages() -> None:
    assert not [one for one in words(lay_out(sample(), "zh-hant")) if one.isascii()]
    assert not [one for one in words(lay_out(sample(), "en")) if not one.isascii()]


def test_codes_become_words() -> None:
    closed = next(one for one in lay_out(sample(), "zh-hant").sections if one.number == 10)
    (row,) = next(closed.tables).rows
    assert row[3] == "個人資料\n其他特殊理由"


def test_kinds_hold_what_they_say() -> None:
    for _section, _number, table in lay_out(sample(), "en").tables:
        for row in table.rows:
            for value, column in zip(row, table.columns, strict=True):
                assert (column.kind in NUMBERS) == (value is not None and not isinstance(value, str)) or (
                    value is None or column.kind in {"date", "datetime", "yesno"}
                )
                assert show(value, column.kind, "en")


def test_a_sealed_paper_has_no_watermark_and_the_same_record() -> None:
    draft, sealed = lay_out(sample(), "en"), lay_out(sample(), "en", seal=Seal("A", "B"))
    assert draft.watermark
    assert not sealed.watermark
    assert dict(draft.facts)["SHA-256"] == dict(sealed.facts)["SHA-256"]


def test_a_picture_says_what_it_shows() -> None:
    blocks = [block for one in lay_out(sample(), "zh-hant").sections for block in one.blocks]
    (picture,) = [one for one in blocks if isinstance(one, Picture)]
    assert "115年8月 無項目" in picture.alt
    assert "115年9月 78.6%" in picture.alt
    assert picture.svg.count("<polyline") == 1  # the month without items breaks the line; one point alone is no line
