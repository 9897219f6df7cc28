"""The screen in the corridor: the published figures in large type; nobody touches it, and it keeps itself new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from datasets.rules.days import taipei_day
from datasets.usage import total
from reports.cards import answer
from reports.dashboards import plain_tile
from reports.published import published_figures


@require_safe
def tv(request: HttpRequest) -> HttpResponse:
    """For everybody: what the first page publishes, and no more."""
    now = timezone.now()
    figures = published_figures(now)
    context = {
        "answer": answer(figures),
        "period": figures[0].period,
        "tiles": [plain_tile(figure) for figure in figures],
        "today": total(taipei_day(now), taipei_day(now)),
        "now": now,
    }
    return render(request, "reports/tv.html", context)
