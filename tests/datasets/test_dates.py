"""Dates, shares and counts as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from datasets.templatetags import dates


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("en", date(2026, 4, 7), "2026-04-07"),
        ("zh-hant", date(2026, 4, 7), "115年4月7日 (2026-04-07)"),
        ("zh-hant", date(1912, 1, 1), "1年1月1日 (1912-01-01)"),
        ("zh-hant", date(1911, 12, 31), "1911-12-31"),
    ],
)
def test_a_day_is_shown_in_the_calendar_of_the_reader(language: str, value: date, text: str) -> None:
    with override(language):
        shown = dates.day(value)
    assert shown.startswith(f'<time datetime="{value.isoformat()}"><span>')
    assert strip_tags(shown) == text


def test_a_moment_is_shown_in_taipei() -> None:
    with override("zh-hant"):
        shown = dates.moment(datetime(2026, 4, 6, 17, 5, tzinfo=UTC))
    assert shown.startswith('<time datetime="2026-04-07T01:05+08:00">')
    assert strip_tags(shown) == "115年4月7日 (2026-04-07) 01:05"
    assert dates.day(datetime(2026, 4, 6, 17, 5, tzinfo=UTC)).startswith('<time datetime="2026-04-07"')


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(9, 10), "90.0%"), (Fraction(1, 3), "33.3%"), (Decimal("0.8945"), "89.5%"), (Fraction(5, 4), "125.0%")],
)
def test_a_share_rounds_half_up_for_display_alone(value: Fraction | Decimal, text: str) -> None:
    assert dates.share(value) == text


def test_a_share_is_shown_with_as_many_places_as_asked_for() -> None:
    assert [dates.spoken_share(Fraction(-5, 8), places) for places in (0, 1, 2)] == ["-63%", "-62.5%", "-62.50%"]


def test_nothing_is_never_shown_as_a_number() -> None:
    with override("en"):
        assert (dates.share(None), dates.count(None), dates.day(None)) == ("no items", "not known", "—")


@pytest.mark.parametrize(("value", "text"), [(812, "812 B"), (3482, "3.4 KB"), (220_200_960, "210.0 MB")])
def test_bytes_are_shown_short(value: int, text: str) -> None:
    assert dates.size(value) == text


def test_a_year_is_one_of_the_readers_calendar() -> None:
    for language, year in (("en", "2026"), ("zh-hant", "115年")):
        with override(language):
            assert dates.spoken_year(2026) == year


def test_a_count_has_separators_and_no_decimals() -> None:
    assert dates.count(Decimal("1234567.5")) == "1,234,568"
