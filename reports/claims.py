"""Claims that checks contradict: until when the unit is asked to explain each, and what it said."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from datasets import ledger
from datasets.fields import shown_day
from datasets.models import UpdateAttestation, User
from datasets.rules.days import taipei_day
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import period_of
from reports.models import ClaimExplanation

CONTRADICTED = "contradicted"


def contradicted(figure: Figure) -> list[Row]:
    """The rows of `timely_updates` whose claim evidence contradicts, as the figure was read."""
    return [row for row in figure.denominator_rows if CONTRADICTED in row.flags]


def last_days(figure: Figure) -> dict[date, date]:
    """By a month's first day, the last day on which it is open: of the agency's figure, its rows' last deadline."""
    found: dict[date, date] = {}
    for row in (*figure.denominator_rows, *figure.pending_rows):
        if row.day and row.deadline:
            month = row.day.replace(day=1)
            open_until = max(row.deadline, period_of(month, "month").end)
            found[month] = max(found.get(month, open_until), open_until)
    return found


def words_on(obligations: Collection[str], as_of: datetime | None) -> dict[str, ClaimExplanation]:
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


def asked_of(rows: Iterable[Row], whole: Figure, as_of: datetime) -> list[Asked]:
    """`whole`: the agency's figure that the rows are of: a month closes for all units together."""
    rows = list(rows)
    words, days = words_on({row.key for row in rows}, as_of), last_days(whole)
    today = taipei_day(as_of)
    return [Asked(row, _until(row, days), words.get(row.key), today) for row in rows]


def _until(row: Row, days: Mapping[date, date]) -> date | None:
    return days.get(row.day.replace(day=1)) if row.day else None


def explain_claim(*, claim: UpdateAttestation, text: str, by: User) -> ClaimExplanation:
    """A word after the month closed is taken too, and shown as late."""
    return ledger.record([ClaimExplanation(claim=claim, text=text)], by=by)[0]
