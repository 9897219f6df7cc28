"""The first page: how the agency does, what is new, what was answered, and how to speak up."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets
from datasets.catalogue import Criteria, for_list, matching
from datasets.models import Lifecycle
from datasets.rules.days import taipei_day
from datasets.usage import total
from feedback.models import MessageState
from reports.published import published_figures

NEW, ANSWERED = 6, 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = taipei_day(now)
    shown = visible_datasets(AnonymousUser())
    return render(
        request,
        "reports/home.html",
        {
            "published": shown.filter(lifecycle=Lifecycle.PUBLISHED).count(),
            "this_year": total(date(today.year, 1, 1), date(today.year, 12, 31)),
            "today": total(today, today),
            "new": for_list(matching(shown, Criteria()))[:NEW],
            "answers": MessageState.objects.published().for_public()[:ANSWERED],
            "figures": published_figures(now),
            "now": now,
        },
    )
