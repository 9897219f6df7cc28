"""What is owed today, unit by unit: updates not stated and messages not answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.text import Truncator

from datasets.dues import Due, dues, unstated, with_history
from datasets.rules.days import taipei_day
from feedback.models import MessageState
from reports.reminders.stages import REPLIES, UPDATES, Stage, stage

HORIZON = timedelta(days=60)
"""How far ahead a period may end and still be looked at."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing a person is told of. `key` is the same from day to day; `kind` is "update" or "reply"."""

    key: str
    kind: str
    unit: UUID
    stage: Stage
    title: str
    deadline: date


def subjects(now: datetime) -> list[Subject]:
    """Everything that has reached a stage, the most pressing first. A handful of queries, whatever the number."""
    return sorted([*_updates(now), *_replies(now)], key=lambda s: (s.deadline, s.key))


def _updates(now: datetime) -> Iterator[Subject]:
    today = taipei_day(now)
    for due in dues(with_history(unstated().filter(due__lte=today + HORIZON)), now):
        reached = stage(today, due.row.due, due.outcome.deadline, UPDATES)
        if reached and due.outcome.state in {"pending", "overdue"}:
            yield _update(due, reached)


def _update(due: Due, reached: Stage) -> Subject:
    row = due.row
    return Subject(f"update:{row.pk}", "update", row.unit_id, reached, str(row.dataset.title), due.outcome.deadline)


def _replies(now: datetime) -> Iterator[Subject]:
    today = taipei_day(now)
    waiting = MessageState.objects.open().filter(deadline__lte=today + timedelta(days=REPLIES.ahead))
    for row in waiting.select_related("message__content"):
        if reached := stage(today, row.deadline, row.deadline, REPLIES):
            words = Truncator(row.message.content.text).chars(40)
            title = f"{row.message.number} {words}"
            yield Subject(f"reply:{row.pk}", "reply", row.unit_id, reached, title, row.deadline)
