"""What is owed today, unit by unit: updates not stated, messages not answered, resolutions not carried out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator

from datasets.dues import Due, dues, unstated, with_history
from datasets.models import Dataset, ObligationEvent, UpdateObligation
from datasets.rules.days import taipei_day
from feedback.models import FeedbackEvent, FeedbackMessage, MessageState
from reports.claims import CONTRADICTED, asked_of
from reports.facts import load
from reports.facts.meetings import still_on_the_list
from reports.kpis.quarters import period_of
from reports.listing import lists_of
from reports.models import Kpi, Resolution
from reports.reminders.stages import REPLIES, RESOLUTIONS, UPDATES, Stage, stage

HORIZON = timedelta(days=60)
"""How far ahead a period may end and still be looked at."""


NEWS = timedelta(days=7)
"""How long a moved deadline is news."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing a person is told of. `key` stays; `kind`: update, reply or resolution. `title`: a dataset says its own
    in the reader's language. `path`: where it is done; `record`: where people of no unit read of it, if elsewhere."""

    key: str
    kind: str
    unit: UUID
    stage: Stage
    title: str | Dataset
    deadline: date
    path: str
    record: str = ""


def subjects(now: datetime) -> list[Subject]:
    """Everything that has reached a stage, the most pressing first. A handful of queries, whatever the number."""
    found = (*_updates(now), *_replies(now), *_resolutions(now), *_moved(now), *contradicted(now))
    return sorted(found, key=lambda s: (s.deadline, s.key))


def _updates(now: datetime) -> Iterator[Subject]:
    today = taipei_day(now)
    for due in dues(with_history(unstated().filter(due__lte=today + HORIZON)), now):
        reached = stage(today, due.row.due, due.outcome.deadline, UPDATES)
        if reached and due.outcome.state in {"pending", "overdue"}:
            yield _update(due, reached)


def _update(due: Due, reached: Stage) -> Subject:
    row = due.row
    return Subject(f"update:{row.pk}", "update", row.unit_id, reached, row.dataset, due.outcome.deadline, *_pages(row))


def _pages(row: UpdateObligation) -> tuple[str, str]:
    """Where the unit states the update, and where the others read what was recorded of it."""
    month = period_of(row.due, "month").code
    record = reverse("kpi_row", args=[Kpi.TIMELY_UPDATES.value, row.pk])
    return f"{reverse('due')}?month={month}", f"{record}?period={month}"


def _resolutions(now: datetime) -> Iterator[Subject]:
    """Those on the list that have an owner and a due date."""
    today = taipei_day(now)
    owed = Resolution.objects.filter(owner__isnull=False, due_on__lte=today + timedelta(days=RESOLUTIONS.ahead))
    for row in still_on_the_list(owed):
        if row.due_on and row.owner_id and (reached := stage(today, row.due_on, row.due_on, RESOLUTIONS)):
            title = f"{row.number} {Truncator(row.text).chars(40)}"
            path = reverse("resolution", args=[row.pk])
            yield Subject(f"resolution:{row.pk}", "resolution", row.owner_id, reached, title, row.due_on, path)


def _replies(now: datetime) -> Iterator[Subject]:
    today = taipei_day(now)
    waiting = MessageState.objects.open().filter(deadline__lte=today + timedelta(days=REPLIES.ahead))
    for row in waiting.select_related("message__content"):
        if reached := stage(today, row.deadline, row.deadline, REPLIES):
            title, path = _spoken(row.message)
            yield Subject(f"reply:{row.pk}", "reply", row.unit_id, reached, title, row.deadline, path)


def _spoken(message: FeedbackMessage) -> tuple[str, str]:
    """Number and first words; its page."""
    return f"{message.number} {Truncator(message.content.text).chars(40)}", reverse("message", args=[message.number])


def _moved(now: datetime) -> Iterator[Subject]:
    """Deadlines that a newer office calendar moved in the last days: of updates and of replies."""
    rows = ObligationEvent.objects.filter(kind=ObligationEvent.Kind.DEADLINE_MOVED, **_lately(now))
    for event in rows.select_related("obligation__dataset"):
        row, key = event.obligation, f"moved:{event.pk}"
        yield Subject(key, "update", row.unit_id, "moved", row.dataset, event.deadline or row.due, *_pages(row))
    yield from _moved_replies(now)


def _moved_replies(now: datetime) -> Iterator[Subject]:
    """Told to the unit that holds the message now; spam waits for nobody."""
    rows = FeedbackEvent.objects.filter(kind=FeedbackEvent.Kind.DEADLINE_MOVED, **_lately(now))
    for event in rows.exclude(message__state__spam=True).select_related("message__state", "message__content"):
        message = event.message
        day, (title, path) = event.deadline or message.deadline, _spoken(message)
        yield Subject(f"moved:{event.pk}", "reply", message.state.unit_id, "moved", title, day, path)


def _lately(now: datetime) -> dict[str, datetime]:
    return {"recorded_at__gt": now - NEWS, "recorded_at__lte": now}


def contradicted(now: datetime) -> Iterator[Subject]:
    """Claims that checks contradict and nobody explained: of this month and the one before, open or closed."""
    this = period_of(taipei_day(now), "month")
    for month in (this.before(), this):
        facts = load(now, evidence_for=month)
        rows = lists_of(facts, Kpi.TIMELY_UPDATES, month).rows(CONTRADICTED)
        asked = [one for one in asked_of(rows, facts, month) if not one.word]
        titles = Dataset.objects.in_bulk({UUID(one.row.dataset) for one in asked})
        for one in asked:
            until = one.until or month.end
            stage: Stage = "contradicted" if one.today <= until else "unexplained"
            path = reverse("claim", args=[one.row.key]) + f"?period={month.code}"
            key, unit = f"update:{one.row.key}", UUID(one.row.unit)
            yield Subject(key, "update", unit, stage, titles[UUID(one.row.dataset)], until, path)
