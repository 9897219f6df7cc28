"""From checks over time to a state: nobody is called broken for one bad moment."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.rules import RUNGS, Freshness, LinkLimits, Seen, Trace, freshness, next_check, outages, state

JAN = date(2026, 1, 1)
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


def seen(hours: float, link: str, readable: bool | None = None, *, fault: bool = False) -> Seen:
    return Seen(NOON + timedelta(hours=hours), link, readable, fault)  # type: ignore[arg-type]


LINKS = st.sampled_from(["ok", "broken", "unsure"])
CHECKS = st.lists(
    st.builds(seen, st.integers(0, 100), LINKS, st.sampled_from([None, True, False])),
    max_size=12,
).map(lambda checks: sorted(checks, key=lambda c: c.at))  # fmt: skip


def test_three_failures_over_six_hours_make_an_outage_from_the_first() -> None:
    (span,) = outages([seen(0, "broken"), seen(3, "broken"), seen(6, "broken")])
    assert (span.began_at, span.confirmed_at, span.failures) == (NOON, NOON + timedelta(hours=6), 3)


@pytest.mark.parametrize("hours", [(0,), (0, 7), (0, 2, 5.9)])
def test_fewer_or_quicker_failures_are_a_suspicion(hours: tuple[float, ...]) -> None:
    (span,) = outages([seen(h, "broken") for h in hours])
    assert not span.is_outage


def test_success_ends_it_and_unsure_does_not() -> None:
    spans = outages(
        [seen(0, "broken"), seen(3, "unsure"), seen(4, "broken"), seen(9, "broken"), seen(10, "ok"), seen(11, "broken")]
    )
    assert [(s.is_outage, s.ended_at is not None) for s in spans] == [(True, True), (False, False)]


def test_the_checkers_own_faults_are_passed_over() -> None:
    checks = [seen(h, "broken", fault=True) for h in (0, 4, 8, 12)]
    assert outages(checks) == []
    assert state(checks, NOON + timedelta(days=1)).link is None


def test_limits_are_settings() -> None:
    (span,) = outages([seen(0, "broken")], LinkLimits(failures=1, over=timedelta(0)))
    assert span.is_outage


def test_an_outage_counts_from_its_first_failure_once_the_third_is_known() -> None:
    checks = [seen(-24, "ok", True), seen(0, "broken"), seen(6, "broken"), seen(12, "broken")]
    at = NOON + timedelta(hours=1)
    assert state(checks, NOON + timedelta(hours=11), at=at).link is True
    assert state(checks, NOON + timedelta(hours=12), at=at).link is False


@given(CHECKS, st.integers(0, 120))
def test_what_is_seen_later_is_not_known_yet(checks: list[Seen], hours: int) -> None:
    as_of = NOON + timedelta(hours=hours)
    assert state(checks, as_of) == state([c for c in checks if c.at <= as_of], as_of)


@given(CHECKS)
def test_spans_are_apart_and_in_order(checks: list[Seen]) -> None:
    spans = outages(checks)
    assert all(span.ended_at is not None for span in spans[:-1])
    assert all(a.ended_at <= b.began_at for a, b in pairwise(spans) if a.ended_at)
    assert all(span.began_at <= span.last_at for span in spans)


def test_nothing_known_is_never_complete() -> None:
    assert not state([], NOON).is_complete
    assert not state([seen(0, "unsure", True)], NOON).is_complete
    assert not state([seen(0, "ok", None)], NOON).is_complete
    assert state([seen(-9, "ok", False), seen(0, "unsure", None)], NOON).machine_readable is False


def test_checks_become_rarer_while_nothing_happens() -> None:
    assert [next_check(NOON, calm) - NOON for calm in range(5)] == [*RUNGS, RUNGS[-1]]
    assert next_check(NOON, 3, needed_by=NOON + timedelta(days=2)) == NOON + timedelta(days=2)
    assert next_check(NOON, 3, needed_by=NOON - timedelta(days=2)) == NOON + timedelta(days=7)


@pytest.mark.parametrize(
    ("before", "now", "generated", "expect"),
    [
        (Trace("a", JAN, "x", "m"), Trace("b", JAN, "x", "m"), False, Freshness(True, "content")),
        (Trace("a", JAN), Trace("b", JAN), True, Freshness(False, "newest_date")),
        (Trace("", None, "x", "m"), Trace("b", None, "y", "m"), False, Freshness(True, "etag")),
        (Trace(last_modified="m"), Trace(last_modified="n"), False, Freshness(True, "last_modified")),
        (Trace("a"), Trace(), False, Freshness(None, "nothing")),
    ],
)  # fmt: skip
def test_the_most_trusted_trace_that_both_have_decides(
    before: Trace, now: Trace, generated: bool, expect: Freshness
) -> None:
    assert freshness(before, now, generated=generated) == expect
