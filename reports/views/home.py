"""The first page: how the agency does, what is new, what was answered, and how to speak up."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets, visible_then
from datasets.asof import takes_as_of
from datasets.catalogue import SORTS, Criteria, for_list, matching
from datasets.models import Dataset, Lifecycle
from datasets.past import described_then
from datasets.rules.days import taipei_day
from datasets.usage import total
from feedback.models import MessageState
from reports.published import published_figures, published_then

NEW, ANSWERED = 6, 4


@require_safe
@takes_as_of
def home(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """For everybody, whoever signed in. ?as_of= as it was known at a moment."""
    now = as_of or timezone.now()
    today = taipei_day(now)
    published, new = _datasets(as_of)
    context = {
        "published": published,
        "this_year": total(date(today.year, 1, 1), date(today.year, 12, 31), as_of),
        "today": total(today, today, as_of),
        "new": new,
        "answers": MessageState.objects.published(as_of).for_public()[:ANSWERED],
        "figures": published_then(as_of) if as_of else published_figures(now),
        "as_of": as_of,
    }
    return render(request, "reports/home.html", context)


def _datasets(as_of: datetime | None) -> tuple[int, Sequence[Dataset]]:
    """How many are published, and the newest."""
    if as_of is None:
        shown = visible_datasets(AnonymousUser())
        return shown.filter(lifecycle=Lifecycle.PUBLISHED).count(), list(for_list(matching(shown, Criteria()))[:NEW])
    known: QuerySet[Any] = visible_then(AnonymousUser(), as_of)
    return known.filter(life=Lifecycle.PUBLISHED).count(), described_then(known.order_by(*SORTS["new"])[:NEW], as_of)
