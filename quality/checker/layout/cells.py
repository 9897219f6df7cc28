"""What a cell is, and which words give a row away."""

import re
from collections.abc import Sequence
from functools import lru_cache

from quality.checker import dates, numerals

_NUMBER = re.compile(
    r"[-+−△▲]?\s*(?:NT\$|US\$|\$|＄)?\s*(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?\s*[%‰]?"
)
_UNIT = re.compile(
    r"[(（\[【].*[)）\]】]|單位.{0,20}|[%％‰]|(?:千|百萬|億|萬|仟)?(?:元|人|件|戶|公頃|公噸|公斤|公里|公尺|平方公尺|家|次|個|座|輛|度)"
    r"|°[CF]|攝氏度?|毫米|公厘|公分|公克|小時|分鐘|百帕|[kMGT]?Hz|[kMG]?Wh?|d[bB][a-zμ]{0,2}|h?Pa|pp[mb]"
    r"|[cmk]?m[23²³]?(?:/(?:s|h|hr))?|[μmk]?g(?:/(?:m[3³]?|L))?|[kMG]bps|NT\$|USD?|TWD"
    r"|(?:string|str|text|(?:var)?char(?:\(\d+\))?|int(?:eger)?|bigint|float|double|decimal|numeric|number|bool(?:ean)?|date(?:time)?|字串|文字|整數|數值|小數|日期)"
)
_TELLING = "無不未民中西" + numerals.FIRST
"""Chinese characters that may begin what is missing, or a date; all others begin words."""
LONG = 100
"""Characters; longer cells are sentences, and no pattern is tried on them."""
_NAME = re.compile(
    r".*(?:編號|序號|項次|代碼|代號|名稱|姓名|日期|年月|時間|年度|月份|地址|電話|傳真|備註|說明|事由|內容|類別|類型|種類|項目|縣市|鄉鎮|地區"
    r"|單位|機關|業者|公司別|型態|型別|長度|數量|件數|人數|金額|比率|合計|小計|網址|經度|緯度|狀態|性別|科目|用途|座標|欄位|統計期|字號)(?:[(（].*)?"
    r"|(?:.*[\s_])?(?:id|no|name|date|type|code|year|month|time|address|tel|url|note|count|total|title|status|unit|city|area|lat|lon|lng)",
    re.IGNORECASE,
)
"""Words that name columns here."""
_TITLE = re.compile(r".*(?:表|統計|一覽|清冊|清單|名冊|概況|彙整|資料|報告)(?:[(（].*)?")
_VALUE = re.compile(r"https?://|www\.|[^@\s]+@[^@\s]+\.|.*\d{4}|.*\d+(?:號|樓)")
"""Addresses of all sorts and long numbers are no names."""
_DIGIT, _LETTER = re.compile(r"[0-9]"), re.compile(r"[A-Za-z]")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z _.,\-/()%#:&']*")
_CJK = re.compile(r"[㐀-鿿豈-﫿]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 _.,\-/()%#:&']*")


@lru_cache(maxsize=16384)
def kind(cell: str) -> str:
    """`_` missing, `n` number, `d` date, `t` text."""
    if cell.isascii() and cell.isdigit():
        return "d" if 6 < len(cell) <= LONG and dates.parse(cell) else "n" if len(cell) <= LONG else "t"
    if "\u4e00" <= cell[:1] <= "\u9fff" and cell[0] not in _TELLING:
        return "t"
    if len(cell) > LONG:
        return "t" if cell.strip() else "_"
    text = dates.plain(cell)
    if text in dates.MISSING:
        return "_"
    if _NUMBER.fullmatch(text) and any(c.isdigit() for c in text):
        return "d" if dates.parse(text) and len(text) > 6 else "n"
    return "d" if dates.parse(text) else "t"


def filled(row: Sequence[str]) -> int:
    """Cells that hold anything visible."""
    return len(row) - [*map(str.strip, row)].count("")


def is_blank(row: Sequence[str]) -> bool:
    """Whether none does."""
    return not "".join(row).strip()


_NOTE = re.compile(
    r"[*※＊#]|(?:附?[註注]|備[註考]|說明|(?:資料)?來源|資料(?:時間|日期|截止)|單位|(?:製表|填表|承辦|審核|聯絡)(?:人|者|單位|機關|日期|時間|電話)?|更新(?:日期|時間)|統計(?:時間|日期)|附記|合計說明)\s*\d*\s*[:：.、]|(?:資料|統計)(?:截止?)?至(?:民國)?\s*\d|(?:notes?|sources?|remarks?)\s*[:：]",
    re.IGNORECASE,
)


def is_note(row: Sequence[str]) -> bool:
    """A remark, not a record: its words fill one cell of several, or two of at least three."""
    cells = [cell for cell in row if cell.strip()]
    return 0 < len(cells) <= min(2, len(row) - 1) and bool(_NOTE.match(dates.plain(cells[0])))


def is_unit(cell: str) -> bool:
    """A unit of measure: (千元), 人, 單位：公里."""
    return len(cell) <= LONG and bool(_UNIT.fullmatch(dates.plain(cell)))


def tongue(row: Sequence[str]) -> str:
    """`zh` or `en` where all names of a row are of that script."""
    names = [cell.strip() for cell in row if cell.strip()]
    if all(_CJK.search(cell) for cell in names):
        return "zh"
    return "en" if all(_WORD.fullmatch(cell) for cell in names) else ""


def speaks(cell: str, language: str) -> bool:
    """Whether a value is words of that language, as a name would be."""
    return bool(_CJK.search(cell)) if language == "zh" else bool(_LETTERS.fullmatch(cell.strip()))


def is_name(cell: str) -> bool:
    """A word that names columns here."""
    return len(cell) <= LONG and bool(_NAME.fullmatch(dates.plain(cell)))


def is_value(cell: str) -> bool:
    """An address of some sort or a long number: no name."""
    return bool(_VALUE.match(dates.plain(cell[:LONG])))


def shape(cell: str) -> str:
    """How a code is written: A001 as A000. Empty for what has no digits."""
    return _LETTER.sub("A", _DIGIT.sub("0", cell.strip())) if _DIGIT.search(cell[:LONG]) else ""


def is_title(cell: str) -> bool:
    """Speaks of a table, a list, a report."""
    return len(cell) <= LONG and bool(_TITLE.fullmatch(dates.plain(cell)))


def is_long_title(cell: str) -> bool:
    """A title that no group of columns has for a name."""
    return len(cell.strip()) > 6 and is_title(cell)
