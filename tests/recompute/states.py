"""What facts say of one thing at a moment: an obligation, a message, a dataset, a file."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from tests.recompute.log import Row, day, first_moment, last_moment, moment, taipei

OPEN = {"open", "partly_open"}
THERE = {"published", "discontinued"}


def obligation(row: Row, claims: Sequence[Row], events: Sequence[Row], today: date) -> str:
    """on_time, late, overdue, pending or aside, by the last claim that does not lie after `today`."""
    if any(event["kind"] in {"lapsed", "excused"} for event in events):
        return "aside"
    deadline = _deadline(row, events)
    claimed = claims[-1]["claimed_at"] if claims else None
    if claimed and taipei(moment(claimed)) <= today:
        return "on_time" if taipei(moment(claimed)) <= deadline else "late"
    return "overdue" if today > deadline else "pending"


def _deadline(row: Row, events: Sequence[Row]) -> date:
    moved = [event["deadline"] for event in events if event["deadline"]]
    return day(moved[-1] if moved else row["deadline"])


def message(row: Row, events: Sequence[Row], today: date) -> str:
    spam = [event["kind"] for event in events if event["kind"] in {"marked_spam", "unmarked_spam"}]
    if spam and spam[-1] == "marked_spam":
        return "spam"
    replies = [
        moment(e["released_at"]) if e["released_at"] else e["recorded_at"] for e in events if e["kind"] == "replied"
    ]
    deadline = _deadline(row, events)
    if replies:
        return "on_time" if taipei(min(replies)) <= deadline else "late"
    return "overdue" if today > deadline else "pending"


def holder(row: Row, events: Sequence[Row]) -> str:
    until = last_moment(_deadline(row, events))
    moves = [e["unit_id"] for e in events if e["kind"] == "transferred" and e["recorded_at"] <= until]
    return str(moves[-1] if moves else row["unit_id"])


def is_open(decisions: Iterable[Row], lives: Iterable[Row], at: datetime) -> bool:
    states = [row["state"] for row in lives if _effective(row) <= at]
    if not states or states[-1] not in THERE:
        return False
    taken = [row["decision"] for row in decisions if row["recorded_at"] <= at]
    return not taken or taken[-1] in OPEN


def _effective(row: Row) -> datetime:
    found: datetime = first_moment(day(row["effective_on"])) if row["effective_on"] else row["recorded_at"]
    return found


def standing_at(rows: Sequence[Row], at: datetime) -> Row | None:
    """The last row recorded by a moment; before the first, the first one known."""
    before = [row for row in rows if row["recorded_at"] <= at]
    return before[-1] if before else rows[0] if rows else None


Look = tuple[datetime, str, bool | None]
"""When, ok | broken | unsure, and whether a machine could read it."""


def file(looks: Sequence[Look], at: datetime, failures: int, over: timedelta) -> bool | None:
    """True passes link and readability, False fails one, None: something is not known."""
    before = [look for look in looks if look[0] <= at]
    told = [look for look in before if look[1] != "unsure"]
    readable = [look[2] for look in before if look[2] is not None]
    if not told or not readable:
        return None
    return readable[-1] is True and not _down(looks, at, failures, over)


def _down(looks: Sequence[Look], at: datetime, failures: int, over: timedelta) -> bool:
    """Whether an outage that began by `at` had not ended by then; what confirms it may come later."""
    run: list[datetime] = []
    for when, link, _readable in [
        *(look for look in looks if look[1] != "unsure"),
        (datetime.max.replace(tzinfo=at.tzinfo), "ok", None),
    ]:
        if link == "broken":
            run.append(when)
            continue
        if len(run) >= failures and run[-1] - run[0] >= over and run[0] <= at < when:
            return True
        run = []
    return False
