"""A dataset's public page: what it is, its files and how they do, its updates, uses, answers and history."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import may_edit, visible_datasets
from datasets.catalogue import for_page, with_decision
from datasets.dues import Due, dues, with_history
from datasets.models import Dataset, Lifecycle
from datasets.rules.days import taipei_day
from datasets.services.usage import record_view
from datasets.templatetags.dates import spoken_month
from datasets.usage import MonthRow, Uses, by_month
from datasets.visitors import agent, is_use, visitor
from feedback.models import MessageState
from reports.charts import LineChart, Point, line_chart
from reports.files import file_rows
from reports.history import history

MONTHS = 12
ANSWERS = 20
UPDATES = 24


@require_safe
def dataset(request: HttpRequest, identifier: str) -> HttpResponse:
    shown = with_decision(for_page(visible_datasets(request.user)))
    row = get_object_or_404(shown, identifier=identifier)
    now = timezone.now()
    if is_use(request) and row.lifecycle != Lifecycle.UNPUBLISHED:
        record_view(row, visitor=visitor(request), agent=agent(request), now=now)
    months = by_month(_first_month(taipei_day(now)), taipei_day(now), row)
    return render(
        request,
        "reports/dataset.html",
        {
            "dataset": row,
            "files": file_rows(row, now),
            "dues": _dues(row, now),
            "uses": sum((m.uses for m in months), Uses()),
            "chart": _chart(months, taipei_day(now)) if months else None,
            "answers": MessageState.objects.published().for_public().filter(message__dataset=row)[:ANSWERS],
            "history": history(row),
            "may_edit": may_edit(request.user, row.unit_id),
            "breadcrumbs": [(_("Overview"), reverse("home")), (_("Catalogue"), reverse("catalogue"))],
        },
    )


def _dues(row: Dataset, now: datetime) -> list[Due]:
    """The newest obligations, those to come at the top."""
    return dues(with_history(row.obligations.order_by("-due"))[:UPDATES], now)


def _first_month(today: date) -> date:
    first = today.replace(day=1)
    for _month in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _chart(months: list[MonthRow], today: date) -> LineChart:
    """Uses a month, all sources; a month without counts is a true zero between two others."""
    sums: dict[date, Uses] = {}
    for row in months:
        sums[row.month] = sums.get(row.month, Uses()) + row.uses
    points = [
        Point(spoken_month(m), sums.get(m, Uses()).total, tick=str(m.month), provisional=m == today.replace(day=1))
        for m in _months_between(min(sums), today.replace(day=1))
    ]
    return line_chart("uses", _("Views and downloads a month"), points, shares=False)


def _months_between(first: date, last: date) -> list[date]:
    months = [first]
    while months[-1] < last:
        months.append((months[-1] + timedelta(days=32)).replace(day=1))
    return months
