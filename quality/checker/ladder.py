"""What to do after an attempt: nothing more, or once again, when, and in which shape. Pure."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from quality.checker.types import Verdict

TRANSIENT = {"refused", "reset", "truncated", "timeout", "server_error", "dns_failure", "tls_error", "checker_fault"}
DOUBTFUL = {"not_found", "gone", "forbidden", "html_instead_of_data", "login_required", "empty"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a request looks. Some servers turn away what does not look like a browser, or has no cookie yet."""

    browser: bool = False
    conditional: bool = True
    past_caches: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Another attempt after `wait` seconds; `hold_host`: nobody else goes to that host meanwhile."""

    wait: float
    shape: Shape
    hold_host: bool = False


def again(
    verdict: Verdict, shape: Shape, tries: int, backoff: tuple[float, ...], patience: float, now: datetime
) -> Again | None:
    """The next attempt, or None where the verdict stands. `tries`: repeats so far."""
    fetched = verdict.fetched
    if fetched.http_status == 304 and not fetched.unchanged and not shape.past_caches:
        return Again(0, replace(shape, conditional=False, past_caches=True))
    if fetched.http_status == 412 and shape.conditional:
        return Again(0, replace(shape, conditional=False))
    if verdict.reason == "throttled" and tries < len(backoff):
        wait = retry_after(fetched.headers.get("retry-after", ""), now)
        wait = backoff[tries] if wait is None else wait
        return Again(wait, shape, hold_host=True) if wait <= patience else None
    if verdict.reason in TRANSIENT and tries < len(backoff):
        return Again(backoff[tries], replace(shape, browser=tries > 0 or shape.browser))
    if verdict.reason in DOUBTFUL and not shape.browser and fetched.http_status not in {401, 407}:
        return Again(0, replace(shape, browser=True, conditional=False))
    return None


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait: the header holds seconds or a date; None where it holds neither."""
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    from email.utils import parsedate_to_datetime  # rarely asked, slow to load

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
