"""Dates as people write them."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.rules import roc
from datasets.rules.days import TAIPEI
from datasets.rules.refusal import Refusal

APRIL = date(2026, 4, 7)


@pytest.mark.parametrize(
    "text",
    [
        "115/04/07",
        "115/4/7",
        "115-04-07",
        "115.4.7",
        "1150407",
        "民國115年4月7日",
        "民國 115 年 4 月 7 日",
        "中華民國115年04月07日",
        "2026-04-07",
        "2026/4/7",
        "2026.04.07",
        "20260407",
        "2026年4月7日",
        "１１５／０４／０７",
        "  115/04/07\u200b ",
        "\ufeff2026-04-07",
    ],
)
def test_a_day_in_every_form(text: str) -> None:
    stamp = roc.parse(text)
    assert (stamp.day, stamp.date_only) == (APRIL, True)
    assert stamp.at == datetime(2026, 4, 7, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2026-04-07T14:30:05.123456", 123456),
        ("2026-04-07T06:30:05.123456Z", 123456),
        ("2026-04-07T14:30:05.123456+08:00", 123456),
        ("2026-04-07T14:30:05.123456 08:00", 123456),
        ("2026-04-07T14:30:05.1", 100000),
        ("2026-04-07T14:30:05.1234569", 123456),
    ],
)
def test_to_the_microsecond(text: str, microsecond: int) -> None:
    """A space before the zone is what an address makes of a plus."""
    assert roc.parse(text).at == datetime(2026, 4, 7, 14, 30, 5, microsecond, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("text", "hour", "minute", "second"),
    [
        ("115/04/07 14:30", 14, 30, 0),
        ("2026-04-07T14:30:05", 14, 30, 5),
        ("2026-04-07T06:30:00Z", 14, 30, 0),
        ("2026-04-07T14:30:00+08:00", 14, 30, 0),
        ("1150407 0:05", 0, 5, 0),
        ("115年4月7日下午2時30分", 14, 30, 0),
        ("115年4月7日上午12時05分", 0, 5, 0),
        ("115/04/07　１４：３０", 14, 30, 0),
    ],
)
def test_a_day_with_a_time(text: str, hour: int, minute: int, second: int) -> None:
    stamp = roc.parse(text)
    assert not stamp.date_only
    assert stamp.at == datetime(2026, 4, 7, hour, minute, second, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("\u200b", "empty"),
        ("soon", "unreadable"),
        ("04/07", "unreadable"),
        ("115/04/07/08", "unreadable"),
        ("115/02/30", "no_such_day"),
        ("115/13/01", "no_such_day"),
        ("1150230", "no_such_day"),
        ("115/04/07 25:00", "no_such_time"),
        ("0115-11-24", "year_out_of_range"),
        ("1150/04/07", "year_out_of_range"),
        ("9999-01-01", "year_out_of_range"),
        ("民國2026年4月7日", "year_out_of_range"),
        ("0/1/1", "year_out_of_range"),
        ("\x00", "unreadable"),
        ("²⁰²⁶", "unreadable"),
    ],
)
def test_what_is_no_day_says_why(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        roc.parse(text)
    assert refused.value.code == code
    assert str(refused.value) == refused.value.message % refused.value.params


def test_formats() -> None:
    assert roc.format_long(APRIL) == "115年4月7日"
    assert roc.format_short(APRIL) == "115/04/07"
    assert roc.format_short(date(1990, 1, 2)) == "79/01/02"
    assert roc.format_long(date(1911, 12, 31)) == roc.format_short(date(1911, 12, 31)) == "1911-12-31"


@given(st.dates(date(1912, 1, 1), date(2200, 12, 31)))
def test_what_is_written_reads_back(day: date) -> None:
    for text in (roc.format_long(day), roc.format_short(day), day.isoformat(), f"{day:%Y%m%d}"):
        assert roc.parse_day(text) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(Refusal):
        roc.parse(text)
