"""Office calendars: which years were imported, in which edition; where a library serves instead, the page says so."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.calendars import LIBRARY_YEARS, library_days
from datasets.models import CalendarEdition
from datasets.platform.calendars import Day
from datasets.services.importing.calendars import edition_days, newest_editions
from datasets.views.manage.door import crumbs, officer_page, reading_page
from datasets.views.manage.imports import UploadForm, runs_so_far, started


@officer_page
def calendars(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if response := started(request, "calendar", form):
        return response
    this_year = timezone.localdate().year
    editions = newest_editions()
    first = min([*editions, this_year])
    years = [(year, editions.get(year)) for year in range(max([*editions, this_year + 1]), first - 1, -1)]
    return render(
        request,
        "datasets/calendars.html",
        {
            "form": form,
            "years": years,
            "lacking": [year for year in (this_year, this_year + 1) if year not in editions],
            "library_ends": LIBRARY_YEARS[-1],
            "runs": runs_so_far("calendar")[:10],
            "breadcrumbs": crumbs(),
        },
    )


@reading_page
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """Every day that is not what its weekday says, and the editions of the year; the last one holds."""
    editions = list(CalendarEdition.objects.filter(year=year).select_related("recorded_by").order_by("-position"))
    if not editions and year not in LIBRARY_YEARS:
        raise Http404
    days = edition_days(editions[0]) if editions else {}
    days = days or {day: Day(off) for day, off in library_days(year)}
    odd = [(day, told.off, told.note) for day, told in days.items() if told.note or told.off != (day.weekday() > 4)]
    return render(
        request,
        "datasets/calendar_year.html",
        {
            "year": year,
            "days": odd,
            "editions": editions,
            "working": sum(not told.off for told in days.values()),
            "breadcrumbs": crumbs((_("Office calendars"), "calendars")),
        },
    )
