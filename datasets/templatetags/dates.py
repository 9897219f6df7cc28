"""Dates, moments and shares as people read them: ISO in English, the ROC calendar beside it in Chinese."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from datasets.rules.roc import ROC_OFFSET, format_long

register = template.Library()


def spoken_day(value: date) -> str:
    """2026-04-07 in English; 115年4月7日 (2026-04-07) in Chinese. Years before 1912 have no ROC date."""
    if get_language() == "en" or value.year <= ROC_OFFSET:
        return value.isoformat()
    return f"{format_long(value)} ({value.isoformat()})"


def spoken_month(value: date) -> str:
    """2026-04 in English; 115年4月 in Chinese."""
    if get_language() == "en" or value.year <= ROC_OFFSET:
        return f"{value:%Y-%m}"
    return format_long(value).partition("月")[0] + "月"


def spoken_share(value: Fraction | Decimal | float, places: int = 1) -> str:
    """A ratio (0.9) as per cent (90.0%), rounded half up for display only."""
    exact, steps = Fraction(value), 10**places
    number, of = abs(exact.numerator), exact.denominator
    whole, part = divmod((200 * steps * number + of) // (2 * of), steps)
    return f"{'-' * (exact < 0)}{whole}{f'.{part:0{places}}' if places else ''}%"


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """A date as a <time> element; a moment gives its Taipei date; nothing gives a dash."""
    if value is None:
        return "—"
    plain = timezone.localdate(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', plain.isoformat(), _whole_words(spoken_day(plain)))


@register.filter("year")
def spoken_year(value: int) -> str:
    """2026 in English; 115年 in Chinese."""
    return str(value) if get_language() == "en" or value <= ROC_OFFSET else f"{value - ROC_OFFSET}年"


@register.filter("plain_years")
def spoken_years(values: Iterable[int]) -> str:
    """2025, 2026 in English; 114、115 in Chinese."""
    if get_language() == "en":
        return ", ".join(map(str, values))
    return "、".join(str(year - ROC_OFFSET) for year in values)


register.filter("plain_day", spoken_day)  # for mails, where there are no elements


@register.filter("plain_moment")
def spoken_moment(value: datetime) -> str:
    """The Taipei day and time as plain text."""
    local = timezone.localtime(value)
    return f"{spoken_day(local.date())} {local:%H:%M}"


@register.filter
def spoken(value: date | datetime) -> str:
    """The same as plain text: for mails and for sentences."""
    return spoken_day(timezone.localdate(value) if isinstance(value, datetime) else value)


def _whole_words(text: str) -> SafeString:
    """A line may break between 115年4月7日 and (2026-04-07), never inside them (time > span in base.css)."""
    return format_html_join(" ", "<span>{}</span>", ([word] for word in text.split(" ")))


@register.filter
def month(value: date | None) -> str:
    return "—" if value is None else spoken_month(value)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A moment in Taipei time, to the minute."""
    if value is None:
        return "—"
    local = timezone.localtime(value)
    text = spoken_moment(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), _whole_words(text))


@register.filter
def share(value: Fraction | Decimal | float | None) -> str:
    """A ratio in per cent with one decimal; no ratio at all reads "no items"."""
    return gettext("no items") if value is None else spoken_share(value)


@register.filter
def count(value: int | Decimal | None) -> str:
    """A whole number with thousands separators, half up; None reads "not known"."""
    if value is None:
        return gettext("not known")
    return f"{Decimal(value).quantize(Decimal(1), ROUND_HALF_UP):,}"


@register.filter
def size(value: int | None) -> str:
    """Bytes in the unit that keeps the number short: 812 B, 3.4 KB, 210.0 MB."""
    if value is None:
        return "—"
    number = Decimal(value)
    for unit in ("B", "KB", "MB", "GB"):
        if number < 1024 or unit == "GB":
            break
        number /= 1024
    return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
