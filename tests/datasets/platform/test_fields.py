import pytest

from datasets.platform.fields import MainField, parse_fields


@pytest.mark.parametrize(
    ("cell", "fields"),
    [
        ("年度;戶數", [("年度", ""), ("戶數", "")]),
        ("年度、戶數", [("年度", ""), ("戶數", "")]),
        ("年度(西元;整數)；戶數（單位：戶、人；月底）", [("年度", "西元;整數"), ("戶數", "單位：戶、人；月底")]),
        ("名稱、縣市;地址", [("名稱、縣市", ""), ("地址", "")]),
        ("年度（西元);戶數(戶）", [("年度", "西元"), ("戶數", "戶")]),
        ("收入(千元)(選填);支出", [("收入(千元)", "選填"), ("支出", "")]),
        ("座標(x(經度);y(緯度));高度", [("座標", "x(經度);y(緯度)"), ("高度", "")]),
        ("年度(西元;戶數", [("年度(西元", ""), ("戶數", "")]),
        (")年度;戶數(", [(")年度", ""), ("戶數(", "")]),
        ("year,count", [("year", ""), ("count", "")]),
        ("(說明)", [("(說明)", "")]),
        (";;年度;", [("年度", "")]),
        ("", []),
        ("   ", []),
    ],
)
def test_main_fields(cell: str, fields: list[tuple[str, str]]) -> None:
    assert parse_fields(cell) == tuple(MainField(*field) for field in fields)
