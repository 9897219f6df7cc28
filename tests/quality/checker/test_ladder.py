"""What follows an attempt."""

from datetime import UTC, datetime

import pytest

from quality.checker.judge import link_of
from quality.checker.ladder import Again, Shape, again, retry_after
from quality.checker.types import Fetched, Target, Verdict

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BACKOFF = (1.0, 4.0)
PLAIN, BROWSER = Shape(), Shape(browser=True, conditional=False)


def verdict(reason: str, status: int | None = None, *, unchanged: bool = False, **headers: str) -> Verdict:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    fetched = Fetched(reason, http_status=status, headers=named, unchanged=unchanged)
    return Verdict(Target("http://a.tw/"), link_of(reason), reason, fetched)


def step(found: Verdict, shape: Shape = PLAIN, tries: int = 0) -> Again | None:
    return again(found, shape, tries, BACKOFF, 60.0, NOW)


@pytest.mark.parametrize(
    "reason", ["refused", "reset", "truncated", "timeout", "server_error", "dns_failure", "tls_error"]
)
def test_transient_twice_with_backoff(reason: str) -> None:
    waits = [step(verdict(reason), tries=tries) for tries in range(3)]
    assert [found and found.wait for found in waits] == [1.0, 4.0, None]
    assert waits[1] and waits[1].shape.browser


@pytest.mark.parametrize("reason", ["not_found", "gone", "forbidden", "html_instead_of_data", "empty"])
def test_a_second_opinion_in_another_shape(reason: str) -> None:
    assert step(verdict(reason, 404)) == Again(0, BROWSER)
    assert step(verdict(reason, 404), BROWSER) is None


def test_a_password_is_a_password() -> None:
    assert step(verdict("login_required", 401)) is None


@pytest.mark.parametrize(
    "reason", ["ok", "redirected", "bomb", "too_large", "unsafe_address", "redirect_loop", "invalid_url"]
)
def test_it_stands(reason: str) -> None:
    assert step(verdict(reason, 200)) is None


def test_retry_after() -> None:
    assert step(verdict("throttled", 429, retry_after="7")) == Again(7.0, PLAIN, hold_host=True)
    assert step(verdict("throttled", 429)) == Again(1.0, PLAIN, hold_host=True)
    assert step(verdict("throttled", 429, retry_after="61")) is None
    assert step(verdict("throttled", 503, retry_after="7"), tries=2) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-1", None),
        ("１２", None),
    ],
)
def test_retry_after_forms(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_not_modified_that_nobody_asked_for() -> None:
    found = step(verdict("ok", 304))
    assert found and found.shape.past_caches and not found.shape.conditional
    assert step(verdict("ok", 304), found.shape) is None
    assert step(verdict("ok", 304, unchanged=True)) is None


def test_precondition_failed() -> None:
    found = step(verdict("forbidden", 412))
    assert found and not found.shape.conditional
