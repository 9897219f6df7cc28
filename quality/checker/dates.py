"""Dates as Taiwan's offices write them, and the newest one in a column.

A month stands for its first day: the data is known to reach at least that far. Years alone are no date.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import islice

from quality.checker import numerals

LOOK = 120
"""Filled cells that show whether a column holds dates."""
_MARKS = "- -- --- － — – … ... * ** *** x X n/a N/A NA NaN nan null NULL None 無 無資料 不詳 未填 ? .. #N/A"
MISSING = frozenset(_MARKS.split()) | {""}
"""What stands in a cell that has nothing."""
ROC = 1911
"""民國 n is the year n + 1911."""
LAST = 2200
"""No public data is of a later year; 9999/12/31 and 9991231 stand for "until further notice"."""
_NEVER = {9999, 999 + ROC}
_WEEKDAY = r"\s*(?:\((?:星期|週|周|禮拜)?[一二三四五六日]\)|(?:星期|週|周|禮拜)[一二三四五六日天])"
_SEPARATED = re.compile(
    r"(?:(?:中華)?民國|西元)?\s*(?P<y>\d{2,4})\s*(?:[-/.]|年)\s*(?P<m>\d{1,2})(?:\s*(?:[-/.]|月)\s*(?P<d>\d{1,2})\s*日?|\s*月)?"
    rf"(?:{_WEEKDAY})?(?P<rest>[T\s].*)?"
)
_COMPACT = re.compile(r"(?P<n>\d{5,8})(?P<rest>\d{6}|T\d{6}.*|\s+\d{2}:\d{2}.*)?")
_LENGTHS = {5, 6, 7, 8, 11, 12, 13, 14}
"""Of digits alone: those of a date, and of one with its time."""
_MAILED = re.compile(
    r"(?:[A-Z][a-z]{2},\s*)?(?P<d>\d{1,2})[ -](?P<m>[A-Z][a-z]{2})[a-z]*[ -](?P<y>\d{4})(?P<rest>\s.*)?"
)
"""As feeds and mails write it: Wed, 01 May 2024 10:00:00 +0800."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME = re.compile(r"[T\s]\s*(?:(?:上午|下午|AM|PM)\s*)?\d{1,2}:\d{2}.*|[T\s]\d{4,6}(?:\.\d+)?Z?", re.IGNORECASE)
_LATIN = "0123456789SMTWF"
_OPENING = _LATIN + "民中西" + numerals.FIRST
"""What a date may begin with."""
_NAMED = re.compile(
    r"日期|年月|時間|統計期|期間|期別|月份|年度月|更新日|(?:起|迄|止|結案|收件|收文|發文|核[准定]|生效|發布|公告|申請|裁處|處分|到期|截止)日|date|time|month|period|^日$|^day$|dt$|資料期",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Full-width digits and signs as ASCII, blanks at both ends gone."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=8192)
def parse(text: str, *, named: bool = False) -> date | None:
    """The date a cell holds, or None. `named`: the column's name speaks of dates, so that 11304 is April 2024.

    >>> parse("113/04/30"), parse("民國113年4月"), parse("1130430")
    (datetime.date(2024, 4, 30), datetime.date(2024, 4, 1), datetime.date(2024, 4, 30))
    >>> parse("11304"), parse("11304", named=True)
    (None, datetime.date(2024, 4, 1))
    """
    text = plain(text)
    if not 4 <= len(text) <= 40 or not (text[0].isdigit() or text[0] in _OPENING):
        return None
    if text.isdigit():
        found = _COMPACT.fullmatch(text) if len(text) in _LENGTHS else None
        return _compact(found, named=named) if found else None
    if text[0] not in _LATIN and text[-1] in "日月":
        text = numerals.in_digits(text) or text
    if found := _SEPARATED.fullmatch(text):
        return _separated(found)
    if found := _COMPACT.fullmatch(text):
        return _compact(found, named=named)
    if (found := _MAILED.fullmatch(text)) and found["m"] in _MONTHS:
        return _date(found["y"], str(_MONTHS.index(found["m"]) + 1), found["d"])
    return None


def _separated(found: re.Match[str]) -> date | None:
    if found["rest"] and not _TIME.fullmatch(found["rest"]):
        return None
    year, bare = found["y"], found["d"] is None
    if bare and "月" not in found[0] and "年" not in found[0] and (len(year) < 3 or "." in found[0]):
        return None
    if len(year) == 2 and "年" not in found[0] and "." in found[0]:
        return None
    return _date(year, found["m"], found["d"])


def _compact(found: re.Match[str], *, named: bool) -> date | None:
    """Digits alone, told apart by their number: YYYYMMDD, YYYMMDD, and under a telling name YYYYMM, YYMMDD, YYYMM."""
    digits, rest = found["n"], found["rest"]
    if len(digits) == 8:
        return _date(digits[:4], digits[4:6], digits[6:])
    if len(digits) == 7 and not (rest and rest.isdigit()):
        return _date(digits[:3], digits[3:5], digits[5:])
    if not named or rest:
        return None
    if len(digits) == 6 and digits[:2] in ("19", "20") and (month := _date(digits[:4], digits[4:], None)):
        return month
    return _date(digits[:-4], digits[-4:-2], digits[-2:]) if len(digits) == 6 else _date(digits[:3], digits[3:], None)


def _date(year: str, month: str, day: str | None) -> date | None:
    """Three digits or fewer are a ROC year, filled up by noughts or not; years that no public data has are refused."""
    number = int(year) if len(year) == 4 and year[0] != "0" else int(year) + ROC
    if not 1800 <= number <= LAST and number not in _NEVER:
        return None
    try:
        return date(number, int(month), int(day or 1))
    except ValueError:
        return None


def written(text: str) -> str:
    """A date as far as its way of writing goes: in digits, without its day of the week."""
    return re.sub(_WEEKDAY, "", numerals.in_digits(text) or text)


def names_dates(header: str) -> bool:
    """Whether a column's name speaks of dates."""
    return bool(_NAMED.search(plain(header)))


def is_date_column(header: str, values: Iterable[str]) -> bool:
    """Whether nearly all filled cells are dates. Bare numbers need a name that says so, or eight digits in a row."""
    filled = [v for v in islice(filter(None, values), LOOK) if v.strip() not in MISSING]
    if not filled:
        return False
    named = names_dates(header)
    hits, least = [], 0.8 * len(filled)
    for number, value in enumerate(filled, 1):
        if parse(value, named=named):
            hits.append(value)
        elif len(filled) - number + len(hits) < least:
            return False
    numbers = [v for v in map(plain, hits) if v.isdigit()]
    return named or len(numbers) < len(hits) or (len(filled) >= 3 and all(len(v) >= 7 for v in numbers))


def newest(values: Iterable[str], *, named: bool = False, until: date | None = None) -> date | None:
    """The latest date of a column not after `until` (sentinels such as 9999/12/31 are no news)."""
    best: date | None = None
    for value in values:
        day = parse(value, named=named)
        if day and (best is None or day > best) and (until is None or day <= until) and day.year <= LAST:
            best = day
    return best
