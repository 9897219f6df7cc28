"""年度檢討: the year's figures and proposals as a page, an ODT and a PDF; the officer puts it before a meeting."""

from datetime import datetime
from tempfile import TemporaryFile

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.asof import takes_as_of
from datasets.fields import sentence
from datasets.models import LedgerEntry
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from datasets.taking import Take
from reports.annual.collect import collect
from reports.annual.paper import lay_out
from reports.annual.proposals import Put
from reports.facts import default_as_of
from reports.kpis.quarters import ReportPeriod
from reports.models import AnnualReview, Meeting
from reports.packet import pdf
from reports.packet.odf import text
from reports.packet.paper import Paper, Table
from reports.services import annual as services
from reports.services.letterheads import letterhead_on
from reports.views.around import at_moment, last_quarter, tabs
from reports.views.packets import shown_block
from reports.words import spoken_period

MEDIA = {"odt": "application/vnd.oasis.opendocument.text", "pdf": "application/pdf"}


class MeetingForm(forms.Form):
    meeting = forms.ModelChoiceField(
        Meeting.objects.filter(cancelled=False), label=gettext_lazy("Meeting"), empty_label=None
    )


@require_safe
@require_role(*READERS)
def annual_reviews(request: HttpRequest) -> HttpResponse:
    """The year of the last quarter that ended."""
    return redirect(reverse("annual", args=[last_quarter(timezone.now()).year]) + at_moment(request))


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
@takes_as_of
def annual(request: HttpRequest, year: int, as_of: datetime | None) -> HttpResponse:
    """?as_of= as known at a moment; else as it was frozen for its meeting, else as known now."""
    user, review = signed_in(request), services.review_of(_year(year))
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _put_up(request, year, form):
        return redirect("annual", year)
    paper, language = _paper(year, _language(), as_of, review), _language()
    context = {
        "paper": paper,
        "year": spoken_period(ReportPeriod(year, "year")),
        "sections": [(one, [shown_block(block, language) for block in one.blocks]) for one in paper.sections],
        "review": review,
        "frozen": review is not None and as_of is None,
        "papers": [(kind, reverse("annual_file", args=[year, _name(year, language, kind)])) for kind in MEDIA],
        "query": at_moment(request),
        "form": form if user.is_officer and as_of is None else None,
        "as_of": as_of,
        "take": _take(year, paper, frozen=review is not None and as_of is None),
        "tabs": tabs(user, "annual_reviews", at_moment(request)),
        "years": [(label, url + at_moment(request), current) for label, url, current in _years(year)],
    }
    return TemplateResponse(request, "reports/annual.html", context, status=400 if form.errors else 200)


def _take(year: int, paper: Paper, *, frozen: bool) -> Take:
    """Every table of the paper; a year that was frozen is fixed by its plain address."""
    tables = [block for section in paper.sections for block in section.blocks if isinstance(block, Table)]
    return Take(f"annual-review-{year}", paper.title, paper.written, lambda: tables, pinned={} if frozen else None)


def _put_up(request: HttpRequest, year: int, form: MeetingForm) -> bool:
    try:
        as_of = default_as_of(timezone.now())
        services.put_up(year, form.cleaned_data["meeting"], as_of=as_of, by=signed_in(request))
    except Refusal as refusal:
        form.add_error("meeting", sentence(refusal))
        return False
    messages.success(request, _("The year is frozen as known now, and stands on the meeting's agenda."))
    return True


@require_safe
@require_role(*READERS)
@takes_as_of
def annual_file(request: HttpRequest, year: int, name: str, as_of: datetime | None) -> HttpResponse:
    """annual-review-2026-zh-hant.odt, or -en, or .pdf; ?as_of= as the page has it."""
    kinds = {_name(year, language, kind): (language, kind) for language in ("zh-hant", "en") for kind in MEDIA}
    if name not in kinds:
        raise Http404
    language, kind = kinds[name]
    paper = _paper(_year(year), language, as_of, services.review_of(year))
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_written(paper, kind), content_type=MEDIA[kind], headers=disposition)


def _written(paper: Paper, kind: str) -> bytes:
    with TemporaryFile() as file:  # the press writes into a real one
        (text.render if kind == "odt" else pdf.render)(paper, file)
        file.seek(0)
        return file.read()


def _paper(year: int, language: str, as_of: datetime | None, review: AnnualReview | None) -> Paper:
    moment = as_of or (review.as_of if review else default_as_of(timezone.now()))
    put = _put(review) if review and (as_of is None or as_of >= review.recorded_at) else None
    return lay_out(collect(year, moment), language, put, letterhead_on(taipei_day(moment), moment))


def _put(review: AnnualReview) -> Put:
    last, items = services.decisions(review), review.items.order_by("position")
    rows = ((item, last[item.pk]) for item in items if item.pk in last)
    return Put(
        review.meeting.title,
        review.meeting.held_at,
        tuple((item.rule, str(item.unit_id), row.get_decision_display(), row.reason, row.due_on) for item, row in rows),
    )


def _year(year: int) -> int:
    """404 for a year that no fact can be of."""
    first = LedgerEntry.objects.order_by("position").values_list("recorded_at", flat=True).first()
    now = timezone.now()
    if not (taipei_day(first or now).year <= year <= taipei_day(now).year):
        raise Http404
    return year


def _years(current: int) -> list[tuple[str, str, bool]]:
    first = LedgerEntry.objects.order_by("position").values_list("recorded_at", flat=True).first()
    now = timezone.now()
    years = range(taipei_day(now).year, taipei_day(first or now).year - 1, -1)
    return [(spoken_period(ReportPeriod(one, "year")), reverse("annual", args=[one]), one == current) for one in years]


def _language() -> str:
    return "en" if get_language() == "en" else "zh-hant"


def _name(year: int, language: str, kind: str) -> str:
    return f"annual-review-{year}-{language}.{kind}"
