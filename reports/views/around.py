"""What the pages around a packet share: their tabs, the quarter in an address, the last quarter that ended."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datasets.models import User
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from reports.kpis.quarters import ReportPeriod, latest_periods, parse_period, period_of
from reports.packet.words import show_quarter

QUARTERS = 8


def at_moment(request: HttpRequest) -> str:
    """The query that keeps a link at the moment that was asked: ?as_of=…, or ""."""
    text = request.GET.get("as_of", "").strip()
    return "?" + urlencode({"as_of": text}) if text else ""


def tabs(user: User, current: str, query: str = "") -> list[tuple[str, str, bool]]:
    """Packets, meetings and outreach are for readers; reviews and explanations for units too.

    `query`: of `at_moment`, for those pages that know as-of.
    """
    pages = [
        ("meetings", _("Meetings")),
        ("annual_reviews", _("Annual review")),
        ("outreach", _("Outreach")),
        ("strategy", _("Targets and limits")),
    ]
    shared = [
        ("resolutions", _("Resolutions")),
        ("reviews", _("Reviews")),
        ("explanations", _("Explanations")),
        ("claims", _("Contradicted claims")),
        ("plan", _("Yearly plan")),
        ("stocktaking", _("Stocktaking")),
    ]
    packets = (_("Packets"), reverse("packets"), current == "packets")  # what was built is no reading of facts
    known = [*(pages if user.reads_everything else []), *shared]
    there = [(label, reverse(name) + query, name == current) for name, label in known]
    return [packets, *there] if user.reads_everything else there


def last_quarter(now: datetime) -> ReportPeriod:
    return period_of(taipei_day(now), "quarter").before()


def quarter_or_404(code: str) -> ReportPeriod:
    try:
        period = parse_period(code)
    except Refusal:
        raise Http404 from None
    if period.kind != "quarter":
        raise Http404
    return period


def quarter_tabs(
    name: str, current: ReportPeriod | None, now: datetime, query: str = ""
) -> list[tuple[str, str, bool]]:
    """The last quarters as links, the newest first."""
    found = latest_periods(period_of(taipei_day(now), "quarter"), QUARTERS)[::-1]
    return [(said(one), reverse(name, args=[one.code]) + query, one == current) for one in found]


def said(quarter: ReportPeriod) -> str:
    return show_quarter(quarter.code, get_language() or "zh-hant")
