"""What checks saw of one dataset, in words: for the evidence beside a claim or a failing figure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from datasets.fields import shown_day
from datasets.punctuation import clauses
from datasets.rules.days import taipei_day
from datasets.templatetags.dates import spoken_day
from quality.facts import seen_of
from quality.models import Check
from quality.rules import OutageSpan, Seen, outages
from quality.words import LABELS


@dataclass(frozen=True, slots=True)
class Happened:
    """One recorded fact: when, what, by whom, and what it said."""

    at: datetime
    what: str | Promise
    who: str = ""
    detail: str = ""


def checks(dataset: UUID, first: datetime, last: datetime, newest: int = 40) -> list[Happened]:
    """The newest checks of the dataset's distributions between two moments."""
    rows = Check.objects.filter(distribution__dataset=dataset, checked_at__gte=first, checked_at__lte=last)
    rows = rows.select_related("distribution", "observation").order_by("-checked_at")[:newest]
    return [
        Happened(row.checked_at, str(row.distribution), _reason(row.observation.reason), _seen(row)) for row in rows
    ][::-1]


def last_checks(dataset: UUID, as_of: datetime) -> list[Happened]:
    """The last check of each distribution at or before a moment; what fails comes first."""
    rows = Check.objects.filter(distribution__dataset=dataset, checked_at__lte=as_of)
    rows = rows.select_related("distribution", "observation").order_by("checked_at")
    last = {row.distribution_id: row for row in rows}
    ranked = sorted(last.values(), key=lambda row: (not _fails(row), row.distribution.order))
    return [
        Happened(row.checked_at, str(row.distribution), _reason(row.observation.reason), _seen(row)) for row in ranked
    ]


def _fails(row: Check) -> bool:
    return row.observation.link == "broken" or row.observation.machine_readable is False


def _seen(row: Check) -> str:
    changed = row.observation.content_changed if row.checked_at <= row.observation.observed_at else False
    parts = [
        {True: _("content changed"), False: _("content unchanged"), None: ""}[changed],
        _("newest date %(day)s") % {"day": shown_day(row.observation.newest_date)}
        if row.observation.newest_date
        else "",
        {True: _("machine readable"), False: _("not machine readable"), None: ""}[row.observation.machine_readable],
    ]
    return clauses(parts)


def outages_of(dataset: UUID, as_of: datetime) -> list[Happened]:
    """By the checks known at as-of; the table of outages is of the present alone."""
    rows = Check.objects.filter(
        distribution__dataset=dataset, checked_at__lte=as_of, observation__recorded_at__lte=as_of
    )
    seen: dict[str, list[Seen]] = {}
    for row in rows.select_related("distribution", "observation").order_by("checked_at"):
        one = row.observation
        looks = seen.setdefault(str(row.distribution), [])
        looks.append(seen_of(row.checked_at, one.link, one.machine_readable, one.fault, one.reason))  # type: ignore[arg-type]
    return [
        Happened(span.began_at, name, _reason(span.reason), _down(span))
        for name, looks in seen.items()
        for span in outages(looks)
        if span.is_outage
    ]


def _down(span: OutageSpan) -> str:
    if span.ended_at is None:
        return _("down since then")
    return _("down until %(day)s") % {"day": spoken_day(taipei_day(span.ended_at))}


def _reason(code: str) -> str:
    return str(LABELS.get(code, code))
