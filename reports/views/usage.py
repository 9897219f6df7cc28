"""Live, public views and downloads (the strategy, 陸一): per dataset, month and source; as a page and as CSV."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets
from datasets.asof import takes_as_of
from datasets.fields import AsOfField, offer
from datasets.models import Dataset, UsageSource
from datasets.past import shown_then
from datasets.punctuation import said
from datasets.rules.days import taipei_day
from datasets.services.cells import inert
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from datasets.templatetags.dates import spoken_month
from datasets.usage import Uses, by_month
from datasets.usage_ranking import ByDataset, DatasetRow
from reports.charts import LineChart, Point, line_chart
from reports.kpis.quarters import ReportPeriod, period_of
from reports.words import month_of_year, spoken_period

FIRST_YEAR = 2017
PAGE_SIZE = 50
COLUMNS = [
    *("identifier", "title", "portal_views", "portal_downloads", "platform_views", "platform_downloads"),
    *("total", "estimated"),
]


class SpanForm(forms.Form):
    """Which months: a year, or one month of it."""

    hide_optional = True

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, required=False)
    as_of = AsOfField(label=_("As known on"), required=False)

    def __init__(self, data: Mapping[str, object], today: date) -> None:
        super().__init__(data)
        self.today = today
        years = [(y, spoken_period(period_of(date(y, 1, 1), "year"))) for y in range(today.year, FIRST_YEAR - 1, -1)]
        offer(self, "year", years)
        months = [("", _("all months")), *((m, month_of_year(m)) for m in range(1, 13))]
        offer(self, "month", months)

    def period(self) -> ReportPeriod:
        """What cannot be read means this year."""
        self.is_valid()
        year = self.cleaned_data.get("year") or self.today.year
        month = self.cleaned_data.get("month") or 0
        return period_of(date(year, month or 1, 1), "month" if month else "year")


@require_safe
@takes_as_of
def usage(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """?year=2026&month=9; ?as_of= by what was recorded by then; `format=` csv, ods or png."""
    moment = as_of or timezone.now()
    today = taipei_day(moment)
    form = SpanForm({"year": today.year, **request.GET.dict()}, today)
    period = form.period()
    first, last = period.start, period.end
    rows = ByDataset(_shown(as_of), first, last, as_of)
    paginator: Paginator[DatasetRow] = Paginator(rows, PAGE_SIZE)  # type: ignore[arg-type]  # cut by slices alone
    page = paginator.get_page(request.GET.get("page"))
    title = str(_("Usage"))
    return TemplateResponse(
        request,
        "reports/usage.html",
        {
            "form": form,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "portal": rows.portal,
            "platform": rows.platform,
            "chart": _chart(first, last, today, as_of),
            "now": moment,
            "as_of": as_of,
            "take": Take("usage", title, moment, lambda: [_table(title, rows)], spoken_period(period)),
            "breadcrumbs": [(_("Overview"), reverse("home"))],
        },
    )


def _shown(as_of: datetime | None) -> QuerySet[Dataset]:
    """What the public sees, or saw at a moment."""
    return visible_datasets(AnonymousUser()) if as_of is None else shown_then(as_of)


@require_safe
@takes_as_of
def usage_csv(request: HttpRequest, as_of: datetime | None) -> StreamingHttpResponse:
    """The same rows for a program; UTF-8 with BOM so that spreadsheets read it right."""
    form = SpanForm(request.GET.dict(), taipei_day(as_of or timezone.now()))
    period = form.period()
    first, last = period.start, period.end
    response = StreamingHttpResponse(_lines(ByDataset(_shown(as_of), first, last, as_of)))
    response["Content-Type"] = "text/csv; charset=utf-8"
    response["Content-Disposition"] = f'attachment; filename="usage-{first}-{last}.csv"'
    return response


def _table(caption: str, rows: Iterable[DatasetRow]) -> Table:
    counts = [(source, what) for source in UsageSource for what in (gettext("views"), gettext("downloads"))]
    columns = (
        Column(gettext("Dataset"), width=8), Column(gettext("Identifier")),
        *(Column(said(source.label, what), "decimal") for source, what in counts),
        Column(gettext("Together"), "decimal"), Column(gettext("Estimated"), "yesno"),
    )  # fmt: skip
    return Table(caption, columns, tuple(map(_row, rows)))


def _row(row: DatasetRow) -> tuple[Value, ...]:
    known = row.platform
    theirs: tuple[Value, ...] = (known.views, known.downloads) if known else (None, None)
    numbers = (row.portal.views, row.portal.downloads, *theirs, row.total)
    return (row.spoken_title, row.identifier, *numbers, bool(known and known.estimated))


class _Echo:
    """A file that gives back what is written to it: csv.writer as a generator."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterable[DatasetRow]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(COLUMNS)
    for row in rows:
        platform = row.platform
        known = [_plain(platform.views), _plain(platform.downloads)] if platform else ["", ""]
        own = [_plain(row.portal.views), _plain(row.portal.downloads)]
        guessed = platform is not None and platform.estimated
        cells = [inert(row.identifier), inert(row.title), *own, *known, _plain(row.total), "yes" if guessed else "no"]
        yield writer.writerow(cells)


def _plain(number: Decimal) -> str:
    """The same digits from every database: 5, not 5.000000."""
    return f"{number.normalize():f}"


def _chart(first: date, last: date, today: date, as_of: datetime | None) -> LineChart:
    months: dict[date, Uses] = {}
    for row in by_month(first.replace(month=1, day=1), last.replace(month=12, day=31), as_of=as_of):
        months[row.month] = months.get(row.month, Uses()) + row.uses
    points = [_point(date(first.year, m, 1), months, today) for m in range(1, 13)]
    return line_chart("uses", str(_("Views and downloads a month, all sources")), points, shares=False)


def _point(month: date, months: dict[date, Uses], today: date) -> Point:
    """The future has no value; a past month without counts is a zero."""
    ahead, current = month > today, month == today.replace(day=1)
    value = None if ahead else months.get(month, Uses()).total
    return Point(spoken_month(month), value, tick=str(month.month), provisional=current)
