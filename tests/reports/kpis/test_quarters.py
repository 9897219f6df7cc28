"""Periods as people name them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.days import TAIPEI
from datasets.rules.refusal import Refusal
from reports.kpis.quarters import ReportPeriod, is_closed, latest_periods, parse_period, period_of

KINDS = st.sampled_from(["month", "quarter", "year"])
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("text", "code", "start", "end"),
    [
        ("2026-03", "2026-03", "2026-03-01", "2026-03-31"),
        ("2026Q3", "2026Q3", "2026-07-01", "2026-09-30"),
        ("2026q3", "2026Q3", "2026-07-01", "2026-09-30"),
        ("2026-Q3", "2026Q3", "2026-07-01", "2026-09-30"),
        ("2026", "2026", "2026-01-01", "2026-12-31"),
        ("115Q3", "2026Q3", "2026-07-01", "2026-09-30"),
        ("115年第3季", "2026Q3", "2026-07-01", "2026-09-30"),
        ("民國115年第三季", "2026Q3", "2026-07-01", "2026-09-30"),
        ("115年2月", "2026-02", "2026-02-01", "2026-02-28"),
        ("115/02", "2026-02", "2026-02-01", "2026-02-28"),
        ("115年", "2026", "2026-01-01", "2026-12-31"),
        ("２０２６Ｑ３", "2026Q3", "2026-07-01", "2026-09-30"),
    ],
)
def test_every_way_to_name_a_period(text: str, code: str, start: str, end: str) -> None:
    period = parse_period(text)
    assert (period.code, str(period.start), str(period.end)) == (code, start, end)


@pytest.mark.parametrize(
    "text", ["", "2026Q5", "2026-13", "2026-00", "Q3", "3000", "1800", "soon", "2026Q3;", "0000-01"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_period(text)


@given(DAYS, KINDS)
def test_periods_of_a_kind_follow_each_other(day: date, kind: str) -> None:
    period = period_of(day, kind)  # type: ignore[arg-type]
    assert day in period
    assert period.after().before() == period
    assert period.after().start == period.end + timedelta(days=1)
    assert parse_period(period.code) == period


def test_what_lies_inside() -> None:
    assert [m.code for m in parse_period("2026Q3").months()] == ["2026-07", "2026-08", "2026-09"]
    assert [q.code for q in parse_period("2026").quarters()] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert list(parse_period("2026-03").quarters()) == []
    assert [p.code for p in latest_periods(ReportPeriod(2026, "month", 2), 3)] == ["2025-12", "2026-01", "2026-02"]


def test_a_period_closes_after_its_last_deadline() -> None:
    march = parse_period("2026-03")
    late = datetime(2026, 4, 7, 23, 59, tzinfo=TAIPEI)
    assert not is_closed(march, [date(2026, 4, 7)], late)
    assert is_closed(march, [date(2026, 4, 7)], late + timedelta(minutes=1))
    assert is_closed(march, [], datetime(2026, 4, 1, tzinfo=TAIPEI))
    assert not is_closed(march, [], datetime(2026, 3, 31, 23, 59, tzinfo=TAIPEI))
