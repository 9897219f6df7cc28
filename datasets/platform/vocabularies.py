"""The platform's own lists: service categories, licence, kinds of change."""

CATEGORIES = {
    "100": "生育保健",
    "200": "出生及收養",
    "300": "求學及進修",
    "400": "服兵役",
    "500": "求職及就業",
    "600": "開創事業",
    "700": "婚姻",
    "800": "投資理財",
    "900": "休閒旅遊",
    "A00": "交通及通訊",
    "B00": "就醫",
    "C00": "購屋及遷徙",
    "D00": "選舉及投票",
    "E00": "生活安全及品質",
    "F00": "退休",
    "G00": "老年安養",
    "H00": "生命禮儀",
    "I00": "公共資訊",
}
"""服務分類: code → name, 18 of them."""

CATEGORIES_EN = {
    "100": "Birth and maternal care",
    "200": "Registering a birth, adoption",
    "300": "Schooling and further study",
    "400": "Military service",
    "500": "Finding work, employment",
    "600": "Starting a business",
    "700": "Marriage",
    "800": "Investment and finance",
    "900": "Leisure and travel",
    "A00": "Transport and communication",
    "B00": "Medical care",
    "C00": "Buying a home, moving",
    "D00": "Elections and voting",
    "E00": "Safety and quality of life",
    "F00": "Retirement",
    "G00": "Care for the elderly",
    "H00": "Funerals",
    "I00": "Public information",
}

LICENSES = {"政府資料開放授權條款-第1版": "OGDL-Taiwan-1.0"}
"""The platform's wording → the SPDX identifier."""

CHANGES = {"資料集上架": "published", "資料集修改": "modified", "資料集下架": "delisted"}
"""資料集變動狀態 of the daily changes → what it means here."""

_BY_NAME = {name: code for code, name in CATEGORIES.items()}


def category_code(cell: str) -> str | None:
    """The code of a category written as code, name, or both (`I00 公共資訊`); None where it is none of the 18."""
    text = cell.strip()
    return _BY_NAME.get(text) or _BY_NAME.get(text[3:].strip(" -_:：")) or (text if text in CATEGORIES else None)
