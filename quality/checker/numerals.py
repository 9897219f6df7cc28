"""Dates in Chinese figures, as deeds and notices write them: 民國一一三年四月三十日, 一百十三年十二月一日."""

import re

_DATE = re.compile(
    r"(?P<era>(?:(?:中華)?民國|西元)?)(?P<y>[〇零○一二三四五六七八九十百]{2,6})年"
    r"(?P<m>[一二三四五六七八九十]{1,2})月(?:(?P<d>[一二三四五六七八九十廿卅]{1,3})日)?"
)
_DIGITS = {figure: str(value) for value, figure in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
FIRST = "一二三四五六七八九〇零○"
"""Figures that a year begins with."""


def in_digits(text: str) -> str:
    """The same with digits where it is such a date, else empty.

    >>> in_digits("民國一一三年四月三十日"), in_digits("一百十三年十二月"), in_digits("一年一班")
    ('民國113年4月30日', '113年12月', '')
    """
    found = _DATE.fullmatch(text)
    if not found:
        return ""
    day = f"{_number(found['d'])}日" if found["d"] else ""
    return f"{found['era']}{_number(found['y'])}年{_number(found['m'])}月{day}"


def _number(figures: str) -> int:
    """By places where no ten or hundred is named: 一一三 and 一百十三 are 113."""
    figures = figures.replace("廿", "二十").replace("卅", "三十")
    if not set(figures) & {"十", "百"}:
        return int("".join(_DIGITS[figure] for figure in figures))
    hundreds, _, rest = figures.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    return 100 * _one(hundreds) * ("百" in figures) + 10 * _one(tens) * bool(ten) + _one(ones, none=0)


def _one(figures: str, none: int = 1) -> int:
    figures = figures.lstrip("零〇○")
    return int(_DIGITS[figures[0]]) if figures else none
