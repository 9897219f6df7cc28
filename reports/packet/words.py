"""How values read: ROC dates in zh-hant, ISO dates in English, shares rounded half up to one decimal."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from datasets.rules.days import TAIPEI, taipei_day
from reports.packet.paper import Kind, Value
from reports.packet.text import visible

_TENTH = Decimal("0.1")
_FIRST = "壹貳參肆伍陸柒捌玖拾"
_SECOND = "一二三四五六七八九十"


def show(value: Value, kind: Kind, language: str) -> str:
    """A cell as a person reads it. No value: "no items" for a share, a dash elsewhere."""
    match value:
        case None:
            return _("no items") if kind == "percent" else "—"
        case bool():
            return _("yes") if value else _("no")
        case str():
            return visible(value) or "—"
        case datetime():
            return show_time(value, language) if kind == "datetime" else show_date(taipei_day(value), language)
        case date():
            return show_date(value, language)
        case Fraction():
            return show_points(value) if kind == "points" else show_percent(value)
        case Decimal():
            whole = value == value.to_integral_value()
            return f"{value:,.0f}" if whole else f"{tenth(value):,}"
    return f"{value:,}"


def tenth(value: Fraction | Decimal) -> Decimal:
    """One decimal, half up, from the exact value."""
    exact = Fraction(value)
    scaled = abs(exact) * 10
    whole = Decimal((scaled + Fraction(1, 2)).__floor__()) / 10
    return (whole if exact >= 0 else -whole).quantize(_TENTH, ROUND_HALF_UP)


def show_percent(share: Fraction) -> str:
    return f"{tenth(share * 100)}%"


def show_points(share: Fraction) -> str:
    points = tenth(share * 100)
    return f"+{points}" if points > 0 else f"{points}"


def show_date(day: date, language: str) -> str:
    """民國115年9月30日, or 2026-09-30. Years before the Republic stay in the common era."""
    if language == "en" or day.year < 1912:
        return day.isoformat()
    return f"{day.year - 1911}年{day.month}月{day.day}日"


def show_time(moment: datetime, language: str) -> str:
    """Taipei time to the minute."""
    local = moment.astimezone(TAIPEI)
    return f"{show_date(local.date(), language)} {local:%H:%M}"


def show_month(month: date, language: str) -> str:
    return f"{month:%Y-%m}" if language == "en" else f"{month.year - 1911}年{month.month}月"


def show_quarter(quarter: str, language: str) -> str:
    """`2026Q3` as 115年第3季."""
    year, number = quarter.split("Q")
    return f"{year} Q{number}" if language == "en" else f"{int(year) - 1911}年第{number}季"


def show_period(period: str, language: str) -> str:
    """The ISO text of a period: 2026-07, 2026Q3, 2026, or 2026-07-01/2026-08-31."""
    if language == "en":
        return period.replace("/", " to ")
    if "Q" in period:
        return show_quarter(period, language)
    if len(period) == 7:
        return show_month(date.fromisoformat(f"{period}-01"), language)
    if len(period) == 4 and period.isdigit():
        return f"{int(period) - 1911}年"
    first, last = (date.fromisoformat(day) for day in period.split("/"))
    return _months(first, last) or f"{show_date(first, language)}至{show_date(last, language)}"


def _months(first: date, last: date) -> str:
    """115年上半年, 115年3月至4月; empty where they are no whole months of one year."""
    if first.year != last.year or first.day > 1 or (last + timedelta(days=1)).day > 1:
        return ""
    halves = {(1, 6): "上半年", (7, 12): "下半年"}
    return f"{first.year - 1911}年{halves.get((first.month, last.month), f'{first.month}月至{last.month}月')}"


def ordinal(number: int, level: int, language: str) -> str:
    """The heading's number in 公文 style: 壹、 then 一、 then (一) then 1、."""
    if language == "en":
        return f"{number}. "
    if level == 1:
        return f"{_tens(number, _FIRST)}、"
    if level == 2:
        return f"{_tens(number, _SECOND)}、"
    return f"({_tens(number, _SECOND)})" if level == 3 else f"{number}、"


def _tens(number: int, digits: str) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else digits[9] if tens == 1 else digits[tens - 1] + digits[9]
    return ten + (digits[ones - 1] if ones else "")
