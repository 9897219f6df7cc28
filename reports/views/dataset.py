"""A dataset's public page: what it is, its files and how they do, its updates, uses, answers and history."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.access import may_edit, visible_datasets
from datasets.asof import takes_as_of
from datasets.catalogue import for_page, with_decision
from datasets.dues import Due, dues, with_history
from datasets.models import Dataset, Lifecycle, UpdateObligation
from datasets.rules.days import taipei_day
from datasets.services.usage import record_view
from datasets.taking import Take
from datasets.templatetags.dates import spoken_month
from datasets.usage import MonthRow, Uses, by_month
from datasets.visitors import agent, is_use, visitor
from feedback.models import MessageState
from reports.charts import LineChart, Point, line_chart
from reports.dataset_tables import dataset_tables
from reports.files import FileRow, file_rows, page_then
from reports.history import history

MONTHS = 12
ANSWERS = 20
UPDATES = 24


@require_safe
@takes_as_of
def dataset(request: HttpRequest, identifier: str, as_of: datetime | None) -> HttpResponse:
    """For whoever may see it. ?as_of= as it was known at a moment; `format=` csv, ods or png."""
    now = as_of or timezone.now()
    row, files = page_then(request.user, identifier, as_of) if as_of else _page_now(request, identifier, now)
    if is_use(request) and row.lifecycle != Lifecycle.UNPUBLISHED:
        record_view(row, visitor=visitor(request), agent=agent(request), now=timezone.now())
    months = by_month(_first_month(taipei_day(now)), taipei_day(now), row, as_of)
    owed, told = _dues(row, now, as_of), history(row, as_of)
    context = {
        "dataset": row,
        "file_rows": files,
        "dues": owed,
        "uses": sum((m.uses for m in months), Uses()),
        "chart": _chart(months, taipei_day(now)) if months else None,
        "answers": _answers(row, as_of),
        "history": told,
        "may_edit": as_of is None and may_edit(request.user, row.unit_id),
        "as_of": as_of,
        "take": Take("dataset", str(row), now, lambda: dataset_tables(row, files, owed, months, told)),
        "breadcrumbs": [(_("Overview"), reverse("home")), (_("Catalogue"), reverse("catalogue"))],
    }
    return TemplateResponse(request, "reports/dataset.html", context)


def _page_now(request: HttpRequest, identifier: str, now: datetime) -> tuple[Dataset, list[FileRow]]:
    row = get_object_or_404(with_decision(for_page(visible_datasets(request.user))), identifier=identifier)
    return row, file_rows(row, now)


def _answers(row: Dataset, as_of: datetime | None) -> QuerySet[MessageState]:
    return MessageState.objects.published(as_of).for_public().filter(message__dataset=row.pk)[:ANSWERS]


def _dues(row: Dataset, now: datetime, as_of: datetime | None) -> list[Due]:
    """The newest obligations, those to come at the top."""
    owed = UpdateObligation.objects.known_at(as_of).filter(dataset=row.pk).order_by("-due")
    return dues(with_history(owed, as_of)[:UPDATES], now)


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
