"""One round as it runs: done, left, rate, what it found. It refreshes itself until it has ended, or on request."""

from datetime import datetime
from math import ceil
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from datasets.access import require_role, signed_in, unit_scope
from datasets.models import JobState, User
from quality.models import Round
from quality.querysets import tally

SHOWN = 20


@require_safe
@require_role()
def round(request: HttpRequest, round: UUID) -> HttpResponse:
    found = get_object_or_404(Round, pk=round)
    if not _may_see(signed_in(request), found):
        raise PermissionDenied
    counts = tally(found)
    newest = found.checks.select_related("observation", "distribution__dataset").order_by("-checked_at", "-pk")
    failed = found.jobs.filter(state__in=[JobState.GIVEN_UP, JobState.FAILED]).select_related("distribution__dataset")
    context = {
        "round": found,
        "counts": counts,
        "total": counts["done"] + counts["left"],
        "rate": _rate(found, counts["done"], timezone.now()),
        "remaining": _remaining(found, counts, timezone.now()),
        "newest": newest[:SHOWN],
        "given_up": failed[:SHOWN],
        "live": found.finished_at is None and "still" not in request.GET,
    }
    return render(request, "quality/round.html", context)


def _may_see(user: User, found: Round) -> bool:
    """Readers see every round; people of a unit those that check something of theirs alone."""
    if user.reads_everything:
        return True
    others = found.jobs.exclude(distribution__dataset__unit__in=unit_scope(user))
    return found.jobs.exists() and not others.exists()


def _rate(found: Round, done: int, now: datetime) -> float | None:
    """Checks a minute since the start; None before the first."""
    seconds = ((found.finished_at or now) - found.started_at).total_seconds()
    return done / seconds * 60 if done and seconds > 0 else None


def _remaining(found: Round, counts: dict[str, int], now: datetime) -> int | None:
    """Minutes at the pace so far; None where that is not known or nothing is left."""
    rate = _rate(found, counts["done"], now)
    return ceil(counts["left"] / rate) if rate and counts["left"] else None
