"""How far something that is owed has come, and who hears of it. Pure arithmetic on days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Stage = Literal["moved", "coming", "due", "overdue", "contradicted", "unexplained", "long_overdue"]

ORDER: tuple[Stage, ...] = ("moved", "coming", "due", "overdue", "contradicted", "unexplained", "long_overdue")
HEARS: dict[str, frozenset[Stage]] = {
    "staff": frozenset(ORDER),
    "head": frozenset({"overdue", "contradicted", "unexplained", "long_overdue"}),
    "officer": frozenset({"unexplained", "long_overdue"}),
}
"""Staff hear of everything of their unit, its head from overdue on, the officer of what stays overdue.

"moved": a newer office calendar gave another deadline. "contradicted": checks saw no change around a claim, and the
unit has neither corrected nor explained it while its month is open; "unexplained": the month closed without a word.
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """When each stage begins, in days: before the due date, and after the deadline."""

    ahead: int
    long: int


UPDATES = Notice(ahead=5, long=30)
REPLIES = Notice(ahead=3, long=7)
RESOLUTIONS = Notice(ahead=7, long=30)


def stage(today: date, due: date, deadline: date, notice: Notice) -> Stage | None:
    """The stage on a day; None while it is too early to speak of it.

    >>> stage(date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 7), UPDATES)
    'coming'
    """
    if today > deadline + timedelta(days=notice.long):
        return "long_overdue"
    if today > deadline:
        return "overdue"
    if today >= due:
        return "due"
    return "coming" if today >= due - timedelta(days=notice.ahead) else None
