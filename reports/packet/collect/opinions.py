"""柒: the quarter's messages with their answers, names and numbers masked (three queries)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from datasets.rules.days import taipei_day
from feedback.models import FeedbackEvent, FeedbackMessage, Topic
from feedback.rules import outcome
from reports.kpis.figure import Row
from reports.packet.collect.source import Source
from reports.packet.data import Opinion, Opinions

_PRIVATE = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[A-Z][12]\d{8}\b|(?:\+886[- ]?|0)\d{1,2}(?:[- ]?\d){6,9}\b")
"""E-mail addresses, national ID numbers, telephone numbers."""
_STATES: dict[str, Any] = {"on_time": "in_time"}
_HUNDREDTH = Decimal("0.01")


def opinions(source: Source) -> Opinions:
    figure = source.figure("timely_replies", source.quarter)
    rows = [*figure.denominator_rows, *figure.pending_rows]
    messages, topics = _messages(rows, source)
    states = Counter(one.state for one in messages)
    days = [one.days for one in messages if one.days is not None]
    return Opinions(
        received=len(rows),
        in_time=states["in_time"],
        late=states["late"],
        overdue=states["overdue"],
        pending=states["pending"],
        spam=len(figure.aside_rows),
        mean_days=_mean(days),
        median_days=Decimal(str(median(days))) if days else None,
        messages=messages,
        topics=topics,
    )


def masked(text: str, name: str) -> str:
    """The sender's name as 王○○, and numbers that lead to a person, left out."""
    without = _PRIVATE.sub("○○○", text)
    return without.replace(name, name[0] + "○" * (len(name) - 1)) if len(name) > 1 else without


def _messages(rows: Iterable[Row], source: Source) -> tuple[tuple[Opinion, ...], tuple[str, ...]]:
    states = {row.key: row for row in rows}
    answers, public = _answers(states, source.as_of), _published(states, source.as_of)
    facts = {one.message.key: one for one in source.facts.messages}
    made, topics = [], []
    known = FeedbackMessage.objects.filter(pk__in=states).select_related("content").order_by("received_at", "position")
    for message in known:
        row, content = states[str(message.pk)], getattr(message, "content", None)
        name, text = (content.name, content.text) if content else ("", "")
        own = facts[row.key]
        answered = outcome(own.message, own.events, source.as_of).answered_at
        made.append(
            Opinion(
                number=message.number,
                received=message.received_at,
                unit=source.unit(row.unit),
                dataset=source.dataset(row.dataset) if row.dataset else None,
                question=masked(text, name),
                answer=masked(answers.get(row.key, ""), name),
                answered=answered,
                days=(taipei_day(answered) - taipei_day(message.received_at)).days if answered else None,
                state=_STATES.get(row.state, row.state),
                published=public.get(row.key),
            )
        )
        if message.topic == Topic.REQUEST and content and content.subject:
            topics.append(masked(content.subject, name))
    return tuple(made), tuple(topics)


def _answers(messages: Iterable[str], as_of: datetime) -> dict[str, str]:
    """By message, the text of its first reply."""
    rows = (
        FeedbackEvent.objects.known_at(as_of)
        .filter(message__in=messages, kind=FeedbackEvent.Kind.REPLIED)
        .order_by("-position")
    )
    return {str(message): text or "" for message, text in rows.values_list("message_id", "content__text")}


def _published(messages: Iterable[str], as_of: datetime) -> dict[str, tuple[str, str]]:
    """By message, question and answer as released, where that was not taken back."""
    kinds = FeedbackEvent.Kind.PUBLISHED, FeedbackEvent.Kind.UNPUBLISHED
    rows = FeedbackEvent.objects.known_at(as_of).filter(message__in=messages, kind__in=kinds).order_by("position")
    found: dict[str, tuple[str, str]] = {}
    for message, kind, question, answer in rows.values_list("message_id", "kind", "content__question", "content__text"):
        found.pop(str(message), None)
        if kind == FeedbackEvent.Kind.PUBLISHED and question and answer:
            found[str(message)] = question, answer
    return found


def _mean(days: Sequence[int]) -> Decimal | None:
    """To hundredths, half up."""
    return (Decimal(sum(days)) / len(days)).quantize(_HUNDREDTH, ROUND_HALF_UP) if days else None
