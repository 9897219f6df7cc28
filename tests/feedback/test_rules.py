"""A reply is what reached the sender, in time; nothing else is one."""

from datetime import date, datetime

import pytest

from datasets.rules.days import TAIPEI
from feedback.rules import Event, Message, outcome, reply_deadline
from tests.calendars import office


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


RECEIVED = at("2026-07-01T09:00")
MESSAGE = Message("m", "u", RECEIVED, date(2026, 7, 8), RECEIVED)


def test_working_days_where_the_setting_says_so() -> None:
    assert reply_deadline(RECEIVED, 7, office(), "working").day == date(2026, 7, 10)


@pytest.mark.parametrize("kind", ["acknowledged", "transferred", "noted", "published"])
def test_what_is_no_reply(kind: str) -> None:
    events = [Event(at("2026-07-02"), kind, "v")]  # type: ignore[arg-type]
    assert outcome(MESSAGE, events, at("2026-07-03")).state == "pending"
    assert outcome(MESSAGE, events, at("2026-07-09")).state == "overdue"


def test_the_first_reply_counts_by_when_it_was_released() -> None:
    events = [
        Event(at("2026-07-09T10:00"), "replied", released_at=at("2026-07-08T23:00")),
        Event(at("2026-07-20"), "replied"),
    ]
    found = outcome(MESSAGE, events, at("2026-07-30"))
    assert (found.state, found.answered_at) == ("on_time", at("2026-07-08T23:00"))


def test_spam_until_somebody_says_it_is_none() -> None:
    events = [Event(at("2026-07-02"), "marked_spam"), Event(at("2026-07-05"), "unmarked_spam")]
    assert [outcome(MESSAGE, events, at(t)).state for t in ("2026-07-01T10:00", "2026-07-03", "2026-07-06")] == [
        "pending",
        "spam",
        "pending",
    ]


def test_a_newer_calendar_moves_the_deadline() -> None:
    events = [
        Event(at("2026-07-05"), "deadline_moved", deadline=date(2026, 7, 9)),
        Event(at("2026-07-09T20:00"), "replied"),
    ]
    assert outcome(MESSAGE, events, at("2026-07-10")).state == "on_time"
