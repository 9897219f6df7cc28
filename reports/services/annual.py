"""The year goes before a meeting: frozen as it is known, with its proposals as items, which the meeting decides."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import User
from datasets.rules.refusal import Refusal
from reports.annual.collect import collect
from reports.annual.data import AnnualData
from reports.models import AnnualDecision, AnnualItem, AnnualReview, Meeting

Rule, Decision = AnnualItem.Rule, AnnualDecision.Decision
CHOICES = {
    Rule.COMMENDATION: (Decision.COMMEND, Decision.DO_NOT_COMMEND),
    Rule.EXPLANATION: (Decision.TAKE_NOTE, Decision.IMPROVE),
}
"""What may be decided of an item, by the rule that put it up."""


def review_of(year: int, as_of: datetime | None = None) -> AnnualReview | None:
    """What was put before a meeting last, by as-of."""
    known = AnnualReview.objects.known_at(as_of).filter(year=year)
    return known.select_related("meeting", "recorded_by").order_by("position").last()


def of_meeting(meeting: Meeting, as_of: datetime | None = None) -> list[AnnualReview]:
    """The years that stand on a meeting's agenda, unless they were put before another one since."""
    known = AnnualReview.objects.known_at(as_of).filter(meeting=meeting)
    years = known.order_by("year").values_list("year", flat=True).distinct()
    newest = [review_of(year, as_of) for year in years]
    return [one for one in newest if one and one.meeting_id == meeting.pk]


def decisions(review: AnnualReview) -> Mapping[object, AnnualDecision]:
    """By item, the last one."""
    rows = AnnualDecision.objects.filter(item__review=review).select_related("recorded_by").order_by("position")
    return {row.item_id: row for row in rows}


def put_up(year: int, meeting: Meeting, *, as_of: datetime, by: User) -> AnnualReview:
    """Freeze the year at as-of and put its proposals before the meeting. Raises Refusal."""
    data = collect(year, as_of)
    if not data.quarters:
        raise Refusal("too_early", gettext_noop("No quarter of this year has ended yet."))
    with transaction.atomic():
        ledger.lock()
        meeting.refresh_from_db()
        if meeting.cancelled:
            raise Refusal("cancelled", gettext_noop("This meeting is cancelled: choose another."))
        if AnnualDecision.objects.filter(item__review__year=year).exists():
            raise Refusal(
                "decided", gettext_noop("The group has begun to decide on this year: it stays as it was shown.")
            )
        review = AnnualReview(year=year, as_of=as_of, meeting=meeting)
        ledger.record([review, *_items(review, data)], by=by)
    return review


def _items(review: AnnualReview, data: AnnualData) -> Iterator[AnnualItem]:
    for unit in data.commended:
        yield AnnualItem(review=review, unit_id=unit.key, rule=Rule.COMMENDATION)
    for key in dict.fromkeys(one.key for one in sorted(data.explanations, key=lambda one: one.unit.identifier)):
        yield AnnualItem(review=review, unit_id=key, rule=Rule.EXPLANATION)


def decide(item: AnnualItem, decision: str, reason: str, due_on: date | None, *, by: User) -> AnnualDecision:
    """What the group decided; a later one supersedes."""
    made = AnnualDecision(item=item, decision=decision, reason=reason, due_on=due_on)
    return ledger.record([made], by=by)[0]
