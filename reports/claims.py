"""Claims that checks contradict: until when the unit is asked to explain each, and what it said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from datasets import ledger
from datasets.fields import shown_day
from datasets.models import UpdateAttestation, User
from datasets.rules.days import taipei_day
from reports.facts import Facts
from reports.facts.counts import totals
from reports.kpis import timely_updates
from reports.kpis.figure import Row
from reports.kpis.quarters import ReportPeriod
from reports.models import ClaimExplanation

CONTRADICTED = "contradicted"


def last_days(facts: Facts, period: ReportPeriod) -> dict[date, date]:
    """By a month's first day, the last day on which it is open: of the agency's figure, its rows' last deadline."""
    months = list(period.months())
    told = totals(facts, timely_updates.CODE, months)
    return {month.start: max(one.total.last or month.end, month.end) for month, one in zip(months, told, strict=True)}


def words_on(obligations: Collection[str] | QuerySet[Any, Any], as_of: datetime | None) -> dict[str, ClaimExplanation]:
    """By obligation, the last word known at as-of on the claim that stands then. One query."""
    newest = UpdateAttestation.objects.known_at(as_of).filter(obligation=OuterRef("claim__obligation"))
    rows = (
        ClaimExplanation.objects.known_at(as_of)
        .filter(claim__obligation__in=obligations)
        .annotate(standing=Subquery(newest.order_by("-position").values("pk")[:1]))
        .filter(claim=F("standing"))
        .select_related("claim", "recorded_by")
        .order_by("position")
    )
    return {str(row.claim.obligation_id): row for row in rows}


@dataclass(frozen=True, slots=True)
class Asked:
    """One contradicted claim: until when the unit explains it, and what it said; `today` is as-of's."""

    row: Row
    until: date | None
    word: ClaimExplanation | None
    today: date

    @property
    def state(self) -> tuple[str, str | Promise]:
        """Badge and words."""
        if self.word:
            late = self.until is not None and taipei_day(self.word.recorded_at) > self.until
            return ("warn", _("explained after the month closed")) if late else ("good", _("explained by the unit"))
        if self.until is None or self.today <= self.until:
            by = shown_day(self.until) if self.until else ""
            return "warn", _("to be explained by %(day)s") % {"day": by}
        return "bad", _("not explained when the month closed")


def asked_of(rows: Sequence[Row], facts: Facts, period: ReportPeriod) -> list[Asked]:
    """`rows`: contradicted ones of the period, of whatever unit: a month closes for all units together."""
    words, days = words_on({row.key for row in rows}, facts.as_of), last_days(facts, period)
    today = taipei_day(facts.as_of)
    return [Asked(row, _until(row, days), words.get(row.key), today) for row in rows]


def _until(row: Row, days: Mapping[date, date]) -> date | None:
    return days.get(row.day.replace(day=1)) if row.day else None


def explain_claim(*, claim: UpdateAttestation, text: str, by: User) -> ClaimExplanation:
    """A word after the month closed is taken too, and shown as late."""
    return ledger.record([ClaimExplanation(claim=claim, text=text)], by=by)[0]
