import pytest

from datasets.platform.titles import match_key, parse_title


@pytest.mark.parametrize(
    ("original", "clean", "state", "moved_to"),
    [
        ("綜合網路業務業者名單(已不再更新)", "綜合網路業務業者名單", "discontinued", ""),
        ("市內電話費率一覽表(含公用電話)(已不再更新)", "市內電話費率一覽表(含公用電話)", "discontinued", ""),
        (
            "新興媒體內容治理架構之探討主題及其重點(不再更新）",
            "新興媒體內容治理架構之探討主題及其重點",
            "discontinued",
            "",
        ),
        ("國家通訊傳播委員會施政計畫核定版 (不再更新）", "國家通訊傳播委員會施政計畫核定版", "discontinued", ""),
        ("網路位址(IP)核發數量統計表(已移撥數位部，不再更新)", "網路位址(IP)核發數量統計表", "moved", "數位部"),
        ("頻率表(移撥至數位發展部主管，不再更新)", "頻率表", "moved", "數位發展部"),
        ("頻率表(業務已移轉交通部)", "頻率表(業務已移轉交通部)", "published", ""),
        ("頻率表(已移轉交通部辦理)", "頻率表", "moved", "交通部"),
        ("名單(已不再更新", "名單", "discontinued", ""),
        ("名單 已不再更新）", "名單", "discontinued", ""),
        ("名單-已停止更新", "名單", "discontinued", ""),
        ("【已不再更新】名單", "名單", "discontinued", ""),
        ("名單（自112年起不再更新）", "名單", "discontinued", ""),
        ("土地所有權移轉登記(移轉)", "土地所有權移轉登記(移轉)", "published", ""),
        ("建物-移轉登記", "建物-移轉登記", "published", ""),
        ("資料更新頻率(每日更新)", "資料更新頻率(每日更新)", "published", ""),
        ("  兩行\n標題 ", "兩行 標題", "published", ""),
        ("(不再更新)", "(不再更新)", "discontinued", ""),
        ("", "", "published", ""),
        ("(" * 5000, "(" * 5000, "published", ""),
    ],
)
def test_titles(original: str, clean: str, state: str, moved_to: str) -> None:
    title = parse_title(original)
    assert (title.clean, title.state, title.moved_to) == (clean, state, moved_to)
    assert title.original == original


def test_the_same_dataset_is_found_under_another_spelling() -> None:
    assert match_key("臺灣 電信ＡＢＣ（x）－名單") == match_key("台灣電信abc(X)-名單(已不再更新)")
    assert match_key("電信業者") != match_key("電信業者名單")
